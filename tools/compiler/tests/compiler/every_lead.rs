//! A small world in which every lead that may come can be tried: two forms, few places, and few
//! answers to each question.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)] // a test that cannot go on has failed

use std::fmt::Write;

use beeline::routing::{Bundle, Facts};
use beeline_compiler::{Files, lead};
use proptest::prelude::*;

const FORMS: &str = r#"
[form.demo]
title = "Demo"
lane = "hot"
dedup_window_seconds = 600
thank_you_url = "/thanks"
[form.demo.field.plan]
type = "choice"
label = "Plan"
choices = ["Team", "Business", "Enterprise", "a plan whose name has 1 2 3 4 5 6 7 digits"]
required = true
[form.demo.field.seats]
type = "number"
label = "Seats"
maximum = 5
required = true
[form.contact]
title = "Contact"
lane = "standard"
dedup_window_seconds = 600
thank_you_url = "/thanks"
team = "b"
[form.contact.consent]
text_version = "1"
marketing = "required"
[form.contact.field.employees]
enabled = false
[form.contact.field.plan]
type = "text"
label = "Plan"
required = true
"#;

const TERRITORIES: &str = "territory,country,subdivision,postal_from,postal_to\nsouth,DE,BY,,\nnorth,DE,HH,,\nnorth,DE,BY,80331,80999\nnorth,DK,,,\n";

/// Each question, how rules may ask it, and what a lead through `demo` and one through
/// `contact` may answer. What is empty is not said.
pub type Question = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);
const PLACES: &[&str] = &[
    "",
    "country=DE",
    "country=DE subdivision=DE-BY",
    "country=DE subdivision=DE-BY postal_code=80331",
    "country=DE subdivision=DE-HH",
    "country=DE subdivision=DE-BE",
    "country=DK",
    "country=DK subdivision=DK-84",
    "country=FR",
    "country=FR subdivision=FR-IDF",
];
pub const QUESTIONS: [Question; 11] = [
    ("form", &["\"demo\"", "\"contact\"", "{ not = [\"demo\"] }"], &["form=demo"], &["form=contact"]),
    ("lane", &["\"hot\"", "\"standard\""], &[""], &[""]),
    (
        "country",
        &[
            "\"DE\"",
            "[\"DE\", \"unknown\"]",
            "{ not = [\"DE\"] }",
            "{ not = [\"DK\"], unknown = true }",
            "\"unknown\"",
        ],
        PLACES,
        PLACES,
    ),
    ("subdivision", &["\"DE-BY\"", "[\"DE-HH\", \"unknown\"]", "{ not = [\"DE-BY\"] }"], &[""], &[""]),
    ("territory", &["\"south\"", "[\"north\", \"unknown\"]", "{ not = [\"north\"] }"], &[""], &[""]),
    (
        "employees",
        &[
            "\"0 to 1\"",
            "\"2 or more\"",
            "[\"3\", \"unknown\"]",
            "\"unknown\"",
            "[\"0 or more\", \"unknown\"]",
        ],
        &["", "employees=0", "employees=1", "employees=2", "employees=3", "employees=4"],
        &[""],
    ),
    (
        "hours",
        &["\"Mon 00:00-12:00\"", "\"Mon-Sun 00:00-24:00\"", "\"Tue 00:00-24:00\"", "\"Mon 12:00-24:00\""],
        &["hours=Mon 00:00", "hours=Mon 12:00", "hours=Tue 00:00", "hours=Sun 23:59"],
        &["hours=Mon 00:00", "hours=Mon 12:00", "hours=Tue 00:00", "hours=Sun 23:59"],
    ),
    (
        "field.plan",
        &["\"Team\"", "[\"Business\", \"unknown\"]", "{ not = [\"Team\"] }", "\"unknown\""],
        // One of the choices is no word, so that it is not known.
        &["", "field.plan=Team", "field.plan=Business", "field.plan=Enterprise"],
        &[""],
    ),
    (
        "field.seats",
        &["\"0 to 2\"", "\"3 or more\"", "\"unknown\"", "\"6 or more\""],
        &["field.seats=-1", "field.seats=0", "field.seats=2", "field.seats=3", "field.seats=5"],
        &[""],
    ),
    (
        "product",
        &["\"x\"", "{ not = [\"x\"] }", "\"unknown\""],
        &["", "product=x", "product=y"],
        &["", "product=x", "product=y"],
    ),
    (
        "consent.marketing",
        &["\"yes\"", "\"no\"", "\"unknown\""],
        &["", "consent.marketing=yes", "consent.marketing=no"],
        &["consent.marketing=yes"],
    ),
];

