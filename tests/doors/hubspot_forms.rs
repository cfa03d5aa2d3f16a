//! Submissions as HubSpot's forms API takes them, read as leads.

use std::collections::BTreeMap;

use crate::bodies::{pairs, shown};
use beeline::compat::hubspot::read;
use beeline::intake::{Malformed, Submission};
use data_encoding::HEXLOWER;
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

fn subscriptions() -> BTreeMap<String, String> {
    [("7", "sms"), ("8", "call")].map(|(id, purpose)| (id.to_owned(), purpose.to_owned())).into()
}

fn fields(body: &Value) -> Result<Vec<(String, String)>, Malformed> {
    read(body.to_string().as_bytes(), &subscriptions()).map(|fields| shown(&fields))
}

fn with_fields(fields: &[(&str, &str)]) -> Value {
    let field = |(name, value): &(&str, &str)| json!({"objectTypeId": "0-1", "name": name, "value": value});
    json!({ "fields": fields.iter().map(field).collect::<Vec<_>>() })
}

/// Fields of a body with these consents and no other fields.
fn consents(options: &Value) -> Vec<(String, String)> {
    fields(&json!({"fields": [], "legalConsentOptions": options})).unwrap()
}

#[test]
fn a_submission_is_read_as_the_documentation_shows_it() {
    let body = json!({
        "submittedAt": "1517927174000",
        "fields": [
            {"objectTypeId": "0-1", "name": "email", "value": "example@example.com"},
            {"objectTypeId": "0-1", "name": "firstname", "value": "Jeff"}
        ],
        "context": {
            "hutk": "60c2ccdfe4892f0fa0593940b12c11aa",
            "pageUri": "https://www.example.com/page",
            "pageName": "Example page",
            "ipAddress": "203.0.113.7",
            "sfdcCampaignId": "7011",
            "goToWebinarWebinarKey": "42",
            "pageId": 12
        },
        "legalConsentOptions": {"consent": {
            "consentToProcess": true,
            "text": "Store my data.",
            "communications": [{"value": true, "subscriptionTypeId": 999, "text": "Mail me."}]
        }},
        "skipValidation": true
    });
    let version = format!("sha256:{}", HEXLOWER.encode(&Sha256::digest("Store my data.\nMail me.")));
    let expected = [
        ("campaign_id", "7011"),
        ("client.submitted_at_ms", "1517927174000"),
        ("consent.marketing", "boolean true"),
        ("consent.privacy", "boolean true"),
        ("consent.subscription.999", "boolean true"),
        ("consent.text", "Store my data.\nMail me."),
        ("consent.text_version", &version),
        ("email", "example@example.com"),
        ("first_name", "Jeff"),
        ("hubspot.hutk", "60c2ccdfe4892f0fa0593940b12c11aa"),
        ("hubspot.ip_address", "203.0.113.7"),
        ("hubspot.page_id", "12"),
        ("hubspot.webinar_key", "42"),
        ("name", "Jeff"),
        ("page.name", "Example page"),
        ("page.url", "https://www.example.com/page"),
    ];
    assert_eq!(fields(&body), Ok(pairs(&expected)));
    let submission = Submission::read(
        &read(body.to_string().as_bytes(), &subscriptions()).unwrap(),
        &beeline::contract::Contract::default(),
    );
    let submission = submission.unwrap_or_else(|errors| panic!("{errors:?}"));
    assert_eq!(submission.client.submitted_at_ms, Some(1_517_927_174_000));
    assert_eq!(submission.consent.marketing, Some(true));
}

#[test]
fn default_properties_go_to_our_names_and_others_keep_theirs() {
    let body = with_fields(&[
        ("lastname", "Lovelace"),
        ("mobilephone", "0770"),
        ("company", "Engines"),
        ("jobtitle", "Countess"),
        ("address", "12 St James"),
        ("city", "London"),
        ("state", "England"),
        ("zip", "SW1Y"),
        ("country", "GB"),
        ("message", "Call me"),
        ("numemployees", "3"),
        ("utm_source", "mail"),
        ("hs_google_click_id", "x"),
        ("Product_Line", "a;b"),
    ]);
    let expected = [
        ("city", "London"),
        ("company", "Engines"),
        ("country", "GB"),
        ("employees", "3"),
        ("hs_google_click_id", "x"),
        ("job_title", "Countess"),
        ("last_name", "Lovelace"),
        ("name", "Lovelace"),
        ("notes", "Call me"),
        ("phone", "0770"),
        ("postal_code", "SW1Y"),
        ("product_line", "a;b"),
        ("region", "England"),
        ("street", "12 St James"),
        ("utm.source", "mail"),
    ];
    assert_eq!(fields(&body), Ok(pairs(&expected)));
}

