//! A dry run: the calls that would be made first, as anybody may see them.

use std::collections::BTreeMap;

use crate::common::lead::{again, item, some};
use crate::common::{NOW_MS, mapping};
use beeline::destination::hubspot::{HubSpot, Key, VERSION as HUBSPOT_VERSION};
use beeline::destination::pipedrive::Pipedrive;
use beeline::destination::salesforce::token::Token;
use beeline::destination::salesforce::{DuplicatePolicy, Salesforce, VERSION};
use beeline::destination::webhook::{Proof, Rules, Webhook};
use beeline::destination::{
    BaseUrl, Consent, Credential, Destination, Field, Item, Mapping, Person, RecordKind,
};
use beeline::ledger::ObligationName;
use beeline::quarantine::Preview;
use beeline::warm::source::Source;
use beeline::warm::write_back::{self, Value, Written};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const SECRET: &str = "the-credential";

/// Every field that there is, each under its own name.
fn everything() -> Mapping {
    let own = ["utm.source", "extra.budget"];
    let names: Vec<&str> = Field::names().chain(own).collect();
    let targets: Vec<String> = names.iter().map(|name| name.replace('.', "_")).collect();
    let list: Vec<(&str, &str)> = names.into_iter().zip(targets.iter().map(String::as_str)).collect();
    mapping(&list)
}

fn salesforce() -> Salesforce {
    let instance = BaseUrl::parse("https://acme.my.salesforce.com").unwrap();
    Salesforce {
        token: Token { access: Credential::new(SECRET), instance, fetched_at_ms: NOW_MS },
        version: VERSION.into(),
        object: "Lead".into(),
        key_field: "LeadKey__c".into(),
        duplicates: DuplicatePolicy::Attach,
        mapping: everything(),
    }
}

fn hubspot(key: Key) -> HubSpot {
    HubSpot {
        base: BaseUrl::parse("https://api.hubapi.com").unwrap(),
        token: Credential::new(SECRET),
        version: HUBSPOT_VERSION.into(),
        key,
        mapping: everything(),
        looks_first: false,
        minutes_ahead_of_utc: 0,
    }
}

fn pipedrive() -> Pipedrive {
    Pipedrive {
        base: BaseUrl::parse("https://api.pipedrive.com").unwrap(),
        token: Credential::new(SECRET),
        mapping: everything(),
        lead_title: Some("Website".into()),
    }
}

fn webhook(repeat_is_safe: bool) -> Webhook {
    let (base, path) = BaseUrl::split(&format!("https://crm.example.com/hook/{SECRET}?x=1")).unwrap();
    Webhook {
        base,
        path,
        proof: Proof::Bearer(Credential::new(SECRET)),
        key_field: "external_id".into(),
        mapping: everything(),
        rules: Rules { repeat_is_safe, ..Rules::default() },
        record: RecordKind::Lead,
    }
}

fn preview(destination: &dyn Destination, item: &Item) -> Preview {
    Preview::of_calls(ObligationName::crm(destination.name()), destination, item, NOW_MS)
}

/// What is shown of it, as it leaves.
fn shown(destination: &dyn Destination, item: &Item) -> String {
    serde_json::to_string(&preview(destination, item)).unwrap()
}

fn body(preview: &Preview) -> &Json {
    preview.calls[0].body.as_ref().unwrap()
}

#[test]
fn a_call_is_shown_with_its_form_and_without_what_the_lead_says() {
    let mut lead = item(0);
    lead.record.person.employees = Some(250);
    lead.record.consent.marketing = Some(false);
    let preview = preview(&salesforce(), &lead);
    assert_eq!((preview.stuck, preview.calls.len()), (false, 1));
    assert_eq!(preview.calls[0].method, "PATCH");
    assert_eq!(preview.calls[0].path, "/services/data/v62.0/sobjects/Lead/LeadKey__c/bl_000000");
    let shown = body(&preview);
    let known = [
        ("email", json!("a…@e….com")),
        ("first_name", json!("A.")),
        ("last_name", json!("L.")),
        ("phone", json!("…00")),
        ("company", json!("…")),
        ("notes", json!("…")),
        ("employees", json!(250)),
        ("lead_id", json!("ld_0")),
        ("correlation_id", json!("cor-0")),
        ("bundle", json!("bundle-1")),
        ("utm_source", json!("newsletter")),
        ("consent_privacy", json!(true)),
        ("consent_marketing", json!(false)),
    ];
    for (field, value) in known {
        assert_eq!(shown[field], value, "{field}");
    }
    assert_eq!(shown.get("product"), None, "what is not said is not sent");
}

#[test]
fn what_may_be_there_is_looked_for_and_a_search_names_nobody() {
    let preview = preview(&pipedrive(), &again(&item(0)));
    assert!(preview.says.contains("looked for first"), "{}", preview.says);
    assert_eq!(preview.calls[0].path, "/api/v2/persons/search?term=a…@e….com&fields=email&exact_match=true");
    let query = &preview_of_repeat().calls[0].path;
    assert!(query.contains("WHERE LeadKey__c IN ('bl_000000')"), "{query}");
}

fn preview_of_repeat() -> Preview {
    preview(&salesforce(), &again(&item(0)))
}

