//! Fields that a form does not have: a page was changed, and no lead is lost for it.

use crate::contracts::{about, ada, contract, refused, taken};
use beeline::contract::{
    Contract, FieldCode, FieldRule, MAX_UNKNOWN_BYTES, MAX_UNKNOWN_FIELDS, RESERVED, UnknownFields,
};
use beeline::intake::Submission;
use serde_json::{Map, Value, json};

fn with(unknown_fields: UnknownFields) -> Contract {
    Contract { unknown_fields, honeypot: Some("website".into()), ..Contract::default() }
}

/// What was kept, as JSON.
fn extra(submission: &Submission) -> Value {
    serde_json::to_value(&submission.extra).unwrap()
}

fn many(count: usize, value: &str) -> Value {
    Value::Object((0..count).map(|at| (format!("f{at:03}"), json!(value))).collect::<Map<_, _>>())
}

#[test]
fn they_are_kept_as_they_are_and_named() {
    let read = taken(
        &with(UnknownFields::Keep),
        &ada(&json!({"b": " x ", "a": {"c": 2}, "yes": true, "blank": " ", "list": ["x ", "", "y"]})),
    );
    assert_eq!(extra(&read), json!({"a.c": 2, "b": "x", "list": ["x", "y"], "yes": true}));
    assert_eq!(read.unknown, ["a.c", "b", "blank", "list", "yes"]);
    assert_eq!(read.unknown_dropped, 0);
}

#[test]
fn they_are_left_out_and_still_named() {
    let read = taken(&with(UnknownFields::Drop), &ada(&json!({"b": "x"})));
    assert_eq!((extra(&read), read.unknown), (json!({}), vec!["b".to_owned()]));
}

#[test]
fn they_are_refused_each_by_its_name() {
    let expected = [("a.c".to_owned(), FieldCode::UnknownField), ("b".to_owned(), FieldCode::UnknownField)];
    assert_eq!(refused(&with(UnknownFields::Refuse), &ada(&json!({"b": "x", "a": {"c": 2}}))), expected);
}

#[test]
fn a_refusal_names_twenty_and_says_that_there_are_more() {
    let errors = refused(&with(UnknownFields::Refuse), &ada(&many(60, "x")));
    assert_eq!(errors.len(), 21);
    assert!(errors[..20].iter().all(|(_, code)| *code == FieldCode::UnknownField));
    assert_eq!(errors[20], ("f020".to_owned(), FieldCode::TooMany));
    assert_eq!(refused(&with(UnknownFields::Refuse), &ada(&many(20, "x"))).len(), 20);
}

#[test]
fn what_browsers_and_beeline_add_is_never_unknown() {
    let added: Map<String, Value> =
        RESERVED.iter().chain(&["website"]).map(|name| ((*name).to_owned(), json!("x"))).collect();
    let read = taken(&with(UnknownFields::Refuse), &ada(&Value::Object(added)));
    assert!(read.extra.is_empty() && read.unknown.is_empty());
    let read = taken(&Contract::default(), &ada(&json!({"website": "x"})));
    assert_eq!(read.unknown, ["website"], "without a honeypot of that name it is like any other");
}

#[test]
fn a_standard_field_that_the_form_removed_is_unknown() {
    let contract = contract(vec![FieldRule { removed: true, ..about("company") }]);
    let read = taken(&contract, &ada(&json!({"company": "Engines"})));
    assert_eq!((read.company.as_deref(), extra(&read)), (None, json!({"company": "Engines"})));
    assert_eq!(read.unknown, ["company"]);
}

#[test]
fn fifty_are_kept_and_the_rest_counted() {
    let read = taken(&with(UnknownFields::Keep), &ada(&many(53, "x")));
    assert_eq!((read.extra.len(), read.unknown.len()), (MAX_UNKNOWN_FIELDS, MAX_UNKNOWN_FIELDS));
    assert_eq!(read.unknown_dropped, 3);
}

#[test]
fn a_name_or_an_answer_too_long_is_dropped_and_counted() {
    let fits = "n".repeat(100);
    let body = json!({fits.as_str(): "ü".repeat(1_000), "long": "x".repeat(1_001), "": "x", "bad\nname": "x", "list": ["x".repeat(600), "x".repeat(401)]});
    let read = taken(&with(UnknownFields::Keep), &ada(&body));
    assert_eq!(read.extra.keys().collect::<Vec<_>>(), [&fits]);
    assert_eq!((read.unknown_dropped, read.unknown.len()), (4, 5));
    assert!(read.unknown.iter().all(|name| name.len() <= 100));
}

#[test]
fn eight_kilobytes_are_kept_in_all() {
    let read = taken(&with(UnknownFields::Keep), &ada(&many(12, &"x".repeat(1_000))));
    let bytes: usize = read.extra.iter().map(|(name, answer)| name.len() + answer.text().len()).sum();
    assert_eq!((read.extra.len(), read.unknown_dropped), (8, 4));
    assert!(bytes <= MAX_UNKNOWN_BYTES && bytes + 1_004 > MAX_UNKNOWN_BYTES);
}

#[test]
fn the_lead_says_how_many_could_not_be_kept() {
    use beeline::lead::{Kind, Lead, Network};
    let read = taken(&with(UnknownFields::Keep), &ada(&many(51, "x")));
    let lead = Lead::normalize(read, Kind::Real, Network::default(), None);
    assert_eq!((lead.extra.len(), lead.extra_dropped), (50, 1));
}
