//! Salesforce's requests, and every answer that its contract names.

use crate::common::lead::{again, item, items};
use crate::common::{NOW_MS, after, answer, header, mapping, short, verdict};
use beeline::destination::salesforce::token::Token;
use beeline::destination::salesforce::{DuplicatePolicy, Salesforce, VERSION};
use beeline::destination::{BaseUrl, Credential, Destination, Method};

fn salesforce(duplicates: DuplicatePolicy) -> Salesforce {
    let instance = BaseUrl::parse("https://acme.my.salesforce.com/").unwrap();
    Salesforce {
        token: Token { access: Credential::new("00D!x"), instance, fetched_at_ms: NOW_MS },
        version: VERSION.into(),
        object: "Lead".into(),
        key_field: "LeadKey__c".into(),
        duplicates,
        mapping: mapping(&[
            ("last_name", "LastName=Unknown"),
            ("company", "Company=Unknown"),
            ("lead_id", "Lead_Id__c"),
            ("correlation_id", "Correlation__c"),
            ("bundle", "Bundle__c"),
            ("consent.privacy", "Privacy__c"),
            ("utm.source", "Utm_Source__c"),
        ]),
    }
}

const FIELDS: &str =
    r#""Bundle__c":"bundle-1","Company":"Analytical","Correlation__c":"cor-0","LastName":"Lovelace","#;

#[test]
fn the_request_for_one_lead_is_unchanged() {
    let open = salesforce(DuplicatePolicy::Attach).open(&[item(0)], NOW_MS);
    let call = &open.steps[0].call;
    assert_eq!(call.method, Method::Patch);
    assert_eq!(call.path, "/services/data/v62.0/sobjects/Lead/LeadKey__c/bl_000000");
    assert_eq!(header(call, "authorization"), Some("Bearer 00D!x"));
    assert_eq!(
        header(call, "sforce-duplicate-rule-header"),
        Some("allowSave=false; includeRecordDetails=true; runAsCurrentUser=true")
    );
    assert_eq!(header(call, "sforce-auto-assign"), Some("false"));
    let rest = r#""Lead_Id__c":"ld_0","Privacy__c":true,"Utm_Source__c":"newsletter"}"#;
    assert_eq!(call.body.as_deref(), Some(format!("{{{FIELDS}{rest}").as_str()));
}