#[test]
fn a_webhooks_path_is_as_secret_as_its_key() {
    let shown = shown(&webhook(true), &item(0));
    assert!(shown.contains("the path is a secret") && !shown.contains("hook/"), "{shown}");
}

#[test]
fn what_no_call_can_be_made_of_says_why_and_what_to_do() {
    let mut nobody = item(0);
    nobody.record.person.email = None;
    let without_email = preview(&hubspot(Key::Email), &nobody);
    assert!(without_email.stuck && without_email.calls.is_empty());
    assert!(without_email.says.contains("no email to find it by"), "{}", without_email.says);
    assert!(without_email.says.contains("Fill the field in"), "{}", without_email.says);
    let unknown = preview(&webhook(false), &again(&item(0)));
    assert!(unknown.stuck && unknown.says.contains("Look for the lead's key"), "{}", unknown.says);
}

#[test]
fn what_is_there_already_is_told_and_not_sent_again() {
    let known = Item { reference: Some("record-9".into()), ..item(0) };
    let preview = preview(&webhook(false), &known);
    assert!(!preview.stuck && preview.calls.is_empty());
    assert_eq!(preview.says, "It is there already as record-9: nothing is sent.");
}

#[test]
fn a_campaign_that_is_an_address_is_hidden_too() {
    let mut lead = item(0);
    lead.record.utm = BTreeMap::from([("source".to_owned(), "zq-ada@example.com".to_owned())]);
    assert!(!shown(&salesforce(), &lead).contains("zq-ada"));
}

/// A lead that says something in every field, each beginning with what stands in no configuration.
fn leads() -> impl Strategy<Value = (Item, Vec<String>)> {
    let word = || "zq[a-z]{3,8}";
    let words = proptest::collection::vec(word(), 14);
    (words, "[1-9][0-9]{8,12}", 0_usize..3).prop_map(|(words, digits, attempt)| {
        let mut lead = item(0);
        let spoken = |place: usize| words[place].clone();
        lead.record.person = Person {
            name: some(&format!("{} {}", spoken(0), spoken(1))),
            email: some(&format!("{}@example.com", spoken(2))),
            phone: some(&format!("+{digits}")),
            country: Some("DE".into()),
            region: Some(spoken(3)),
            postal_code: some(&spoken(4)),
            company: Some(spoken(5)),
            company_domain: Some(format!("{}.example", spoken(6))),
            product: Some(spoken(7)),
            employees: Some(12),
            notes: some(&format!("{}\n{}", spoken(8), spoken(9))),
            time_zone: Some(spoken(10)),
            language: Some(spoken(11)),
            extra: BTreeMap::from([("budget".to_owned(), some(&spoken(12)).unwrap())]),
        };
        lead.record.consent = Consent { privacy: true, marketing: Some(true), ..Consent::default() };
        let found = |field| Written {
            field,
            value: Value::Text(spoken(13)),
            source: Source::Apollo,
            confidence: None,
            at_ms: NOW_MS,
        };
        lead.record.found = vec![found(write_back::Field::Company), found(write_back::Field::Industry)];
        let lead = match attempt {
            0 => lead,
            1 => again(&lead),
            _ => Item { reference: Some("person:7".into()), ..lead },
        };
        (lead, words.into_iter().chain([digits]).collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_a_lead_says_is_shown_of_any_call((lead, said) in leads()) {
        let by_key = hubspot(Key::Property("beeline_key".into()));
        let (by_email, one, two) = (hubspot(Key::Email), salesforce(), pipedrive());
        let (safe, unsafe_to_repeat) = (webhook(true), webhook(false));
        let all: [&dyn Destination; 6] = [&by_key, &by_email, &one, &two, &safe, &unsafe_to_repeat];
        for destination in all {
            let shown = shown(destination, &lead);
            prop_assert!(!shown.contains(SECRET), "{shown}");
            for word in &said {
                prop_assert!(!shown.contains(word.as_str()), "{word} in {shown}");
            }
        }
    }

    #[test]
    fn a_masked_lead_makes_the_same_calls_with_the_same_fields((lead, _) in leads()) {
        let by_key = hubspot(Key::Property("beeline_key".into()));
        let (by_email, one, two, safe) = (hubspot(Key::Email), salesforce(), pipedrive(), webhook(true));
        let all: [&dyn Destination; 5] = [&by_key, &by_email, &one, &two, &safe];
        for destination in all {
            let real = destination.open(std::slice::from_ref(&lead), NOW_MS).steps;
            let preview = preview(destination, &lead);
            prop_assert_eq!(real.len(), preview.calls.len());
            for (step, call) in real.iter().zip(&preview.calls) {
                prop_assert_eq!(step.call.method.as_str(), call.method);
                let sent = step.call.body.as_deref().map(|body| serde_json::from_str::<Json>(body).unwrap());
                prop_assert_eq!(sent.as_ref().map(form), call.body.as_ref().map(form));
            }
        }
    }
}

/// A body with every text taken out of it.
fn form(body: &Json) -> Json {
    match body {
        Json::String(_) => Json::from("text"),
        Json::Array(values) => values.iter().map(form).collect(),
        Json::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), form(value))).collect(),
        plain => plain.clone(),
    }
}
