//! What rules ask about leads, and what is said when that cannot be meant.

#![allow(clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

use beeline::routing::{Answers, Condition, NumberSpan, Rule};

use beeline_compiler::compile;

use crate::support::{FORMS, ROUTING, assert_told, files, told};

const FIELDS: &str = r#"
[form.demo.field.budget]
type = "choice"
label = "Budget"
choices = ["Under 10k", "Over 50k"]
[form.demo.field.colours]
type = "choice"
label = "Colours"
choices = ["Red"]
multiple = true
[form.demo.field.seats]
type = "number"
label = "Seats"
[form.demo.field.partner]
type = "boolean"
label = "Partner?"
[form.demo.field.motto]
type = "text"
label = "Motto"
"#;

fn with_rule(when: &str) -> (String, String) {
    let rule = format!("{ROUTING}\n[[rule]]\nid = \"r\"\nteam = \"sales\"\nwhen = {{ {when} }}\n");
    (format!("{FORMS}{FIELDS}"), rule)
}

fn conditions(when: &str) -> Vec<Condition> {
    let (forms, routing) = with_rule(when);
    let compiled = compile(&files(&forms, &routing)).unwrap_or_else(|problems| panic!("{problems:?}"));
    compiled.bundle.rules()[0].when.clone()
}

fn only(when: &str) -> (String, Answers, bool) {
    let conditions = conditions(when);
    let [Condition { subject, answers, unknown }] = &conditions[..] else { panic!("{when}: {conditions:?}") };
    (subject.to_string(), answers.clone(), *unknown)
}

fn one_of(words: &[&str]) -> Answers {
    Answers::OneOf(words.iter().map(|word| (*word).to_owned()).collect())
}

fn wrong(when: &str) -> Vec<String> {
    let (forms, routing) = with_rule(when);
    told(&files(&forms, &routing))
}

