//! What a person changes of a lead so that it can be delivered.

use beeline::contract::FieldCode;
use beeline::intake::{Consent, Email};
use beeline::lead::Lead;
use beeline::phone;
use beeline::quarantine::Correction;
use beeline::warm::domain::{NoCompany, company_domain};
use beeline::whereabouts::Flag;
use serde_json::json;

fn lead() -> Lead {
    Lead {
        name: Some("Ada Lovelace".to_owned().into()),
        email: Email::normalize("ada@exmaple.com").map(Into::into),
        phone: Some(phone::normalize("+1 202-555-0123", None).into()),
        company: Some("Engines".into()),
        company_domain: Some("exmaple.com".into()),
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
    assert_eq!(after.company_domain.as_deref(), Some("example.com"));
    let back = Lead { email: lead().email, company_domain: lead().company_domain, ..after };
    assert_eq!(back, lead());
}

#[test]
fn another_address_is_another_companys_or_a_mail_providers() {
    let at = |lead: &Lead, email: &str| correction(json!({ "email": email })).apply(lead).unwrap().0;
    let at_provider = at(&lead(), "ada@gmail.com");
    assert_eq!(
        (at_provider.company_domain.as_deref(), at_provider.flags.as_slice()),
        (None, &[Flag::FreeMail][..])
    );
    assert_eq!(company_domain(&at_provider), Err(NoCompany::FreeMail), "nobody is asked about it");
    let odd = Lead { flags: vec![Flag::FreeMail, Flag::TimeZoneUnknown], ..at_provider };
    let at_company = at(&odd, "ada@mail.acme.com");
    assert_eq!(at_company.flags, [Flag::TimeZoneUnknown], "what else is odd stays");
    assert_eq!(company_domain(&at_company).unwrap().unwrap().as_str(), "acme.com");
}

#[test]
fn an_empty_value_takes_a_field_away() {
    let changes = json!({"company": "", "employees": " ", "phone": ""});
    let (after, changed) = correction(changes).apply(&lead()).unwrap();
    assert_eq!(changed, ["phone", "company", "employees"]);
    assert_eq!((after.company, after.employees, after.phone), (None, None, None));
}

#[test]
fn values_are_stored_as_those_of_a_form() {
    let changes =
        json!({"country": "de", "phone": "+49 (30) 901820", "employees": "1500", "name": "A\u{202e}da"});
    let (after, _) = correction(changes).apply(&lead()).unwrap();
    assert_eq!((after.country.as_deref(), after.employees), (Some("DE"), Some(1500)));
    let name = after.name.as_ref().map(|name| name.expose().as_str());
    assert_eq!((after.dialable(), name), (Some("+4930901820"), Some("Ada")));
    assert_eq!(after.sources.country, Some(beeline::whereabouts::Source::Form));
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let changes = json!({"email": "nobody", "phone": "030 901820", "country": "Germany", "employees": "many",
        "company": "x".repeat(5_000)});
    let errors = correction(changes).apply(&lead()).unwrap_err();
    let named: Vec<(&str, FieldCode)> =
        errors.iter().map(|error| (error.field.as_str(), error.code)).collect();
    assert_eq!(
        named,
        [
            ("email", FieldCode::Email),
            ("phone", FieldCode::Type),
            ("country", FieldCode::Type),
            ("company", FieldCode::Length),
            ("employees", FieldCode::Type)
        ]
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
fn a_number_that_nobody_could_dial_is_refused() {
    for number in ["+49", "0049 30 901820", "+0 30 901820", "+49 30 ext 5", "+123456789012345678"] {
        let errors = correction(json!({"phone": number})).apply(&lead()).unwrap_err();
        assert!(errors.first().unwrap().message.contains("calling code"), "{number}");
    }
}

#[test]
fn an_address_is_read_by_the_rule_that_forms_have() {
    for address in
        ["a@example.com", "A.B+c@Sub.Example.com", "a@localhost", "a b@example.com", "a@-x.com", "@x.com"]
    {
        let ours = Email::ascii(address);
        let theirs = Email::is_address(address).then(|| Email::normalize(address)).flatten();
        assert!(ours == theirs, "{address}");
    }
    assert!(Email::ascii("a@bücher.example").is_none());
}

#[test]
fn nobody_writes_consents_or_what_the_risk_was() {
    for evidence in ["consent", "risk", "utm", "kind"] {
        assert!(serde_json::from_value::<Correction>(json!({evidence: "yes"})).is_err(), "{evidence}");
    }
}