#[test]
fn the_request_for_several_is_one_that_does_not_stand_or_fall_together() {
    let open = salesforce(DuplicatePolicy::Save).open(&items(2), NOW_MS);
    assert_eq!(open.steps.len(), 1);
    let call = &open.steps[0].call;
    assert_eq!(call.path, "/services/data/v62.0/composite/sobjects/Lead/LeadKey__c");
    let start = r#"{"allOrNone":false,"records":[{"Bundle__c":"bundle-1","Company":"Analytical""#;
    let body = call.body.as_deref().unwrap();
    assert!(body.starts_with(start), "{body}");
    assert!(body.contains(r#""LeadKey__c":"bl_000000""#) && body.contains(r#""attributes":{"type":"Lead"}"#));
}

#[test]
fn each_answer_to_one_lead_means_what_the_contract_says() {
    let error = |code: &str| format!(r#"[{{"message":"x","errorCode":"{code}","fields":[]}}]"#);
    let written =
        |created: bool| format!(r#"{{"id":"00Qx","success":true,"errors":[],"created":{created}}}"#);
    let cases = [
        (201, written(true), "done 00Qx"),
        (200, written(false), "done 00Qx"),
        (204, String::new(), "done LeadKey__c/bl_000000"),
        (
            300,
            r#"["/services/data/v62.0/sobjects/Lead/00Q1"]"#.into(),
            "refused salesforce: several records have the key",
        ),
        (400, error("REQUIRED_FIELD_MISSING"), "refused salesforce: REQUIRED_FIELD_MISSING"),
        (400, error("UNABLE_TO_LOCK_ROW"), "again 0 salesforce: UNABLE_TO_LOCK_ROW"),
        (400, error("CANNOT_UPDATE_CONVERTED_LEAD"), "refused salesforce: CANNOT_UPDATE_CONVERTED_LEAD"),
        (400, error("DUPLICATES_DETECTED"), "refused salesforce: DUPLICATES_DETECTED"),
        (400, error("SOMETHING_NEW"), "refused salesforce: http 400"),
        (401, error("INVALID_SESSION_ID"), "again 0 salesforce: INVALID_SESSION_ID"),
        (403, error("REQUEST_LIMIT_EXCEEDED"), "again 900000 salesforce: REQUEST_LIMIT_EXCEEDED"),
        (
            403,
            error("INSUFFICIENT_ACCESS_OR_READONLY"),
            "refused salesforce: INSUFFICIENT_ACCESS_OR_READONLY",
        ),
        (404, error("NOT_FOUND"), "refused salesforce: NOT_FOUND"),
        (409, String::new(), "refused salesforce: http 409"),
        (412, String::new(), "refused salesforce: http 412"),
        (414, String::new(), "refused salesforce: http 414"),
        (415, String::new(), "refused salesforce: http 415"),
        (420, String::new(), "again 0 salesforce: http 420"),
        (428, String::new(), "refused salesforce: http 428"),
        (429, String::new(), "again 0 salesforce: http 429"),
        (431, String::new(), "refused salesforce: http 431"),
        (500, String::new(), "again 0 salesforce: http 500"),
        (502, String::new(), "again 0 salesforce: http 502"),
        (503, String::new(), "again 0 salesforce: http 503"),
        (504, String::new(), "again 0 salesforce: http 504"),
    ];
    for (status, body, expected) in cases {
        let found = verdict(&salesforce(DuplicatePolicy::Save), &item(0), &answer(status, &body));
        assert_eq!(short(&found), expected, "{status} {body}");
    }
}

#[test]
fn a_list_is_read_in_the_order_of_the_request() {
    let body = r#"[{"id":"00Q0","success":true,"errors":[],"created":true},
        {"success":false,"errors":[{"statusCode":"STRING_TOO_LONG","message":"x","fields":["Company"]}]},
        {"success":false,"errors":[{"statusCode":"UNABLE_TO_LOCK_ROW","message":"x"}]}]"#;
    let progress = after(&salesforce(DuplicatePolicy::Save), &items(3), &answer(200, body));
    let verdicts: Vec<String> = progress.verdicts.iter().map(|(_, verdict)| short(verdict)).collect();
    let expected =
        ["done 00Q0", "refused salesforce: STRING_TOO_LONG", "again 0 salesforce: UNABLE_TO_LOCK_ROW"];
    assert_eq!(verdicts, expected);
}

#[test]
fn a_duplicate_value_is_repeated_once_and_then_refused() {
    let salesforce = salesforce(DuplicatePolicy::Save);
    let leads = items(2);
    let list =
        r#"[{"id":"00Q0","success":true},{"success":false,"errors":[{"statusCode":"DUPLICATE_VALUE"}]}]"#;
    let first = after(&salesforce, &leads, &answer(200, list));
    assert_eq!(first.verdicts.len(), 1);
    let second = &first.steps[0];
    assert_eq!(second.call.path, "/services/data/v62.0/sobjects/Lead/LeadKey__c/bl_000001");
    assert!(!second.call.body.as_deref().unwrap().contains("LeadKey__c"));
    let same = answer(400, r#"[{"errorCode":"DUPLICATE_VALUE"}]"#);
    let last = salesforce.read(&leads, second, &same, NOW_MS);
    assert_eq!(short(&last.verdicts[0].1), "refused salesforce: DUPLICATE_VALUE");
}

#[test]
fn a_duplicate_that_a_rule_found_is_attached_to_whichever_way_its_field_is_spelt() {
    for field in ["duplicateResut", "duplicateResult"] {
        let body = format!(
            r#"[{{"{field}":{{"matchResults":[{{"matchRecords":[{{"record":{{"Id":"003000000000001"}}}},{{"record":{{"Id":"00Q000000000002"}}}}]}}]}},"errorCode":"DUPLICATES_DETECTED","message":"Use one of these records?"}}]"#
        );
        let found = verdict(&salesforce(DuplicatePolicy::Attach), &item(0), &answer(400, &body));
        assert_eq!(short(&found), "done 00Q000000000002 into 00Q000000000002");
        let refused = verdict(&salesforce(DuplicatePolicy::Refuse), &item(0), &answer(400, &body));
        assert_eq!(short(&refused), "refused salesforce: DUPLICATES_DETECTED");
    }
}

#[test]
fn a_duplicate_found_in_a_list_is_sent_alone_because_a_list_does_not_say_which() {
    let list =
        r#"[{"id":"00Q0","success":true},{"success":false,"errors":[{"statusCode":"DUPLICATES_DETECTED"}]}]"#;
    let progress = after(&salesforce(DuplicatePolicy::Attach), &items(2), &answer(200, list));
    assert_eq!(progress.steps[0].call.path, "/services/data/v62.0/sobjects/Lead/LeadKey__c/bl_000001");
}

#[test]
fn only_a_401_wants_a_new_token() {
    let salesforce = salesforce(DuplicatePolicy::Save);
    assert!(salesforce.wants_new_token(&answer(401, "")));
    assert!(!salesforce.wants_new_token(&answer(403, "")) && !salesforce.wants_new_token(&answer(200, "")));
}

#[test]
fn a_repeat_asks_for_the_keys_alone() {
    let open = salesforce(DuplicatePolicy::Save).open(&[again(&item(0)), again(&item(1))], NOW_MS);
    let call = &open.steps[0].call;
    assert_eq!((open.steps.len(), call.method), (1, Method::Get));
    assert!(call.path.starts_with("/services/data/v62.0/query?q=SELECT%20Id%2CLeadKey__c%2C"));
    assert!(
        call.path.ends_with("IN%20%28%27bl_000000%27%2C%27bl_000001%27%29") && !call.path.contains("ada")
    );
}
