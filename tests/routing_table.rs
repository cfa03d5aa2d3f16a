//! A lead is decided about as if the rules were read from the first to the last.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::collections::BTreeMap;

use beeline::lead::Lane;
use beeline::routing::{Answers, Condition, Fact, Facts, NumberSpan, Rule, Subject, Table, WEEK_MINUTES};
use proptest::prelude::*;

fn rule(id: &str, when: Vec<Condition>) -> Rule {
    Rule { id: id.into(), team: "sales".into(), when, after_enrichment: false }
}

fn about(subject: &str, answers: Answers) -> Condition {
    Condition { subject: subject.parse().unwrap(), answers, unknown: false }
}

fn one_of(subject: &str, words: &[&str]) -> Condition {
    about(subject, Answers::OneOf(words.iter().map(|word| (*word).to_owned()).collect()))
}

fn none_of(subject: &str, words: &[&str]) -> Condition {
    about(subject, Answers::NoneOf(words.iter().map(|word| (*word).to_owned()).collect()))
}

fn or_unknown(condition: Condition) -> Condition {
    Condition { unknown: true, ..condition }
}

fn from(subject: &str, from: i64, to: Option<i64>) -> Condition {
    about(subject, Answers::Within(vec![NumberSpan { from, to }]))
}

fn in_country(code: &str) -> Facts {
    Facts { country: Some(code.into()), ..Facts::default() }
}

#[test]
fn a_table_without_rules_decides_nothing() {
    assert_eq!(Table::of(&[]).first(&Facts::default()), None);
}

#[test]
fn a_rule_without_conditions_takes_every_lead_that_no_rule_above_it_takes() {
    let rules = [rule("dach", vec![one_of("country", &["at", "de"])]), rule("rest", vec![])];
    let table = Table::of(&rules);
    assert_eq!(table.first(&in_country("de")), Some(0));
    assert_eq!(table.first(&in_country("fr")), Some(1));
    assert_eq!(Table::of(&rules[1..]).first(&Facts::default()), Some(0));
}

#[test]
fn what_is_not_known_fits_only_where_unknown_is_named() {
    let rules = [
        rule("not-germany", vec![none_of("country", &["de"])]),
        rule("big", vec![from("employees", 200, None)]),
        rule("nobody-knows", vec![or_unknown(one_of("country", &[]))]),
    ];
    let table = Table::of(&rules);
    assert_eq!(table.first(&Facts::default()), Some(2));
    assert_eq!(table.first(&in_country("fr")), Some(0));
    assert_eq!(table.first(&in_country("de")), None);
    assert_eq!(table.first(&Facts { employees: Some(200), ..in_country("de") }), Some(1));
}

#[test]
fn numbers_fit_from_the_least_to_the_most_both_included() {
    let table = Table::of(&[rule("middle", vec![from("employees", 50, Some(199))])]);
    let fits =
        |employees: i64| table.first(&Facts { employees: Some(employees), ..Facts::default() }).is_some();
    assert_eq!([49, 50, 199, 200].map(fits), [false, true, true, false]);
    let open = Table::of(&[rule("large", vec![from("employees", 50, None)])]);
    assert!(open.first(&Facts { employees: Some(i64::MAX), ..Facts::default() }).is_some());
}

#[test]
fn an_hour_fits_until_its_end_is_reached() {
    let office = about("hours", Answers::During(vec![(9 * 60, 18 * 60)]));
    let table = Table::of(&[rule("office", vec![office])]);
    let fits = |minute: u16| table.first(&Facts { minute, ..Facts::default() }).is_some();
    assert_eq!([539, 540, 1_079, 1_080].map(fits), [false, true, true, false]);
    assert!(!fits(u16::MAX), "no minute is after the week");
}

#[test]
fn the_first_of_many_thousand_rules_is_found() {
    let words: Vec<String> = (0..20_000).map(|number| format!("campaign-{number}")).collect();
    let rules: Vec<Rule> =
        words.iter().map(|word| rule(word, vec![one_of("campaign", &[word.as_str()])])).collect();
    let table = Table::of(&rules);
    for number in [0, 63, 64, 4_095, 4_096, 19_999] {
        let facts = Facts { campaign: words.get(number).cloned(), ..Facts::default() };
        assert_eq!(table.first(&facts), Some(number));
    }
    assert_eq!(table.first(&Facts { campaign: Some("other".into()), ..Facts::default() }), None);
}

const WORDS: [&str; 4] = ["a", "b", "c", "d"];

