//! Which mappings can be made, and how a wrong one is explained.

use crate::common::lead::{entries, item};
use beeline::destination::{BadUrl, BaseUrl, Demands, Entry, ExternalKey, Fault, Field, Mapping, OnRepeat};
use beeline::warm::company::Headcount;
use beeline::warm::source::Source;
use beeline::warm::write_back::{Field as Found, Value as FoundValue, Written};

const STAMPS: [(&str, &str); 5] = [
    ("lead_id", "a"),
    ("correlation_id", "b"),
    ("bundle", "c"),
    ("consent.privacy", "d"),
    ("utm.source", "e"),
];

fn faults(more: &[(&str, &str)], required: &[&str], forbidden: &[&str]) -> Vec<String> {
    let list: Vec<(&str, &str)> = STAMPS.iter().chain(more).copied().collect();
    let made = Mapping::new(entries(&list), &Demands { required, forbidden });
    made.err().unwrap_or_default().iter().map(Fault::to_string).collect()
}

#[test]
fn a_mapping_with_every_stamp_can_be_made() {
    assert_eq!(faults(&[("email", "email")], &[], &[]), Vec::<String>::new());
}

#[test]
fn each_fault_is_named_with_what_to_do() {
    assert_eq!(faults(&[("email", "A")], &[], &[]), ["two entries write \"A\": keep one"]);
    assert_eq!(
        faults(&[("email", " ")], &[], &[]),
        ["the entry for \"email\" has no \"to\": name their field"]
    );
    assert_eq!(
        faults(&[("email", "Id")], &[], &["Id"]),
        ["\"Id\" is set by the destination itself: take the entry away"]
    );
    let blank = ["\"LastName\" must never be blank there: map it, and say what \"otherwise\""];
    assert_eq!(faults(&[("last_name", "LastName")], &["LastName"], &[]), blank);
    assert!(faults(&[("last_name", "LastName=Unknown")], &["LastName"], &[]).is_empty());
}

#[test]
fn no_stamp_may_be_left_out() {
    for left_out in 0..STAMPS.len() {
        let mut list = STAMPS.to_vec();
        list.remove(left_out);
        let made = Mapping::new(entries(&list), &Demands { required: &[], forbidden: &[] });
        assert_eq!(made.err().map(|faults| faults.len()), Some(1), "{left_out}");
    }
}

#[test]
fn an_entry_is_read_from_configuration_and_refuses_names_it_does_not_know() {
    let entry: Entry =
        serde_json::from_str(r#"{"from":"extra.budget","to":"Budget__c","max_chars":80}"#).unwrap();
    assert_eq!(entry.from, Field::Extra("budget".into()));
    assert!(serde_json::from_str::<Entry>(r#"{"from":"email","to":"x","too":"y"}"#).is_err());
    let unknown = serde_json::from_str::<Entry>(r#"{"from":"emial","to":"x"}"#).unwrap_err().to_string();
    assert!(unknown.starts_with("there is no field \"emial\"; there are name, first_name,"), "{unknown}");
}

#[test]
fn names_of_fields_are_unchanged() {
    let names = ["name", "lead_key", "accepted_at_ms", "consent.text_version", "utm.campaign", "extra.a.b"];
    for name in names.into_iter().chain(["enriched.company", "enriched.country", "score", "score_reasons"]) {
        assert_eq!(Field::try_from(name.to_owned()).unwrap().to_string(), name);
    }
}

#[test]
fn what_was_found_out_leaves_where_it_is_asked_for_and_fills_blanks() {
    let mut lead = item(0);
    let written = |field, value| Written { field, value, source: Source::Apollo, confidence: None, at_ms: 5 };
    lead.record.found = vec![
        written(Found::Employees, FoundValue::Span(Headcount { from: 51, to: Some(200) })),
        written(Found::Score, FoundValue::Number(70)),
    ];
    let said = |name: &str| {
        let value = lead.record.value(&Field::try_from(name.to_owned()).unwrap());
        value.map(|value| value.json())
    };
    assert_eq!(said("enriched.employees"), Some("51 to 200".into()));
    assert_eq!(said("score"), Some(70.into()));
    assert_eq!(said("enriched.industry"), None, "nobody found that out");
    assert_eq!(said("employees"), None, "the visitor did not say it");
    let entry: Entry = serde_json::from_str(r#"{"from":"score","to":"Score__c"}"#).unwrap();
    assert_eq!(entry.on_repeat(), OnRepeat::FillBlank);
}

#[test]
fn the_last_word_of_a_name_is_the_last_name() {
    let mut lead = item(0);
    let parts = |lead: &beeline::destination::Item| {
        [Field::FirstName, Field::LastName].map(|field| lead.record.value(&field).map(|value| value.text()))
    };
    assert_eq!(parts(&lead), [Some("Ada".into()), Some("Lovelace".into())]);
    lead.record.person.name = crate::common::lead::some(" Ada  King  Lovelace ");
    assert_eq!(parts(&lead), [Some("Ada  King".into()), Some("Lovelace".into())]);
    lead.record.person.name = crate::common::lead::some("Ada");
    assert_eq!(parts(&lead), [None, Some("Ada".into())]);
}

#[test]
fn an_external_key_is_lower_case_letters_and_digits() {
    assert!(ExternalKey::parse("bl_0123456789abcdefghijklmnopqrstuv").is_ok());
    for text in ["", "bl_", "ld_1", "bl_A", "bl_a'b", "bl_a/b", "bl_é"] {
        assert!(ExternalKey::parse(text).is_err(), "{text}");
    }
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for url in ["https://api.example.com", "http://127.0.0.1:4600", "http://localhost", "http://[::1]:80/x"] {
        assert!(BaseUrl::parse(url).is_ok(), "{url}");
    }
    for url in
        ["http://api.example.com", "http://127.0.0.1.example.com", "ftp://x", "//x", "http://localhost.evil"]
    {
        assert_eq!(BaseUrl::parse(url), Err(BadUrl::Scheme), "{url}");
    }
    for url in ["https://", "https://user@host", "http://localhost@evil", "http://[::1].evil", "https://a:b"]
    {
        assert_eq!(BaseUrl::parse(url), Err(BadUrl::Host), "{url}");
    }
    for url in ["https://a/?q", "https://a/#f", "https://a/b c", "https://a/\r\nx"] {
        assert_eq!(BaseUrl::parse(url), Err(BadUrl::Rest), "{url}");
    }
}