/// A rule: its team, and how it asks each of the questions, if it does.
pub type Asked = (bool, Vec<Option<usize>>);

/// A configuration with these rules, each of which may ask these questions.
pub fn files(questions: &[usize], rules: &[Asked]) -> Files {
    let mut routing = "fallback = \"a\"\n[team.a]\nname = \"A\"\nsla_seconds = 60\n[team.b]\nname = \"B\"\nsla_seconds = 60\n".to_owned();
    for (place, (team, asked)) in rules.iter().enumerate() {
        let conditions = questions.iter().zip(asked).filter_map(|(question, way)| {
            let (name, ways, ..) = QUESTIONS.get(*question)?;
            let way = way.as_ref()?;
            Some(format!("\"{name}\" = {}", ways[way % ways.len()]))
        });
        let when = conditions.collect::<Vec<_>>().join(", ");
        let team = if *team { "a" } else { "b" };
        write!(routing, "[[rule]]\nid = \"r{place}\"\nteam = \"{team}\"\nwhen = {{ {when} }}\n").unwrap();
    }
    Files::new().with("forms.toml", FORMS).with("routing.toml", routing).with("territories.csv", TERRITORIES)
}

/// Every lead that may come, as far as these questions tell them apart.
pub fn leads(bundle: &Bundle, questions: &[usize]) -> Vec<Facts> {
    let is_asked = |name: &str| questions.iter().any(|question| QUESTIONS[*question].0 == name);
    let is_placed = ["subdivision", "territory"].iter().any(|name| is_asked(name));
    let mut all = Vec::new();
    for is_demo in [true, false] {
        let mut said = vec![String::new()];
        for (name, _, demo, contact) in QUESTIONS {
            if name != "form" && !is_asked(name) && !(name == "country" && is_placed) {
                continue;
            }
            let answers = if is_demo { demo } else { contact };
            let with = |before: &String, answer: &&str| format!("{before}\n{answer}");
            said = said
                .iter()
                .flat_map(|before| answers.iter().map(move |answer| with(before, answer)))
                .collect();
        }
        all.extend(said.iter().map(|said| facts(bundle, said)));
    }
    all
}

/// Places are words with spaces between them; hours are one answer with a space in it.
fn facts(bundle: &Bundle, said: &str) -> Facts {
    let lines = said.lines().flat_map(|line| match line.starts_with("hours") {
        true => vec![line],
        false => line.split(' ').collect(),
    });
    let pairs: Vec<(&str, &str)> = lines.filter_map(|pair| pair.split_once('=')).collect();
    let is_negative = |pair: &(&str, &str)| pair.1.starts_with('-');
    let plain: Vec<_> = pairs.iter().copied().filter(|pair| !is_negative(pair)).collect();
    let mut facts = lead(bundle, &plain).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    // Nobody writes such a number into a test, and a form may have it all the same.
    for (name, number) in pairs.iter().copied().filter(is_negative) {
        let name = name.strip_prefix("field.").unwrap().to_owned();
        facts.fields.insert(name, beeline::routing::Fact::Number(number.parse().unwrap()));
    }
    facts
}

/// Up to four questions, and rules that ask them.
pub fn rules() -> impl Strategy<Value = (Vec<usize>, Vec<Asked>)> {
    let questions = prop::sample::subsequence((0..QUESTIONS.len()).collect::<Vec<_>>(), 1..=4);
    questions.prop_flat_map(|questions| {
        let asked = prop::collection::vec(prop::option::of(0..60_usize), questions.len());
        (Just(questions), prop::collection::vec((any::<bool>(), asked), 1..7))
    })
}
