//! Rules by country, size, product, campaign, language, hour and a form's own question: the
//! more rules, the finer they divide, as tables grow in life.

use beeline::routing::{Answers, Condition, Fact, Facts, NumberSpan, Rule, Subject};

const COUNTRIES: [&str; 24] = [
    "at", "au", "be", "br", "ca", "ch", "cz", "de", "dk", "es", "fi", "fr", "gb", "ie", "in", "it", "jp",
    "mx", "nl", "no", "pl", "pt", "se", "us",
];
const PRODUCTS: [&str; 6] = ["starter", "team", "business", "enterprise", "platform", "support"];
const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ja"];
const BUDGETS: [&str; 3] = ["under 10k", "10k to 50k", "over 50k"];
const SIZES: [(i64, Option<i64>); 5] =
    [(0, Some(19)), (20, Some(99)), (100, Some(499)), (500, Some(1_999)), (2_000, None)];

/// Numbers that look like chance and are the same everywhere (splitmix64).
fn mixed(seed: u64) -> u64 {
    let seed = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(0x9e37_79b9_7f4a_7c15);
    let seed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let seed = (seed ^ (seed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    seed ^ (seed >> 31)
}

/// One of several, by a number and what is chosen.
fn one<T: Copy>(of: &[T], number: u64, what: u64) -> T {
    of[(mixed(number * 16 + what) % of.len() as u64) as usize]
}

fn words(subject: Subject, words: &[&str], unknown: bool) -> Condition {
    let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    words.sort_unstable();
    words.dedup();
    Condition { subject, answers: Answers::OneOf(words), unknown }
}

/// So many rules. Every second one is about a campaign of its own, as tables that grow for
/// years have them.
pub fn rules(count: u32) -> Vec<Rule> {
    (0..u64::from(count)).map(rule).collect()
}

fn rule(number: u64) -> Rule {
    let country = words(Subject::Country, &[one(&COUNTRIES, number, 1), one(&COUNTRIES, number, 2)], false);
    let (from, to) = one(&SIZES, number, 3);
    let size = Condition {
        subject: Subject::Employees,
        answers: Answers::Within(vec![NumberSpan { from, to }]),
        unknown: number.is_multiple_of(7),
    };
    let mut when = vec![country, size];
    if number.is_multiple_of(2) {
        let campaign = format!("campaign {}", mixed(number) % (number + 8));
        when.push(words(Subject::Campaign, &[campaign.as_str()], false));
    } else {
        when.push(words(Subject::Product, &[one(&PRODUCTS, number, 4)], false));
        when.push(words(Subject::Language, &[one(&LANGUAGES, number, 5)], number.is_multiple_of(5)));
        let budget = Subject::Field("budget".to_owned());
        when.push(words(budget, &[one(&BUDGETS, number, 6)], false));
    }
    if number.is_multiple_of(3) {
        let day = (mixed(number) % 7) as u16 * 1_440;
        when.push(Condition {
            subject: Subject::Hours,
            answers: Answers::During(vec![(day + 540, day + 1_080)]),
            unknown: false,
        });
    }
    when.sort_by(|one, other| one.subject.cmp(&other.subject));
    Rule { id: format!("rule-{number}"), team: format!("team-{}", number % 9), when, after_enrichment: false }
}

/// A lead: a quarter of them meet no rule, whatever the table's size.
pub fn facts(number: u32) -> Facts {
    let number = u64::from(number) + 1_000_000;
    let is_of_nowhere = number.is_multiple_of(4);
    Facts {
        form: "demo".to_owned(),
        country: Some(if is_of_nowhere { "zz" } else { one(&COUNTRIES, number, 1) }.to_owned()),
        employees: (!number.is_multiple_of(3)).then(|| (mixed(number) % 3_000) as i64),
        product: Some(one(&PRODUCTS, number, 4).to_owned()),
        language: Some(one(&LANGUAGES, number, 5).to_owned()),
        campaign: Some(format!("campaign {}", mixed(number) % 5_000)),
        minute: (mixed(number) % 10_080) as u16,
        fields: [("budget".to_owned(), Fact::Word(one(&BUDGETS, number, 6).to_owned()))].into(),
        ..Facts::default()
    }
}
