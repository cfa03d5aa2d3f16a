//! What the page is told of files and leads.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::fs;
use std::path::Path;

use beeline_playground::{AskKind, Folder, Playground, Report, Said};
use serde_json::Value;

fn shipped() -> Folder {
    let mut folder = Folder::default();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config");
    for entry in fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".toml") || name.ends_with(".csv") {
            folder.put(&name, fs::read(entry.path()).unwrap());
        }
    }
    folder
}

const FORMS: &str = r#"
[form.demo]
title = "Book a demo"
lane = "hot"
dedup_window_seconds = 600
thank_you_url = "/thanks"

[form.demo.field.budget]
type = "choice"
label = "Yearly budget"
choices = ["Under 10k", "Over 50k"]

[form.contact]
title = "Contact us"
lane = "standard"
dedup_window_seconds = 600
thank_you_url = "/thanks"
"#;

const ROUTING: &str = r#"
fallback = "sales"

[team.sales]
name = "Sales"
sla_seconds = 300

[team.night]
name = "Night shift"
sla_seconds = 600

[[rule]]
id = "rich"
team = "sales"
when = { "field.budget" = "Over 50k" }

[[rule]]
id = "alps"
team = "night"
when = { territory = "alps", employees = "200 or more" }

[[rule]]
id = "after-hours"
team = "night"
when = { hours = "Mon-Fri 18:00-24:00", country = ["DE", "unknown"] }
"#;

const TERRITORIES: &str = "territory,country,subdivision,postal_from,postal_to,note\n\
                           alps,AT,AT-7,,,Tyrol\nalps,CH,,,,\n";

const TESTS: &str = r#"
[[test]]
name = "A large company in the Alps"
lead = { form = "demo", country = "CH", employees = 200 }
team = "night"
rule = "alps"
"#;

fn small() -> Folder {
    let mut folder = Folder::default();
    for (name, text) in [
        ("forms.toml", FORMS),
        ("routing.toml", ROUTING),
        ("territories.csv", TERRITORIES),
        ("tests.toml", TESTS),
    ] {
        folder.put(name, text.into());
    }
    folder
}

fn said(pairs: &[(&str, &str)]) -> Said {
    pairs.iter().map(|(name, answer)| ((*name).to_owned(), (*answer).to_owned())).collect()
}

fn errors(report: &Report) -> Vec<(&str, usize, usize)> {
    let errors = report.problems.iter().filter(|problem| problem.severity == "error");
    errors.map(|problem| (problem.file.as_str(), problem.line, problem.column)).collect()
}

#[test]
fn of_the_shipped_files_nothing_is_wrong_and_every_test_goes_where_it_must() {
    let report = shipped().check();
    assert!(report.ok, "{:?}", report.problems);
    let told = report.configuration.unwrap();
    assert!(told.bundle.is_some());
    assert!(!told.tests.is_empty());
    for test in &told.tests {
        assert!(test.passes, "{test:?}");
    }
}

#[test]
fn a_mistake_is_told_at_its_place_and_nothing_can_be_tried_until_it_is_mended() {
    let mut folder = small();
    folder.put("routing.toml", ROUTING.replace("team = \"night\"", "team = \"nihgt\"").into());
    let report = folder.check();
    assert!(!report.ok);
    assert_eq!(errors(&report), [("routing.toml", 19, 8), ("routing.toml", 24, 8)]);
    let first = &report.problems[0];
    assert!(first.fix.contains("\"night\""), "{first:?}");
    assert_eq!(report.configuration, None);
    let wrong = folder.why(&said(&[("form", "demo")])).unwrap_err();
    assert_eq!(wrong, ["The files say something wrong: mend that first."]);

    folder.put("routing.toml", ROUTING.into());
    assert!(folder.check().ok);
    assert_eq!(folder.why(&said(&[("form", "demo")])).unwrap().team, "sales");
}

#[test]
fn when_only_tests_fail_leads_can_still_be_tried_and_the_failing_test_is_marked() {
    let mut folder = small();
    assert!(folder.check().ok);
    folder.put("routing.toml", ROUTING.replace("200 or more", "201 or more").into());
    let report = folder.check();
    assert_eq!(errors(&report), [("tests.toml", 2, 1)]);
    let told = report.configuration.unwrap();
    assert_eq!(told.bundle, None, "nothing would be built");
    assert_eq!(told.tests.iter().map(|test| test.passes).collect::<Vec<_>>(), [false]);
    assert_eq!(folder.why(&told.tests[0].lead).unwrap().rule, "fallback");
}

#[test]
fn tests_that_were_changed_are_not_told_from_memory() {
    let mut folder = small();
    assert!(folder.check().ok);
    folder.put("tests.toml", TESTS.replace("\"alps\"", "\"rich\"").into());
    let report = folder.check();
    assert!(!report.ok);
    assert_eq!(report.configuration.unwrap().tests, []);
}

#[test]
fn a_test_s_lead_said_again_is_the_same_lead() {
    for mut folder in [small(), shipped()] {
        for test in folder.check().configuration.unwrap().tests {
            let went = folder.why(&test.lead).unwrap();
            assert_eq!(went.team, test.team, "{test:?}");
        }
    }
}