#[test]
fn one_answer_stands_alone_and_several_in_a_list() {
    assert_eq!(only(r#"country = "DE""#), ("country".into(), one_of(&["de"]), false));
    assert_eq!(only(r#"country = ["DE", "AT"]"#).1, one_of(&["at", "de"]));
    assert_eq!(only(r#"language = "de""#).1, one_of(&["de"]));
    assert_eq!(only(r#"subdivision = ["US-CA", "DE-BY"]"#).1, one_of(&["de-by", "us-ca"]));
    assert_eq!(only(r#"product = "Platform  Pro""#).1, one_of(&["platform pro"]));
    assert_eq!(only(r#"lane = "hot""#).1, one_of(&["hot"]));
    assert_eq!(only(r#"form = "demo""#).1, one_of(&["demo"]));
    assert_eq!(only(r#"consent.marketing = "yes""#).0, "consent.marketing");
    assert_eq!(only("consent.sms = false").1, one_of(&["no"]));
}

#[test]
fn a_word_for_several_countries_is_each_of_them() {
    let (_, answers, _) = only(r#"country = ["EEA"]"#);
    let Answers::OneOf(codes) = answers else { panic!("{answers:?}") };
    assert!(codes.contains(&"no".to_owned()) && codes.contains(&"de".to_owned()) && codes.len() > 30);
}

#[test]
fn what_is_not_known_is_named() {
    assert_eq!(only(r#"country = ["DE", "unknown"]"#), ("country".into(), one_of(&["de"]), true));
    assert_eq!(only(r#"employees = "unknown""#), ("employees".into(), Answers::Within(vec![]), true));
    assert_eq!(
        only(r#"country = { not = ["DE"], unknown = true }"#),
        ("country".into(), Answers::NoneOf(vec!["de".into()]), true)
    );
    assert!(!only(r#"country = { not = ["DE"] }"#).2);
    assert_told(
        &wrong(r#"form = ["demo", "unknown"]"#),
        "routing.toml:10:26: rule `r`: `form` is known of every lead, so \"unknown\" never fits",
        "delete \"unknown\"",
    );
}

#[test]
fn numbers_are_said_as_people_say_them() {
    let span = |from, to| vec![NumberSpan { from, to }];
    for (said, spans) in [
        ("\"200 or more\"", span(200, None)),
        ("\"200+\"", span(200, None)),
        ("\"at least 200\"", span(200, None)),
        ("\">= 200\"", span(200, None)),
        ("\"more than 200\"", span(201, None)),
        ("\"> 200\"", span(201, None)),
        ("\"50 to 199\"", span(50, Some(199))),
        ("\"50-199\"", span(50, Some(199))),
        ("\"under 50\"", span(0, Some(49))),
        ("\"49 or fewer\"", span(0, Some(49))),
        ("\"<= 49\"", span(0, Some(49))),
        ("\"7\"", span(7, Some(7))),
        ("7", span(7, Some(7))),
        (
            "[\"10 to 19\", \"1 to 9\", 30]",
            vec![NumberSpan { from: 1, to: Some(19) }, NumberSpan { from: 30, to: Some(30) }],
        ),
    ] {
        assert_eq!(only(&format!("employees = {said}")).1, Answers::Within(spans.clone()), "{said}");
        assert_eq!(only(&format!("field.seats = {said}")).1, Answers::Within(spans), "{said}");
    }
    assert_told(
        &wrong(r#"employees = "1,000 or more""#),
        "routing.toml:10:22: rule `r`: in `employees` stands \"1,000 or more\", and must be numbers as in \"200 or more\", \"50 to 199\", \"49 or fewer\" or \"200\"",
        "write \"1000 or more\" in its place",
    );
    assert_told(
        &wrong(r#"employees = "199 to 50""#),
        "routing.toml:10:22: rule `r`: in `employees` stands \"199 to 50\", and no number is that: the first must not be larger than the second",
        "write \"50 to 199\" in its place",
    );
}

#[test]
fn hours_are_said_as_people_say_them() {
    assert_eq!(only(r#"hours = "Mon-Tue 09:00-18:00""#).1, Answers::During(vec![(540, 1080), (1980, 2520)]));
    assert_eq!(
        only(r#"hours = ["Mon 09:00-12:00", "Mon 12:00-13:00"]"#).1,
        Answers::During(vec![(540, 780)])
    );
    let told = wrong(r#"hours = "Mon 09:00-25:00""#).concat();
    assert!(
        told.contains("routing.toml:10:18: rule `r`: in `hours` stands \"Mon 09:00-25:00\", and "),
        "{told}"
    );
}

#[test]
fn a_form_s_own_question_has_its_own_answers() {
    assert_eq!(only(r#""field.budget" = "OVER 50k""#), ("field.budget".into(), one_of(&["over 50k"]), false));
    assert_eq!(only("field.partner = true").1, one_of(&["yes"]));
    assert_told(
        &wrong(r#"field.budget = "over 60k""#),
        "routing.toml:10:25: rule `r`: in `field.budget` stands \"over 60k\", and the field has no such choice",
        "write \"Over 50k\" in its place",
    );
    for free in ["motto", "colours"] {
        assert_told(
            &wrong(&format!("field.{free} = \"x\"")),
            &format!(
                "routing.toml:10:16: rule `r`: `field.{free}` is a field that people answer freely, or with several choices"
            ),
            "rules can ask about a field of type \"choice\" with one answer, \"number\" or \"boolean\"",
        );
    }
    assert_told(
        &wrong(r#"field.bugdet = "x""#),
        "routing.toml:10:16: rule `r`: `field.bugdet` is a field that no form has",
        "write field.budget in its place",
    );
}

#[test]
fn what_nobody_knows_of_a_lead_is_not_asked_about() {
    assert_told(
        &wrong(r#"contry = "DE""#),
        "routing.toml:10:10: rule `r`: nothing is known as `contry`",
        "write country in its place",
    );
    let told = wrong(r#"email = "a@example.com""#).concat();
    assert!(told.contains("nothing is known as `email`") && told.contains("form, lane, product"), "{told}");
}

#[test]
fn answers_that_no_lead_can_have_are_refused() {
    for (when, message, fix) in [
        (
            r#"country = "Germany""#,
            "10:20: rule `r`: in `country` stands \"Germany\", and must be a country's two capital letters (ISO 3166), \"EU\" or \"EEA\"",
            "write \"DE\" in its place",
        ),
        (
            r#"country = "Georgia""#,
            "10:20: rule `r`: in `country` stands \"Georgia\", which may be several places",
            "write \"GE\" or subdivision = \"US-GA\" in its place",
        ),
        (
            r#"country = "Korea""#,
            "10:20: rule `r`: in `country` stands \"Korea\", which may be several countries",
            "write \"KP\" or \"KR\" in its place",
        ),
        (
            r#"subdivision = "California""#,
            "10:24: rule `r`: in `subdivision` stands \"California\", and must be a code with its country's (ISO 3166-2), such as \"US-CA\" or \"DE-BY\"",
            "correct it, or delete it",
        ),
        (
            r#"language = "de-AT""#,
            "10:21: rule `r`: in `language` stands \"de-AT\", and must be a language's two or three letters (BCP 47), such as \"de\"",
            "write \"de\" in its place",
        ),
        (
            r#"campaign = "autumn*""#,
            "10:21: rule `r`: in `campaign` stands \"autumn*\", and patterns are not understood: only whole words fit",
            "correct it, or delete it",
        ),
        (
            r#"source = "ada@example.com""#,
            "10:19: rule `r`: in `source` stands \"ada@example.com\", which is never kept of a lead: words have up to 80 bytes, no @, and fewer than 7 digits",
            "correct it, or delete it",
        ),
        (
            r#"form = "dmo""#,
            "10:17: rule `r`: in `form` stands \"dmo\", and no form of forms.toml has that id",
            "write \"demo\" in its place",
        ),
        (
            "country = []",
            "10:20: rule `r`: `country` is an empty list, which no lead fits",
            "name something, or delete the condition",
        ),
        (
            "employees = { not = [\"5\"] }",
            "10:24: rule `r`: `employees` cannot have `not`",
            "write the numbers or hours that fit",
        ),
    ] {
        assert_told(&wrong(when), &format!("routing.toml:{message}"), fix);
    }
}

#[test]
fn every_wrong_answer_of_every_rule_is_told_in_one_run() {
    let told = wrong(r#"country = ["Germany", "XX"], employees = "many", lane = "warm""#);
    assert_eq!(told.len(), 4, "{told:?}");
}

#[test]
fn rules_are_in_the_bundle_as_they_are_written_from_the_first_to_the_last() {
    let routing = format!(
        "{ROUTING}\n[[rule]]\nid = \"b\"\nteam = \"sales\"\n[[rule]]\nid = \"a\"\nteam = \"sales\"\nnote = \"x\"\n"
    );
    let compiled = compile(&files(FORMS, &routing)).unwrap();
    let rule = |id: &str| Rule { id: id.into(), team: "sales".into(), when: vec![], after_enrichment: false };
    assert_eq!(compiled.bundle.rules(), [rule("b"), rule("a")]);
}
