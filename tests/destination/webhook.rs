//! The webhook's request, its signature, and its rules.

use crate::common::lead::{again, item};
use crate::common::{NOW_MS, answer, header, mapping, short, verdict};
use beeline::destination::webhook::{Proof, Rules, Webhook};
use beeline::destination::{BaseUrl, Credential, Destination, RecordKind, TransportFailure};
use beeline::webhook::WebhookSecret;

fn webhook(rules: Rules) -> Webhook {
    let (base, path) = BaseUrl::split("https://crm.example.com/hook/7/?x=1").unwrap();
    Webhook {
        base,
        path,
        proof: Proof::Bearer(Credential::new("key")),
        key_field: "external_id".into(),
        mapping: mapping(&[
            ("email", "email"),
            ("lead_id", "lead_id"),
            ("correlation_id", "correlation_id"),
            ("bundle", "bundle"),
            ("consent.privacy", "privacy"),
            ("utm.source", "utm_source"),
        ]),
        rules,
        record: RecordKind::Lead,
    }
}

/// The rules for BottleCRM.
fn bottle() -> Rules {
    serde_json::from_str(
        r#"{"result":"/result","success_words":["created","duplicate"],"merged_words":["merged"],"reference":"/lead","repeat_is_safe":true}"#,
    )
    .unwrap()
}

const BODY: &str = r#"{"bundle":"bundle-1","correlation_id":"cor-0","email":"ada@example.com","external_id":"bl_000000","lead_id":"ld_0","privacy":true,"utm_source":"newsletter"}"#;

#[test]
fn the_request_is_unchanged() {
    let open = webhook(bottle()).open(&[item(0)], NOW_MS);
    let call = &open.steps[0].call;
    assert_eq!(call.path, "/hook/7/?x=1");
    assert_eq!(header(call, "authorization"), Some("Bearer key"));
    assert_eq!(header(call, "idempotency-key"), Some("bl_000000-1"));
    assert_eq!(call.body.as_deref(), Some(BODY));
}

#[test]
fn a_signature_is_over_id_time_and_body_as_standard_webhooks_says() {
    let proof =
        Proof::Signature(WebhookSecret::new("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=").unwrap());
    let open = Webhook { proof, ..webhook(bottle()) }.open(&[item(0)], NOW_MS);
    let call = &open.steps[0].call;
    assert_eq!(header(call, "webhook-id"), Some("bl_000000-1"));
    assert_eq!(header(call, "webhook-timestamp"), Some("1790000000"));
    assert_eq!(header(call, "webhook-signature"), Some("v1,20BD9H59VhVWcpqTRBMMiiZRqwidN44cTjD5SJ04o1s="));
    assert_eq!(header(call, "authorization"), None);
}

#[test]
fn each_answer_means_what_the_rules_say() {
    let cases = [
        (201, r#"{"result":"created","lead":"u-1"}"#, "done u-1"),
        (200, r#"{"result":"duplicate","lead":"u-1"}"#, "done u-1"),
        (200, r#"{"result":"merged","lead":"u-1"}"#, "done u-1 into u-1"),
        (200, r#"{"result":"lost"}"#, "again 0 webhook: unknown result"),
        (409, "", "done bl_000000"),
        (400, r#"{"errors":{"email":["ada@example.com is no address"]}}"#, "refused webhook: http 400"),
        (401, "", "again 60000 webhook: http 401"),
        (404, "", "refused webhook: http 404"),
        (410, "", "refused webhook: http 410"),
        (413, "", "refused webhook: http 413"),
        (429, "", "again 0 webhook: http 429"),
        (500, r#"{"detail":"could not be saved. Try again."}"#, "again 0 webhook: http 500"),
        (206, r#"{"result":"created"}"#, "again 0 webhook: http 206"),
    ];
    for (status, body, expected) in cases {
        assert_eq!(
            short(&verdict(&webhook(bottle()), &item(0), &answer(status, body))),
            expected,
            "{status} {body}"
        );
    }
}

#[test]
fn where_a_repeat_is_not_safe_a_lost_answer_is_unknown_and_never_sent_again() {
    let plain = webhook(Rules::default());
    for reply in
        [Err(TransportFailure::Timeout), Err(TransportFailure::Broken), answer(500, ""), answer(504, "")]
    {
        assert!(short(&verdict(&plain, &item(0), &reply)).starts_with("unknown webhook: "));
    }
    let no_connection = verdict(&plain, &item(0), &Err(TransportFailure::Refused));
    assert_eq!(short(&no_connection), "again 0 webhook: no connection");
    let open = plain.open(&[again(&item(0))], NOW_MS);
    assert!(open.steps.is_empty());
    assert_eq!(short(&open.verdicts[0].1), "refused webhook: may be there, and cannot be looked up");
}

#[test]
fn rules_with_an_unknown_name_in_them_are_refused() {
    assert!(serde_json::from_str::<Rules>(r#"{"sucess":[200]}"#).is_err());
}
