//! From a body's bytes to a submission, or to every error in it.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

use beeline::contract::Contract;
use beeline::intake::{Email, FieldCode, Fields, Submission};
use beeline::lead::{Kind, Lead, Network};
use proptest::prelude::*;

fn errors(body: &str) -> Vec<(String, FieldCode)> {
    let fields = Fields::from_json(body.as_bytes()).unwrap();
    let errors = Submission::read(&fields, &Contract::default()).err().unwrap_or_default();
    errors.into_iter().map(|error| (error.field, error.code)).collect()
}

fn submission(body: &str) -> Submission {
    let fields = Fields::from_json(body.as_bytes()).unwrap();
    Submission::read(&fields, &Contract::default()).unwrap_or_else(|errors| panic!("{errors:?}"))
}

const OK: &str = r#"{"email":"ada@example.com","consent":{"privacy":true}}"#;

#[test]
fn json_and_form_bodies_say_the_same() {
    let json =
        Fields::from_json(br#"{"email":"a@b.de","consent":{"privacy":true},"utm":{"source":"x"}}"#).unwrap();
    let form = Fields::from_urlencoded(b"email=a%40b.de&consent.privacy=on&utm.source=x").unwrap();
    let (json, form) = (
        Submission::read(&json, &Contract::default()).ok().unwrap(),
        Submission::read(&form, &Contract::default()).ok().unwrap(),
    );
    assert_eq!(json.email, form.email);
    assert_eq!(json.consent, form.consent);
    assert_eq!(json.utm, form.utm);
}

#[test]
fn null_is_the_same_as_absent() {
    assert!(submission(r#"{"email":"a@b.de","name":null,"consent":{"privacy":true}}"#).name.is_none());
}

#[test]
fn every_wrong_field_is_named_at_once_and_once() {
    let body = r#"{"email":"nope","employees":"many","name":["x"],"consent":{"privacy":"perhaps"}}"#;
    let expected = [
        ("consent.privacy", FieldCode::Type),
        ("email", FieldCode::Email),
        ("employees", FieldCode::Type),
        ("name", FieldCode::Type),
    ];
    assert_eq!(errors(body), expected.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn a_lead_can_be_answered_by_email_or_by_phone_and_name() {
    assert_eq!(errors(r#"{"consent":{"privacy":true}}"#), [("email".to_owned(), FieldCode::Required)]);
    assert_eq!(
        errors(r#"{"phone":"1","consent":{"privacy":true}}"#),
        [("email".to_owned(), FieldCode::Required)]
    );
    assert_eq!(errors(r#"{"phone":"1","name":"Ada","consent":{"privacy":true}}"#), []);
}

#[test]
fn consent_must_be_given() {
    for consent in ["{}", r#"{"privacy":false}"#] {
        let body = format!(r#"{{"email":"a@b.de","consent":{consent}}}"#);
        assert_eq!(errors(&body), [("consent.privacy".to_owned(), FieldCode::ConsentRequired)]);
    }
}

#[test]
fn lengths_and_ranges_are_bounded() {
    let long = "x".repeat(201);
    let body = format!(
        r#"{{"email":"a@b.de","name":"{long}","employees":99999999999,"consent":{{"privacy":true}}}}"#
    );
    let expected = [("employees".to_owned(), FieldCode::Range), ("name".to_owned(), FieldCode::Length)];
    assert_eq!(errors(&body), expected);
}

#[test]
fn messages_never_repeat_what_was_typed() {
    let fields = Fields::from_json(br#"{"email":"secret-marker","employees":"secret-marker"}"#).unwrap();
    let errors = Submission::read(&fields, &Contract::default()).err().unwrap();
    assert!(errors.iter().all(|error| !error.message.contains("secret-marker")));
}

#[test]
fn blank_text_is_absent_and_control_characters_are_dropped() {
    let read = submission(
        r#"{"email":" a@b.de ","name":"  ","company":"A\u0000B\u0007","consent":{"privacy":true}}"#,
    );
    assert_eq!(read.name, None);
    assert_eq!(read.email.as_deref(), Some("a@b.de"));
    assert_eq!(read.company.as_deref(), Some("AB"));
}

#[test]
fn one_mailbox_has_one_spelling() {
    let normalized = |raw| Email::normalize(raw).unwrap().normalized;
    assert_eq!(normalized(" Ada@EXAMPLE.com. "), "ada@example.com");
    assert_eq!(normalized("ada@bücher.example"), "ada@xn--bcher-kva.example");
    assert_ne!(normalized("ada+news@example.com"), normalized("ada@example.com"), "plus-tags are mailboxes");
}

#[test]
fn addresses_are_what_browsers_take_for_one() {
    for good in ["a@b", "a.b+c@example.co.uk", "o'hara@example.com", "ada@bücher.example"] {
        assert!(Email::is_address(good), "{good}");
    }
    for bad in
        ["", "@", "a@", "@b", "a b@c.de", "a@b..c", "a@-b.de", "a@b-.de", "\"a\"@b.de", "a@b c", "a@@b.de"]
    {
        assert!(!Email::is_address(bad), "{bad}");
    }
    assert!(!Email::is_address(&format!("{}@b.de", "a".repeat(65))));
    assert!(!Email::is_address(&format!("a@{}", "b".repeat(64))));
}

#[test]
fn what_the_form_says_goes_before_what_the_network_says() {
    let network =
        Network { country: Some("FR".into()), time_zone: Some("Europe/Paris".into()), language: None };
    let body = r#"{"email":"a@b.de","country":"de","phone":"030 901820","consent":{"privacy":true}}"#;
    let lead = Lead::normalize(submission(body), Kind::Real, network, Some("US"));
    assert_eq!(lead.country.as_deref(), Some("DE"));
    assert_eq!(lead.network_country.as_deref(), Some("FR"));
    assert_eq!(lead.time_zone.as_deref(), Some("Europe/Paris"));
    assert_eq!(lead.dialable(), Some("+4930901820"), "dialled from the country the visitor named");
}

#[test]
fn a_lead_shows_nothing_personal_in_debug() {
    let body = r#"{"email":"ada@example.com","name":"Ada","phone":"2025550123","notes":"hi","consent":{"privacy":true}}"#;
    let lead = Lead::normalize(submission(body), Kind::Real, Network::default(), Some("US"));
    let shown = format!("{lead:?}");
    for personal in ["ada@", "Ada", "5550123", "\"hi\""] {
        assert!(!shown.contains(personal), "{shown}");
    }
}

/// Stored leads outlive a deploy.
#[test]
fn lead_json_unchanged() {
    let lead = Lead::normalize(submission(OK), Kind::Real, Network::default(), None);
    let json = r#"{"kind":"real","email":{"raw":"ada@example.com","normalized":"ada@example.com","domain":"example.com"},"company_domain":"example.com","consent":{"privacy":true},"page":{},"client":{}}"#;
    assert_eq!(serde_json::to_string(&lead).unwrap(), json);
    assert_eq!(serde_json::from_str::<Lead>(json).unwrap(), lead);
}

proptest! {
    #[test]
    fn no_body_makes_it_panic(body: Vec<u8>) {
        for fields in [Fields::from_json(&body), Fields::from_urlencoded(&body)].into_iter().flatten() {
            let _submission = Submission::read(&fields, &Contract::default());
        }
    }

    #[test]
    fn whatever_passes_the_contract_normalizes(email in "[a-z+.]{1,20}@[a-z]{1,9}(\\.[a-z]{2,5})?", phone in ".{0,40}") {
        let body = serde_json::json!({"email": email, "phone": phone, "consent": {"privacy": true}}).to_string();
        if let Ok(read) = Submission::read(&Fields::from_json(body.as_bytes()).unwrap(), &Contract::default()) {
            let lead = Lead::normalize(read, Kind::Real, Network::default(), Some("US"));
            prop_assert!(lead.email.is_some());
        }
    }
}
