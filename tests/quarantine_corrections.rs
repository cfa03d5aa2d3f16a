//! What a person changes of a lead so that it can be delivered.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use beeline::contract::FieldCode;
use beeline::intake::{Consent, Email};
use beeline::lead::Lead;
use beeline::phone;
use beeline::quarantine::Correction;
use serde_json::json;

fn lead() -> Lead {
    Lead {
        name: Some("Ada Lovelace".to_owned().into()),
        email: Email::normalize("ada@exmaple.com").map(Into::into),
        phone: Some(phone::normalize("+1 202-555-0123", None).into()),
        company: Some("Engines".into()),
        employees: Some(12),
        consent: Consent { privacy: true, ..Consent::default() },
        ..Lead::default()
    }
}

fn correction(changes: serde_json::Value) -> Correction {
    serde_json::from_value(changes).unwrap()
}

#[test]
fn a_correction_changes_what_it_names_and_nothing_else() {
    let (after, changed) = correction(json!({"email": " Ada@Example.com "})).apply(&lead()).unwrap();
    assert_eq!(changed, ["email"]);
    assert_eq!(after.email.as_ref().unwrap().expose().normalized, "ada@example.com");
    assert_eq!(after.company_domain.as_deref(), Some("example.com"), "what follows from it follows");
    let back = Lead { email: lead().email, company_domain: None, ..after };
    assert_eq!(back, lead());
}

#[test]
fn an_empty_value_takes_a_field_away() {
    let changes = json!({"company": "", "employees": " ", "phone": ""});
    let (after, changed) = correction(changes).apply(&lead()).unwrap();
    assert_eq!(changed, ["phone", "company", "employees"]);
    assert_eq!((after.company, after.employees, after.phone), (None, None, None));
}

#[test]
fn values_are_written_as_a_form_would_have_written_them() {
    let changes = json!({"country": "Germany", "phone": "030 901820", "employees": "1500"});
    let (after, _) = correction(changes).apply(&lead()).unwrap();
    assert_eq!((after.country.as_deref(), after.employees), (Some("DE"), Some(1500)));
    assert_eq!(after.sources.country, Some(beeline::whereabouts::Source::Form));
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let changes = json!({"email": "nobody", "employees": "many", "company": "x".repeat(5_000)});
    let errors = correction(changes).apply(&lead()).unwrap_err();
    let named: Vec<(&str, FieldCode)> =
        errors.iter().map(|error| (error.field.as_str(), error.code)).collect();
    assert_eq!(
        named,
        [("email", FieldCode::Email), ("company", FieldCode::Length), ("employees", FieldCode::Type)]
    );
}

#[test]
fn a_lead_that_nobody_could_answer_any_more_is_refused() {
    let errors = correction(json!({"email": "", "phone": ""})).apply(&lead()).unwrap_err();
    assert_eq!(errors.first().unwrap().code, FieldCode::Required);
}

#[test]
fn what_changes_nothing_says_so() {
    assert_eq!(correction(json!({"company": "Engines"})).apply(&lead()).unwrap().1, [""; 0]);
}

#[test]
fn nobody_writes_consents_or_what_the_risk_was() {
    for evidence in ["consent", "risk", "utm", "kind"] {
        assert!(serde_json::from_value::<Correction>(json!({evidence: "yes"})).is_err(), "{evidence}");
    }
}
