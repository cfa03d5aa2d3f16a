//! What a page sends by itself: kept where it fits, never a reason to refuse a lead.

use crate::contracts::{about, ada, contract, refused, taken};
use beeline::contract::{Contract, FieldCode, FieldRule};
use beeline::intake::Submission;
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(more: Value) -> Submission {
    taken(&Contract::default(), &ada(&more))
}

fn campaign(submission: &Submission) -> Vec<(&str, &str)> {
    submission.utm.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn clicks(submission: &Submission) -> Vec<(&str, &str)> {
    submission.click_ids.iter().map(|(name, id)| (name.as_str(), id.expose().as_str())).collect()
}

#[test]
fn what_makes_no_sense_is_left_out_and_counted() {
    let read = read(json!({
        "gclid": "x".repeat(501),
        "tz": "x".repeat(65),
        "client": {"attempt": 0, "submitted_at_ms": "yesterday", "form_instance": "x".repeat(101)},
        "utm": {"source": "x".repeat(501), "x".repeat(51): "y", "medium": true, "campaign": "autumn"},
    }));
    assert_eq!(read.unknown_dropped, 8);
    assert_eq!(campaign(&read), [("campaign", "autumn")]);
    assert!(read.click_ids.is_empty() && read.tz.is_none());
    assert_eq!((read.client.attempt, read.client.submitted_at_ms), (None, None));
}

#[test]
fn an_address_that_is_too_long_is_cut() {
    let long = format!("https://www.example.com/{}", "ü".repeat(3_000));
    let read = read(json!({"page": {"url": long, "referrer": long}}));
    let cut: String = long.chars().take(2_048).collect();
    assert_eq!((read.page.url, read.page.referrer), (Some(cut.clone()), Some(cut)));
    assert_eq!(read.unknown_dropped, 0);
}

#[test]
fn sixteen_campaign_parameters_are_kept() {
    let many: serde_json::Map<String, Value> = (0..20).map(|at| (format!("p{at:02}"), json!("x"))).collect();
    let read = read(json!({"utm": many}));
    assert_eq!((read.utm.len(), read.unknown_dropped), (16, 4));
}

#[test]
fn a_form_that_does_not_want_a_click_id_does_not_get_it_from_the_address_either() {
    let unwanted = FieldRule { removed: true, ..about("gclid") };
    let url = "https://www.example.com/?gclid=abc&fbclid=def";
    let read = taken(&contract(vec![unwanted]), &ada(&json!({"page": {"url": url}})));
    assert_eq!(clicks(&read), [("fbclid", "def")]);
}

#[test]
fn campaign_and_clicks_are_read_from_the_page_s_address() {
    let url = "https://www.example.com/demo?utm_source=news+letter&UTM_Campaign=Autumn%202026&gclid=abc&x=1#utm_term=no";
    let read = read(json!({"page": {"url": url}}));
    assert_eq!(campaign(&read), [("campaign", "Autumn 2026"), ("source", "news letter")]);
    assert_eq!(clicks(&read), [("gclid", "abc")]);
    assert_eq!(read.page.url.as_deref(), Some(url));
}

#[test]
fn a_field_counts_before_the_address() {
    let url = "https://www.example.com/?utm_source=address&gclid=address&utm_source=again&utm_term=&fbclid=f";
    let read = read(json!({"page": {"url": url}, "utm": {"source": "field"}, "gclid": "field"}));
    assert_eq!(campaign(&read), [("source", "field")]);
    assert_eq!(clicks(&read), [("fbclid", "f"), ("gclid", "field")]);
}

#[test]
fn a_form_that_has_a_rule_about_one_means_it() {
    let strict = contract(vec![FieldRule { required: true, ..about("gclid") }]);
    assert_eq!(refused(&strict, &ada(&json!({}))), [("gclid".to_owned(), FieldCode::Required)]);
    let long = ada(&json!({"gclid": "x".repeat(501)}));
    assert_eq!(refused(&strict, &long), [("gclid".to_owned(), FieldCode::Length)]);
}

proptest! {
    #[test]
    fn nothing_in_them_refuses_a_lead(
        url in "(https://e\\.com/)?\\PC{0,40}[?&#=%+]{0,3}(utm_|gclid=|UTM_x=)?\\PC{0,600}",
        name in "\\PC{1,60}",
        value in prop_oneof![
            "\\PC{0,600}".prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            Just(json!(["a", "b"])),
        ],
    ) {
        let name = name.replace(['.', '[', ']'], "_");
        read(json!({
            "page": {"url": url, "referrer": value.clone()},
            "tz": value.clone(),
            "gclid": value.clone(),
            "utm": {name: value.clone()},
            "client": {"attempt": value.clone(), "submitted_at_ms": value.clone(), "form_instance": value},
        }));
    }
}