#[test]
fn properties_of_other_objects_keep_their_type_but_for_a_company() {
    let field =
        |object: &str, name: &str, value: &str| json!({"objectTypeId": object, "name": name, "value": value});
    let body = json!({"fields": [
        field("0-2", "name", "Engines"), field("0-2", "domain", "x.example"), field("0-2", "numberofemployees", "12"),
        field("0-1", "name", "Ada"), field("2-77", "name", "Other"),
    ]});
    let expected = [
        ("0-2/domain", "x.example"),
        ("2-77/name", "Other"),
        ("company", "Engines"),
        ("employees", "12"),
        ("name", "Ada"),
    ];
    assert_eq!(fields(&body), Ok(pairs(&expected)));
}

#[test]
fn a_range_of_employees_is_where_it_begins() {
    for (range, beginning) in
        [("25-50", "25"), ("1000+", "1000"), ("1,001 - 5,000", "1001"), (" 5–10 ", "5"), ("5 to 10", "5")]
    {
        let expected = [("employees", beginning), ("numemployees", range.trim())];
        assert_eq!(fields(&with_fields(&[("numemployees", range)])), Ok(pairs(&expected)), "{range}");
    }
    for odd in ["many", "1.000", "-5", "+", "ten - twenty"] {
        let read =
            read(with_fields(&[("numemployees", odd)]).to_string().as_bytes(), &subscriptions()).unwrap();
        assert_eq!((read.text("employees"), read.text("numemployees")), ("", odd), "it blocks nothing");
    }
    assert_eq!(
        fields(&json!({"fields": [{"name": "numemployees", "value": 250}]})),
        Ok(pairs(&[("employees", "number 250")]))
    );
}

#[test]
fn values_may_be_of_any_scalar_type_and_repeated() {
    let body = json!({"fields": [
        {"name": "a", "value": true}, {"name": "b", "value": null}, {"name": "c"}, {"name": "d", "value": ["x", 1]},
        {"name": "e", "value": "1"}, {"name": "E", "value": "2"}, {"name": "f", "value": {"x": 1}}, {"name": "g", "value": 1.5},
    ]});
    let expected = [("a", "boolean true"), ("d", "[x|1]"), ("e", "[1|2]"), ("g", "number 1.5")];
    assert_eq!(fields(&body), Ok(pairs(&expected)));
}

#[test]
fn consent_to_process_is_privacy_and_communications_are_purposes() {
    let communication = |id: i32, value: bool| json!({"value": value, "subscriptionTypeId": id});
    let options = |communications: Vec<Value>| json!({"consent": {"consentToProcess": false, "communications": communications}});
    let given = |name: &str, value: bool| (name.to_owned(), format!("boolean {value}"));
    assert_eq!(consents(&options(vec![])), [given("consent.privacy", false)]);
    assert_eq!(
        consents(&options(vec![communication(7, true), communication(8, false), communication(9, true)])),
        [
            given("consent.call", false),
            given("consent.marketing", true),
            given("consent.privacy", false),
            given("consent.sms", true),
            given("consent.subscription.7", true),
            given("consent.subscription.8", false),
            given("consent.subscription.9", true),
        ]
    );
    assert_eq!(
        consents(&options(vec![communication(1, true), communication(2, false)])),
        [
            given("consent.marketing", false),
            given("consent.privacy", false),
            given("consent.subscription.1", true),
            given("consent.subscription.2", false),
        ],
        "a purpose has consent if all of its communications have it"
    );
}

#[test]
fn anything_else_than_true_is_no_consent() {
    for (value, given) in [
        (json!(true), true),
        (json!("true"), true),
        (json!("yes"), false),
        (json!(1), false),
        (json!(null), false),
        (json!([true]), false),
    ] {
        let options = json!({"consent": {"consentToProcess": value}});
        let expected = format!("boolean {given}");
        assert_eq!(consents(&options), pairs(&[("consent.privacy", &expected)]), "{value}");
    }
    assert_eq!(consents(&json!({"consent": {}})), []);
    assert_eq!(consents(&json!({})), []);
}

