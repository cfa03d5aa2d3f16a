//! What anybody may know of a form.

use crate::contracts::{about, contract, own};
use beeline::contract::{
    Ask, Contract, FieldCode, FieldKind, FieldRule, HubspotForm, WebToLead, Webhook, description, etag,
};
use beeline::identity::Jurisdiction;
use beeline::lead::Lane;
use beeline::routing::{Drift, Form};
use serde_json::Value;

/// A form with everything there is, `SECRET` in whatever is nobody's business.
fn form() -> Form {
    let mut contract = contract(vec![
        FieldRule { required: true, label: Some("Work email".into()), ..about("email") },
        FieldRule { removed: true, ..about("employees") },
        FieldRule { removed: true, ..about("notes") },
        FieldRule {
            required: true,
            choices: vec!["under 10k".into(), "over 10k".into()],
            multiple: true,
            ..own("budget", FieldKind::Choice)
        },
        FieldRule { minimum: Some(1), maximum: Some(500), ..own("seats", FieldKind::Number) },
        FieldRule { min_length: Some(2), max_length: Some(300), ..own("role.now", FieldKind::Text) },
        own("start", FieldKind::Date),
    ]);
    contract.honeypot = Some("website".into());
    contract.consent.text_version = Some("2026-11".into());
    contract.consent.accepted_versions = vec!["SECRET".into()];
    contract.consent.marketing.text = Some("News, please.".into());
    contract.consent.sms.ask = Ask::None;
    Form {
        id: "demo".into(),
        title: "Book a demo".into(),
        lane: Lane::Hot,
        dedup_window_seconds: 600,
        thank_you_url: "/SECRET".into(),
        phone_country: Some("US".into()),
        team: Some("SECRET".into()),
        origins: vec!["https://SECRET".into()],
        jurisdiction: Some(Jurisdiction::Eu),
        drift: Drift { owner: Some("SECRET".into()), ..Drift::default() },
        contract,
        web_to_lead: Some(WebToLead { oid: Some("SECRET".into()), ..WebToLead::default() }),
        hubspot: Some(HubspotForm { portal: "SECRET".into(), ..HubspotForm::default() }),
        webhook: Some(Webhook { secret: "SECRET".into(), ..Webhook::default() }),
        ..Form::default()
    }
}

const MESSAGES: &str = concat!(
    r#"{"required":"Is needed.","type":"Is not of the right kind.","email":"Must be an email address.","#,
    r#""length":"Is too long or too short.","range":"Is out of range.","#,
    r#""consent_required":"We need your consent before we may reply.","#,
    r#""too_many":"Has too many entries.","choice":"Must be one of the choices.","#,
    r#""date":"Must be a date such as 2026-11-30.","unknown_field":"This form has no such field.","#,
    r#""consent_version":"Is not a wording that this form has shown."}"#,
);

/// Pages are built on this. When it changes, so must the version in the entity tag.
#[test]
fn the_description_of_a_form_is_unchanged() {
    let expected = [
        r#"{"id":"demo","title":"Book a demo","action":"/v1/leads/demo","fields":["#,
        r#"{"name":"name","type":"text","label":"Name","required":false,"max_length":200,"autocomplete":"name"},"#,
        r#"{"name":"email","type":"email","label":"Work email","required":true,"max_length":254,"autocomplete":"email"},"#,
        r#"{"name":"phone","type":"phone","label":"Phone","required":false,"max_length":64,"autocomplete":"tel"},"#,
        r#"{"name":"company","type":"text","label":"Company","required":false,"max_length":200,"autocomplete":"organization"},"#,
        r#"{"name":"country","type":"country","label":"Country","required":false,"max_length":64,"autocomplete":"country"},"#,
        r#"{"name":"budget","type":"choice","label":"The budget","required":true,"choices":["under 10k","over 10k"],"multiple":true},"#,
        r#"{"name":"seats","type":"number","label":"The seats","required":false,"minimum":1,"maximum":500},"#,
        r#"{"name":"role.now","type":"text","label":"The role.now","required":false,"min_length":2,"max_length":300},"#,
        r#"{"name":"start","type":"date","label":"The start","required":false}],"#,
        r#""reachable_by":[["email"],["name","phone"]],"#,
        r#""consent":{"text_version":"2026-11","purposes":["#,
        r#"{"name":"consent.privacy","required":true,"text":"You may use what I entered to answer this request."},"#,
        r#"{"name":"consent.marketing","required":false,"text":"News, please."}]},"#,
        r#""honeypot":"website","messages":"#,
        MESSAGES,
        "}",
    ];
    assert_eq!(description(&form()), expected.concat());
    assert_eq!(etag(&form(), "5m3k9q2t7v1b8c4d"), "\"5m3k9q2t7v1b8c4d-1-demo\"");
}

#[test]
fn it_says_nothing_of_teams_owners_secrets_and_other_vendors() {
    assert!(!description(&form()).contains("SECRET"));
}

#[test]
fn a_form_that_says_nothing_of_its_own_is_described_all_the_same() {
    let form = Form { id: "demo".into(), ..Form::default() };
    let described: Value = serde_json::from_str(&description(&form)).unwrap();
    let names: Vec<&str> =
        described["fields"].as_array().unwrap().iter().filter_map(|field| field["name"].as_str()).collect();
    assert_eq!(names, ["name", "email", "phone", "company", "country", "employees", "notes"]);
    assert_eq!(described["fields"][5]["whole"], true);
    assert_eq!(described["consent"]["text_version"], "page-1");
    assert!(described.get("honeypot").is_none());
}

#[test]
fn how_a_lead_can_be_answered_follows_the_fields() {
    let without = |name: &str| {
        let contract: Contract = contract(vec![FieldRule { removed: true, ..about(name) }]);
        let described: Value =
            serde_json::from_str(&description(&Form { contract, ..Form::default() })).unwrap();
        let needed = described["fields"].as_array().unwrap().iter().filter(|field| field["required"] == true);
        let needed: Vec<&str> = needed.filter_map(|field| field["name"].as_str()).collect();
        (described["reachable_by"].to_string(), needed.join(" "))
    };
    assert_eq!(without("email"), (r#"[["name","phone"]]"#.to_owned(), "name phone".to_owned()));
    assert_eq!(without("name"), (r#"[["email"]]"#.to_owned(), "email".to_owned()));
    assert_eq!(without("company").1, "");
}

#[test]
fn every_code_is_written_as_it_is_sent() {
    for code in FieldCode::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
    }
    for kind in FieldKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
}

#[test]
fn the_tag_changes_with_the_bundle_and_the_form() {
    let other = Form { id: "contact".into(), ..Form::default() };
    assert_ne!(etag(&form(), "a"), etag(&form(), "b"));
    assert_ne!(etag(&form(), "a"), etag(&other, "a"));
}

#[test]
fn a_page_may_post_by_script_from_the_origins_named_and_no_other() {
    let form = Form { origins: vec!["https://www.example.com".into()], ..Form::default() };
    assert!(form.allows_origin("https://www.example.com"));
    for other in
        ["https://www.example.com.evil.example", "http://www.example.com", "null", "", "https://example.com"]
    {
        assert!(!form.allows_origin(other), "{other}");
    }
}