fn answers(subject: &'static str) -> BoxedStrategy<Answers> {
    let words = || prop::collection::btree_set(prop::sample::select(&WORDS[..]), 0..3);
    let owned = |words: std::collections::BTreeSet<&str>| words.into_iter().map(str::to_owned).collect();
    let numbers = (0..6_i64, prop::option::of(0..6_i64))
        .prop_map(|(from, more)| NumberSpan { from, to: more.map(|more| from + more) });
    let within = prop::collection::vec(numbers, 1..3).prop_map(Answers::Within);
    let minutes = (0..8_u16, 1..4_u16).prop_map(|(from, length)| (from, from + length));
    match subject {
        "employees" => within.boxed(),
        "hours" => prop::collection::vec(minutes, 1..3).prop_map(Answers::During).boxed(),
        "field.x" => prop_oneof![within, words().prop_map(move |words| Answers::OneOf(owned(words)))].boxed(),
        _ => prop_oneof![
            words().prop_map(move |words| Answers::OneOf(owned(words))),
            words().prop_map(move |words| Answers::NoneOf(owned(words))),
        ]
        .boxed(),
    }
}

fn condition() -> impl Strategy<Value = Condition> {
    const SUBJECTS: [&str; 7] =
        ["country", "product", "employees", "hours", "field.x", "consent.call", "form"];
    prop::sample::select(&SUBJECTS[..]).prop_flat_map(|subject| {
        (answers(subject), any::<bool>())
            .prop_map(move |(answers, unknown)| Condition { unknown, ..about(subject, answers) })
    })
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let when = prop::collection::vec(condition(), 0..4).prop_map(|conditions| {
        let by_subject: BTreeMap<Subject, Condition> =
            conditions.into_iter().map(|condition| (condition.subject.clone(), condition)).collect();
        by_subject.into_values().collect()
    });
    // More than a word and more than a summary's: what stands in between must not matter.
    let gap = prop_oneof![Just(0_usize), Just(70), Just(5_000)];
    (prop::collection::vec(when, 0..8), gap).prop_map(|(all, gap)| {
        let never = one_of("campaign", &["of nobody"]);
        let filler = std::iter::repeat_with(|| rule("filler", vec![never.clone()])).take(gap);
        let (before, after) = all.split_at(all.len() / 2);
        let of = |when: &Vec<Condition>| rule("real", when.clone());
        before.iter().map(of).chain(filler).chain(after.iter().map(of)).collect()
    })
}

fn facts() -> impl Strategy<Value = Facts> {
    let word =
        || prop::option::of(prop::sample::select(&["a", "b", "c", "d", "e"][..]).prop_map(str::to_owned));
    let fact = prop_oneof![
        (0..8_i64).prop_map(Fact::Number),
        prop::sample::select(&WORDS[..]).prop_map(|word| Fact::Word(word.to_owned())),
        any::<bool>().prop_map(Fact::Truth),
    ];
    let known = (word(), word(), word(), prop::option::of(0..10_i64), 0..12_u16);
    (known, prop::option::of(fact), prop::option::of(any::<bool>())).prop_map(|(known, x, consent_call)| {
        let (country, product, form, employees, minute) = known;
        Facts {
            form: form.unwrap_or_default(),
            country,
            product,
            employees,
            minute,
            consent_call,
            fields: x.map(|fact| ("x".to_owned(), fact)).into_iter().collect(),
            ..Facts::default()
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_table_finds_the_rule_that_reading_them_one_by_one_finds(
        rules in rules(), leads in prop::collection::vec(facts(), 1..20),
    ) {
        let table = Table::of(&rules);
        for facts in leads {
            prop_assert_eq!(table.first(&facts), rules.iter().position(|rule| rule.fits(&facts)), "{:?}", facts);
        }
    }
}

#[test]
fn facts_and_rules_are_stored_unchanged() {
    let facts = Facts {
        form: "demo".into(),
        lane: Lane::Hot,
        at_ms: 1_790_000_400_000,
        minute: WEEK_MINUTES - 1,
        employees: Some(12),
        consent_sms: Some(false),
        fields: [("budget".to_owned(), Fact::Word("over 50k".into()))].into(),
        ..in_country("de")
    };
    let frozen = r#"{"form":"demo","lane":"hot","at_ms":1790000400000,"minute":10079,"country":"de","employees":12,"consent_sms":false,"fields":{"budget":"over 50k"}}"#;
    assert_eq!(serde_json::to_string(&facts).unwrap(), frozen);
    assert_eq!(serde_json::from_str::<Facts>(frozen).unwrap(), facts);
    let rule = rule("r", vec![or_unknown(none_of("consent.call", &["no"])), from("field.seats", 5, None)]);
    let frozen = r#"{"id":"r","team":"sales","when":[{"subject":"consent.call","answers":{"none_of":["no"]},"unknown":true},{"subject":"field.seats","answers":{"within":[[5,null]]}}]}"#;
    assert_eq!(serde_json::to_string(&rule).unwrap(), frozen);
    assert_eq!(serde_json::from_str::<Rule>(frozen).unwrap(), rule);
}