#[test]
fn legitimate_interest_is_a_basis_and_no_consent() {
    let interest =
        json!({"value": true, "subscriptionTypeId": 999, "legalBasis": "LEAD", "text": "We may write."});
    let found = consents(&json!({ "legitimateInterest": interest }));
    assert!(found.contains(&("consent.basis".to_owned(), "legitimate_interest".to_owned())));
    assert!(found.contains(&("consent.text".to_owned(), "We may write.".to_owned())));
    assert!(!found.iter().any(|(name, _)| name == "consent.privacy" || name == "consent.marketing"));
    assert_eq!(consents(&json!({"legitimateInterest": {"value": false}})), []);
}

#[test]
fn a_wording_with_a_version_of_its_own_keeps_it() {
    let mut body = with_fields(&[("consent.text_version", "2026-01")]);
    body.as_object_mut().unwrap().insert(
        "legalConsentOptions".to_owned(),
        json!({"consent": {"consentToProcess": true, "text": "Store my data."}}),
    );
    let expected = [
        ("consent.privacy", "boolean true"),
        ("consent.text", "Store my data."),
        ("consent.text_version", "2026-01"),
    ];
    assert_eq!(fields(&body), Ok(pairs(&expected)));
}

#[test]
fn an_odd_time_is_no_time() {
    for odd in [json!("yesterday"), json!(-1), json!(1.5), json!(""), json!({}), json!(null)] {
        assert_eq!(fields(&json!({"fields": [], "submittedAt": odd})), Ok(vec![]), "{odd}");
    }
    let read = fields(&json!({"fields": [], "submittedAt": 1_517_927_174_000_u64}));
    assert_eq!(read, Ok(pairs(&[("client.submitted_at_ms", "1517927174000")])));
}

#[test]
fn what_is_no_such_submission_is_refused() {
    for body in [
        json!({}),
        json!({"email": "a@b.de"}),
        json!({"fields": {"name": "email"}}),
        json!({"fields": null}),
        json!({"fields": ["email"]}),
        json!({"fields": [{"value": "x"}]}),
        json!({"fields": [{"name": "", "value": "x"}]}),
        json!({"fields": [{"name": ["x"], "value": "x"}]}),
    ] {
        assert_eq!(fields(&body), Err(Malformed::NotHubSpotForm), "{body}");
    }
    assert_eq!(fields(&json!([])), Err(Malformed::NotJsonObject));
    let read = |body: &str| read(body.as_bytes(), &BTreeMap::new()).err();
    assert_eq!(read("{\"fields\":["), Some(Malformed::NotJsonObject));
    assert_eq!(read(r#"{"fields":[],"fields":[]}"#), Some(Malformed::DuplicateField));
    assert_eq!(read(r#"{"fields":[{"name":"a","name":"b","value":"x"}]}"#), Some(Malformed::DuplicateField));
    assert_eq!(read(r#"{"fields":[],"context":{"hutk":"a","hutk":"b"}}"#), Some(Malformed::DuplicateField));
    assert_eq!(read(&format!(r#"{{"fields":[],"x":{}"#, "[".repeat(9))), Some(Malformed::TooDeep));
}

#[test]
fn its_size_is_bounded() {
    let many = |count: usize| {
        let fields: Vec<Value> =
            (0..count).map(|at| json!({"name": format!("f{at}"), "value": "x"})).collect();
        json!({ "fields": fields })
    };
    assert_eq!(fields(&many(200)).unwrap().len(), 200);
    assert_eq!(fields(&many(201)), Err(Malformed::TooManyFields));
    assert_eq!(fields(&many(5_000)), Err(Malformed::TooManyValues));
    assert_eq!(fields(&with_fields(&[(&"n".repeat(301), "x")])), Err(Malformed::NameTooLong));
    let communications = vec![json!({"value": true}); 51];
    let body = json!({"fields": [], "legalConsentOptions": {"consent": {"communications": communications}}});
    assert_eq!(fields(&body), Err(Malformed::TooManyValues));
}

proptest! {
    #[test]
    fn every_property_is_found_again(values in prop::collection::btree_map("c_[a-z]{1,8}", "(?s).{0,20}", 0..20)) {
        let list: Vec<Value> = values.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        let expected: Vec<(String, String)> = values.into_iter().collect();
        prop_assert_eq!(fields(&json!({ "fields": list })), Ok(expected));
    }

    #[test]
    fn no_body_makes_it_panic(body: Vec<u8>, text in "\\{\"fields\":\\[(\\{|\\}|\\[|\\]|\"name\":|\"value\":|\"a\"|,|1|null){0,12}\\]\\}") {
        let _fields = read(&body, &BTreeMap::new());
        let _fields = read(text.as_bytes(), &BTreeMap::new());
    }
}
