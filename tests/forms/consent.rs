//! What may be done with a lead, and to which words that was said.

use crate::contracts::{fields, refused, taken};
use beeline::contract::{Ask, Contract, FieldCode, Purpose, Question};
use beeline::intake::{Consent, Fields};
use serde_json::{Value, json};

fn asking(ask: Ask) -> Contract {
    let mut contract = Contract::default();
    contract.consent.privacy = Question::new(ask);
    contract.consent.marketing = Question::new(ask);
    contract.consent.sms = Question::new(ask);
    contract.consent.call = Question::new(ask);
    contract
}

fn versioned() -> Contract {
    let mut contract = Contract::default();
    contract.consent.text_version = Some("2026-11".into());
    contract.consent.accepted_versions = vec!["2026-09".into()];
    contract
}

fn said(consent: &Value) -> Fields {
    fields(&json!({"email": "ada@example.com", "consent": consent}))
}

#[track_caller]
fn recorded(contract: &Contract, consent: &Value) -> Consent {
    taken(contract, &said(consent)).consent
}

#[test]
fn a_form_that_says_nothing_needs_consent_to_answer_and_records_the_others() {
    let none = [("consent.privacy".to_owned(), FieldCode::ConsentRequired)];
    for consent in [json!({}), json!({"privacy": false}), json!({"privacy": ""}), json!({"marketing": true})]
    {
        assert_eq!(refused(&Contract::default(), &said(&consent)), none);
    }
    let given = recorded(&Contract::default(), &json!({"privacy": "on", "marketing": "no", "sms": "on"}));
    assert_eq!(
        (given.privacy, given.marketing, given.sms, given.call),
        (true, Some(false), Some(true), None)
    );
    assert_eq!(given.text_version, None);
}

#[test]
fn each_required_consent_is_asked_for() {
    let expected = ["call", "marketing", "privacy", "sms"];
    let expected = expected.map(|name| (format!("consent.{name}"), FieldCode::ConsentRequired));
    assert_eq!(refused(&asking(Ask::Required), &said(&json!({}))), expected);
    let all = json!({"privacy": true, "marketing": true, "sms": true, "call": true});
    assert_eq!(refused(&asking(Ask::Required), &said(&all)), []);
}

#[test]
fn an_optional_consent_may_be_left_out_or_refused() {
    for consent in [json!({}), json!({"privacy": false, "marketing": false})] {
        assert!(!recorded(&asking(Ask::Optional), &consent).privacy);
    }
}

#[test]
fn a_consent_nobody_was_asked_for_is_not_recorded_but_a_refusal_is() {
    let read = taken(
        &asking(Ask::None),
        &said(&json!({"privacy": true, "marketing": true, "sms": "on", "call": false})),
    );
    assert_eq!(read.consent, Consent { call: Some(false), ..Consent::default() });
    assert_eq!(read.unknown, ["consent.marketing", "consent.privacy", "consent.sms"]);
}

#[test]
fn what_is_neither_yes_nor_no_is_of_the_wrong_type_once() {
    let errors = refused(
        &asking(Ask::Required),
        &said(&json!({"privacy": "perhaps", "marketing": 1, "sms": "on", "call": 1})),
    );
    let expected = ["call", "marketing", "privacy"].map(|name| (format!("consent.{name}"), FieldCode::Type));
    assert_eq!(errors, expected);
}

#[test]
fn the_wording_shown_is_recorded_when_none_is_named() {
    for silent in [json!({"privacy": true}), json!({"privacy": true, "text_version": " "})] {
        assert_eq!(recorded(&versioned(), &silent).text_version.as_deref(), Some("2026-11"));
    }
}

#[test]
fn an_older_wording_is_recorded_while_it_is_accepted() {
    for version in ["2026-11", "2026-09"] {
        let consent = json!({"privacy": true, "text_version": version});
        assert_eq!(recorded(&versioned(), &consent).text_version.as_deref(), Some(version));
    }
}

#[test]
fn a_wording_nobody_was_shown_is_refused() {
    for version in ["2026-10", "2026-1", "2026-11x"] {
        let consent = json!({"privacy": true, "text_version": version});
        let expected = [("consent.text_version".to_owned(), FieldCode::ConsentVersion)];
        assert_eq!(refused(&versioned(), &said(&consent)), expected);
    }
}

#[test]
fn a_form_without_a_wording_of_its_own_records_any() {
    let consent = json!({"privacy": true, "text_version": "theirs"});
    assert_eq!(recorded(&Contract::default(), &consent).text_version.as_deref(), Some("theirs"));
    let long = json!({"privacy": true, "text_version": "x".repeat(101)});
    let expected = [("consent.text_version".to_owned(), FieldCode::Length)];
    assert_eq!(refused(&Contract::default(), &said(&long)), expected);
}

#[test]
fn every_purpose_has_words_and_a_field() {
    let terms = versioned().consent;
    for purpose in Purpose::ALL {
        assert!(terms.words(purpose).ends_with('.'));
        assert!(beeline::contract::standard_field(purpose.field()).is_some());
    }
    assert_eq!((terms.version(), Contract::default().consent.version()), ("2026-11", "page-1"));
}
