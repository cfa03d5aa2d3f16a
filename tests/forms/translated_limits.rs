//! A form made for another system says things that no field of it says in so many words: a full
//! name, a consent for each subscription. They count as fields do.

use std::collections::BTreeMap;
use std::iter::once;

use beeline::compat::hubspot;
use beeline::compat::web_to_lead::{self, Refusal, Settings};
use beeline::intake::{BodyKind, Fields, MAX_FIELDS, Malformed, Scalar, Utf8Only};
use proptest::prelude::*;
use serde_json::{Value, json};

fn properties(count: usize) -> Vec<Value> {
    (0..count).map(|number| json!({"name": format!("property_{number}"), "value": "x"})).collect()
}

/// How many fields a HubSpot form has once it is translated.
fn of_hubspot(body: &Value) -> Result<usize, Malformed> {
    hubspot::read(body.to_string().as_bytes(), &BTreeMap::new()).map(|fields| fields.iter().count())
}

/// How many fields a Web-to-Lead form of these fields has once it is translated.
fn of_salesforce(names: impl IntoIterator<Item = String>) -> Result<usize, Malformed> {
    let body: Vec<String> = names.into_iter().map(|name| format!("{name}=1")).collect();
    let kind = BodyKind::from_content_type("application/x-www-form-urlencoded").unwrap();
    let settings = Settings { organisation_id: None, rename: &BTreeMap::new() };
    match web_to_lead::read(kind, body.join("&").as_bytes(), settings, &Utf8Only) {
        Ok(post) => Ok(post.fields.iter().count()),
        Err(Refusal::Malformed(malformed)) => Err(malformed),
        Err(Refusal::OtherOrganisation) => panic!("no organization was asked for"),
    }
}

fn answers(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|number| format!("answer_{number}"))
}

#[test]
fn a_full_form_that_says_nothing_more_is_read() {
    assert_eq!(of_hubspot(&json!({"fields": properties(MAX_FIELDS)})), Ok(MAX_FIELDS));
    assert_eq!(of_salesforce(answers(MAX_FIELDS)), Ok(MAX_FIELDS));
}

#[test]
fn a_full_name_made_of_two_halves_is_a_field() {
    let halves = || ["first_name", "last_name"].map(str::to_owned).into_iter();
    assert_eq!(of_salesforce(halves().chain(answers(MAX_FIELDS - 3))), Ok(MAX_FIELDS));
    assert_eq!(of_salesforce(halves().chain(answers(MAX_FIELDS - 2))), Err(Malformed::TooManyFields));
}

#[test]
fn opting_out_is_a_field() {
    // The tick itself goes nowhere else, so that only the room for it is needed.
    assert_eq!(of_salesforce(answers(MAX_FIELDS - 1).chain(once("emailOptOut".to_owned()))), Ok(MAX_FIELDS));
}

#[test]
fn every_consent_of_a_hubspot_form_is_a_field() {
    let communications: Vec<Value> =
        (0..20).map(|id| json!({"value": true, "subscriptionTypeId": id.to_string()})).collect();
    let consent = json!({"consentToProcess": true, "communications": communications});
    let body = |count| json!({"fields": properties(count), "legalConsentOptions": {"consent": consent}});
    // Processing, twenty subscriptions, and the marketing they add up to.
    assert_eq!(of_hubspot(&body(MAX_FIELDS - 22)), Ok(MAX_FIELDS));
    assert_eq!(of_hubspot(&body(MAX_FIELDS - 21)), Err(Malformed::TooManyFields));
}

#[test]
fn what_a_hubspot_form_says_of_its_page_is_a_field() {
    let body = |count| {
        json!({
            "submittedAt": "1517927174000",
            "fields": properties(count),
            "context": {"hutk": "60c2", "pageUri": "https://www.example.com/", "pageId": 12},
        })
    };
    assert_eq!(of_hubspot(&body(MAX_FIELDS - 4)), Ok(MAX_FIELDS));
    assert_eq!(of_hubspot(&body(MAX_FIELDS - 3)), Err(Malformed::TooManyFields));
}

#[test]
fn a_field_takes_the_place_of_itself_however_full_the_form_is() {
    let mut fields = Fields::default();
    for name in answers(MAX_FIELDS) {
        fields.set(&name, Scalar::Boolean(true)).unwrap();
    }
    assert_eq!(fields.set("answer_7", Scalar::Boolean(false)), Ok(()));
    assert!(fields.get("answer_7") == Some(&Scalar::Boolean(false)));
    assert_eq!(fields.set("one_more", Scalar::Boolean(true)), Err(Malformed::TooManyFields));
    assert_eq!(fields.iter().count(), MAX_FIELDS);
}

proptest! {
    #[test]
    fn no_translation_has_more_fields_than_a_body_may(
        count in 150..=MAX_FIELDS,
        subscriptions in 0..60_usize,
        context: bool,
        named: bool,
    ) {
        let communications: Vec<Value> =
            (0..subscriptions).map(|id| json!({"value": id % 2 == 0, "subscriptionTypeId": id})).collect();
        let mut fields = properties(count);
        if named {
            fields.push(json!({"name": "firstname", "value": "Ada"}));
        }
        let mut body = json!({
            "fields": fields,
            "legalConsentOptions": {"consent": {"communications": communications, "text": "Mail me."}},
        });
        if context {
            body["context"] = json!({"pageName": "A page", "ipAddress": "203.0.113.7"});
        }
        if let Ok(held) = of_hubspot(&body) {
            prop_assert!(held <= MAX_FIELDS, "{held} fields");
        }
    }
}
