//! Settings as the consumer carries them: what is built of them, and what cannot be read.

use crate::common::lead::entries;
use beeline::destination::hubspot::Key;
use beeline::destination::salesforce::token::Token;
use beeline::destination::settings::{Checked, HubSpotTerms, Pace, Settings, Wrong};
use beeline::destination::{BaseUrl, Credential, Destination, RecordKind};
use beeline::guard::Budget;
use serde_json::{Value, json};

const STAMPS: [(&str, &str); 5] = [
    ("lead_id", "lead"),
    ("correlation_id", "correlation"),
    ("bundle", "bundle"),
    ("consent.privacy", "privacy"),
    ("utm.source", "source"),
];

fn fields(names: impl Fn(&str) -> String, more: &[(&str, &str)]) -> Value {
    let named = |(from, to): &(&str, &str)| json!({ "from": from, "to": names(to), "otherwise": "Unknown" });
    Value::Array(
        STAMPS
            .iter()
            .map(named)
            .chain(more.iter().map(|(from, to)| json!({ "from": from, "to": to, "otherwise": "Unknown" })))
            .collect(),
    )
}

/// Settings with every destination, as the compiler writes them.
fn all() -> Value {
    let pace = json!({ "requests": 100, "per_seconds": 10, "checked_every_minutes": 60 });
    let hex =
        |name: &str| format!("{:0<40}", name.bytes().map(|byte| format!("{byte:02x}")).collect::<String>());
    json!({
        "hubspot": {
            "api_version": "2026-09", "key": "lead_key", "looks_first": true, "minutes_ahead_of_utc": -300,
            "pace": pace, "fields": fields(str::to_owned, &[("email", "email")]),
        },
        "salesforce": {
            "api_version": "v62.0", "object": "Lead", "key_field": "LeadKey__c", "duplicates": "attach",
            "token_lifetime_minutes": 120, "pace": pace,
            "fields": fields(|name| format!("{name}__c"), &[("last_name", "LastName"), ("company", "Company")]),
        },
        "pipedrive": { "lead_title": "Website", "pace": pace, "fields": fields(hex, &[("name", "name")]) },
        "webhook": {
            "proof": "bearer", "key_field": "external_id", "record": "person", "pace": pace,
            "rules": {
                "success": [200, 201], "duplicate": [], "result": "/result", "success_words": ["created"],
                "merged_words": ["merged"], "reference": "/lead", "repeat_is_safe": true,
            },
            "fields": fields(str::to_owned, &[("email", "email")]),
        },
    })
}

fn settings() -> Settings {
    serde_json::from_value(all()).unwrap()
}

/// What is said when one part is changed.
fn refused(name: &str, setting: &str, value: Value) -> String {
    let mut changed = all();
    *changed.pointer_mut(&format!("/{name}{setting}")).unwrap() = value;
    serde_json::from_value::<Settings>(changed).err().map(|error| error.to_string()).unwrap_or_default()
}

fn base() -> BaseUrl {
    BaseUrl::parse("https://crm.example.com").unwrap()
}

#[test]
fn every_destination_is_built_as_it_is_written() {
    let settings = settings();
    let hubspot = settings.hubspot.unwrap().hubspot(base(), Credential::new("t"));
    assert_eq!((hubspot.key, hubspot.version), (Key::Property("lead_key".into()), "2026-09".into()));
    assert_eq!((hubspot.looks_first, hubspot.minutes_ahead_of_utc), (true, -300));
    let token = Token { access: Credential::new("t"), instance: base(), fetched_at_ms: 0 };
    let checked = settings.salesforce.unwrap();
    assert_eq!(checked.terms().token_lifetime_ms(), 7_200_000);
    let salesforce = checked.salesforce(token);
    assert_eq!((salesforce.object.as_str(), salesforce.key_field.as_str()), ("Lead", "LeadKey__c"));
    let pipedrive = settings.pipedrive.unwrap().pipedrive(base(), Credential::new("t"));
    assert_eq!(pipedrive.promises().record, RecordKind::Lead);
    let webhook = settings.webhook.unwrap().webhook(base(), "/in".into(), "t").unwrap();
    assert_eq!((webhook.promises().record, webhook.promises().repeat_is_safe), (RecordKind::Person, true));
    assert_eq!(webhook.rules.reference.as_deref(), Some("/lead"));
}

#[test]
fn an_email_as_key_is_the_email_and_no_property() {
    let mut changed = all();
    changed["hubspot"]["key"] = json!("email");
    let settings: Settings = serde_json::from_value(changed).unwrap();
    assert_eq!(settings.hubspot.unwrap().hubspot(base(), Credential::new("t")).key, Key::Email);
}

#[test]
fn a_signing_webhook_needs_a_secret_that_can_sign() {
    let mut changed = all();
    changed["webhook"]["proof"] = json!("signature");
    let checked = serde_json::from_value::<Settings>(changed).unwrap().webhook.unwrap();
    assert!(checked.webhook(base(), "/in".into(), "short").is_err());
    let secret = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    assert!(checked.webhook(base(), "/in".into(), secret).is_ok());
}