#[test]
fn everything_that_some_rule_asks_is_asked_with_the_answers_that_are_known() {
    let asks = small().check().configuration.unwrap().asks;
    let names: Vec<&str> = asks.iter().map(|ask| ask.name.as_str()).collect();
    assert_eq!(
        names,
        ["form", "country", "subdivision", "postal_code", "territory", "employees", "field.budget", "hours"]
    );
    let ask = |name: &str| asks.iter().find(|ask| ask.name == name).unwrap();
    assert_eq!(ask("form").answers[1].label, "Book a demo");
    assert_eq!(ask("subdivision").answers[0].value, "AT-7");
    assert_eq!(ask("field.budget").label, "Yearly budget");
    assert_eq!(ask("field.budget").forms, Some(vec!["demo".to_owned()]));
    assert_eq!(ask("field.budget").answers[1].value, "Over 50k");
    assert_eq!((ask("employees").kind, ask("hours").kind), (AskKind::Number, AskKind::Moment));
    assert!(ask("country").answers.iter().any(|answer| answer.value == "CH"));
}

#[test]
fn why_names_each_condition_with_what_is_known_and_what_would_have_changed_the_team() {
    let mut folder = small();
    folder.check();
    let why = folder.why(&said(&[("form", "demo"), ("country", "CH"), ("employees", "150")])).unwrap();
    assert_eq!((why.team_name.as_str(), why.rule.as_str()), ("Sales", "fallback"));
    assert_eq!(why.territory.as_deref(), Some("alps"));
    let alps = &why.rules[1];
    let conditions: Vec<_> = alps
        .conditions
        .iter()
        .map(|told| (told.subject.as_str(), told.known.as_str(), told.wanted.as_str(), told.fits))
        .collect();
    assert_eq!(
        conditions,
        [("Territory", "alps", "alps", true), ("Number of employees", "150", "200 or more", false)]
    );
    let otherwise: Vec<_> =
        why.otherwise.iter().map(|other| (other.team_name.as_str(), other.if_so.as_str())).collect();
    assert_eq!(otherwise, [("Night shift", "the number of employees were 200 or more")]);
}

#[test]
fn a_lead_that_goes_elsewhere_than_before_is_told_so() {
    let mut folder = small();
    folder.check();
    let lead = said(&[("form", "demo"), ("country", "CH"), ("employees", "200")]);
    assert_eq!(folder.why(&lead).unwrap().before, None, "nothing was kept");
    folder.keep();
    assert_eq!(folder.why(&lead).unwrap().before, None, "nothing is different");
    folder.put("routing.toml", ROUTING.replace("200 or more", "201 or more").into());
    folder.check();
    let before = folder.why(&lead).unwrap().before.unwrap();
    assert_eq!((before.team_name.as_str(), before.rule.as_str()), ("Night shift", "alps"));
    assert_eq!(folder.why(&said(&[("form", "demo")])).unwrap().before, None);
}

#[test]
fn codes_of_countries_are_written_as_everybody_writes_them() {
    let mut folder = small();
    folder.check();
    let why = folder.why(&said(&[("form", "demo"), ("country", "AT"), ("hours", "Mon 19:00")])).unwrap();
    let country = &why.rules[2].conditions[0];
    assert_eq!((country.known.as_str(), country.wanted.as_str()), ("AT", "DE, or not known"));
    let otherwise: Vec<&str> = why.otherwise.iter().map(|other| other.if_so.as_str()).collect();
    assert!(otherwise.contains(&"the country were DE or not known"), "{otherwise:?}");
}

#[test]
fn hours_are_told_as_they_are_written_in_the_files() {
    let mut folder = small();
    folder.check();
    let why = folder.why(&said(&[("form", "demo"), ("country", "DE"), ("hours", "Mon 10:00")])).unwrap();
    assert_eq!(why.rules[2].conditions[1].wanted, "Mon-Fri 18:00-24:00");
    let otherwise: Vec<&str> = why.otherwise.iter().map(|other| other.if_so.as_str()).collect();
    assert_eq!(otherwise, ["it came Mon-Fri 18:00-24:00"]);
}

#[test]
fn the_week_follows_the_hours_of_the_rules() {
    let mut folder = small();
    folder.check();
    let week = folder.week(&said(&[("form", "demo"), ("country", "DE")])).unwrap();
    assert_eq!(week.parts.len(), 11, "five evenings, and what is around them");
    let evening = &week.parts[1];
    assert_eq!((evening.stretch.from_minute, evening.stretch.until_minute), (18 * 60, 24 * 60));
    assert_eq!((evening.team_name.as_str(), evening.stretch.rule.as_str()), ("Night shift", "after-hours"));
}

#[test]
fn javascript_reads_and_writes_json() {
    let read = |text: String| serde_json::from_str::<Value>(&text).unwrap();
    let mut playground = Playground::new();
    for (name, text) in [("forms.toml", FORMS), ("routing.toml", ROUTING), ("territories.csv", TERRITORIES)] {
        playground.put(name, text.into());
    }
    assert_eq!(read(playground.check())["ok"], true);
    let lead = r#"[["form","demo"],["country","AT"],["subdivision","AT-7"],["employees","200"]]"#;
    assert_eq!(read(playground.why(lead))["rule"], "alps");
    assert_eq!(read(playground.week(lead))["parts"][0]["until_minute"], 10_080);
    let wrong = read(playground.why(r#"[["form","dem"],["employees","many"]]"#));
    assert!(wrong["wrong"][0].as_str().unwrap().contains("no form"), "{wrong}");
    assert!(read(playground.why("{}"))["wrong"].is_array());
    playground.put("teams.csv", b"x".to_vec());
    assert_eq!(read(playground.check())["problems"][0]["file"], "teams.csv");
    playground.remove("teams.csv");
    assert_eq!(read(playground.check())["ok"], true);
}