#[test]
fn who_is_told_what_was_found_out_is_whose_fields_ask_for_it() {
    assert!(settings().told_of_found().is_empty());
    let mut all = all();
    let asked = json!({ "from": "score", "to": "score" });
    all["webhook"]["fields"].as_array_mut().unwrap().push(asked);
    let settings: Settings = serde_json::from_value(all).unwrap();
    assert_eq!(settings.told_of_found(), ["webhook"]);
}

#[test]
fn what_was_read_is_written_the_same() {
    let written = serde_json::to_value(settings()).unwrap();
    assert_eq!(serde_json::from_value::<Settings>(written.clone()).unwrap(), settings());
    assert_eq!(written, all());
}

#[test]
fn none_of_the_destinations_has_to_be_there() {
    let none: Settings = serde_json::from_str("{}").unwrap();
    assert_eq!(none, Settings::default());
    assert_eq!(none.pace("hubspot"), None);
    assert_eq!(serde_json::to_string(&none).unwrap(), "{}");
}

#[test]
fn the_budget_is_what_a_guard_assumes() {
    let settings = settings();
    for name in beeline::destination::settings::NAMES {
        let pace = settings.pace(name).unwrap();
        assert_eq!(pace.budget(), Budget { calls: 100, window_ms: 10_000 }, "{name}");
        assert_eq!(pace.checked_every_ms(), Some(3_600_000), "{name}");
    }
    assert_eq!(settings.pace("inbox"), None);
    let never = Pace { requests: 1, per_seconds: 1, checked_every_minutes: 0 };
    assert_eq!(never.checked_every_ms(), None);
}

#[test]
fn settings_that_a_destination_could_not_work_with_cannot_be_read() {
    let wrong = [
        ("hubspot", "/api_version", json!("v3")),
        ("hubspot", "/api_version", json!("2026-13")),
        ("hubspot", "/key", json!("Lead Key")),
        ("hubspot", "/minutes_ahead_of_utc", json!(900)),
        ("hubspot", "/pace/requests", json!(0)),
        ("hubspot", "/pace/per_seconds", json!(3601)),
        ("hubspot", "/pace/checked_every_minutes", json!(10_081)),
        ("hubspot", "/fields/5/to", json!("E-Mail")),
        ("hubspot", "/fields/5/to", json!("lead_key")),
        ("hubspot", "/fields/5/from", json!("emial")),
        ("salesforce", "/api_version", json!("62")),
        ("salesforce", "/object", json!("Contact")),
        ("salesforce", "/key_field", json!("LeadKey")),
        ("salesforce", "/duplicates", json!("ask")),
        ("salesforce", "/token_lifetime_minutes", json!(4)),
        ("salesforce", "/fields/5/to", json!("Id")),
        ("salesforce", "/fields/5/to", json!("Email, Password FROM User")),
        ("salesforce", "/fields/6/otherwise", Value::Null),
        ("pipedrive", "/lead_title", json!("two\nlines")),
        ("pipedrive", "/fields/0/to", json!("lead_id")),
        ("webhook", "/key_field", json!("")),
        ("webhook", "/fields/5/to", json!("external_id")),
        ("webhook", "/rules/success", json!([])),
        ("webhook", "/rules/success", json!([302])),
        ("webhook", "/rules/duplicate", json!([201])),
        ("webhook", "/rules/duplicate", json!([503])),
        ("webhook", "/rules/result", json!("result")),
        ("webhook", "/rules/result", Value::Null),
        ("webhook", "/rules/reference", json!("lead")),
        ("webhook", "/rules/merged_words", json!(["created"])),
        ("webhook", "/proof", json!("basic")),
    ];
    for (name, setting, value) in wrong {
        assert!(!refused(name, setting, value.clone()).is_empty(), "{name}{setting} = {value}");
    }
    let unknown = json!({ "hubspots": {} });
    assert!(serde_json::from_value::<Settings>(unknown).is_err());
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let terms = HubSpotTerms {
        api_version: "v3".into(),
        key: "lead_key".into(),
        looks_first: true,
        minutes_ahead_of_utc: 0,
        pace: Pace { requests: 0, per_seconds: 10, checked_every_minutes: 60 },
        fields: entries(&[("email", "E-Mail"), ("lead_id", "lead_key")]),
    };
    let wrong: Vec<String> = Checked::new(terms).unwrap_err().iter().map(Wrong::to_string).collect();
    assert_eq!(
        wrong,
        [
            "`api_version` is wrong, and must be a year and a month, such as \"2026-09\"",
            "`requests` is wrong, and must be at least 1",
            "\"E-Mail\" is written to, and must be a property's internal name: small letters, digits and _, \
             beginning with a letter",
            "\"lead_key\" is set by the destination itself: take the entry away",
            "\"correlation_id\" must stand on every record: map it to a field",
            "\"bundle\" must stand on every record: map it to a field",
            "\"consent.privacy\" must stand on every record: map it to a field",
            "map at least one utm field, for instance utm.source",
        ]
    );
}
