//! HubSpot's request, and every answer that its contract names.

use std::collections::BTreeSet;

use crate::common::lead::{item, items};
use crate::common::{NOW_MS, after, answer, answer_with, header, mapping, short, verdict};
use beeline::destination::hubspot::{HubSpot, Key, VERSION};
use beeline::destination::{BaseUrl, Credential, Destination, Item, Stage};

fn hubspot(key: Key) -> HubSpot {
    HubSpot {
        base: BaseUrl::parse("https://api.hubapi.com").unwrap(),
        token: Credential::new("pat\n"),
        version: VERSION.into(),
        key,
        mapping: mapping(&[
            ("email", "email"),
            ("first_name", "firstname"),
            ("lead_id", "beeline_lead"),
            ("correlation_id", "beeline_correlation"),
            ("bundle", "beeline_bundle"),
            ("consent.privacy", "beeline_privacy"),
            ("utm.source", "utm_source"),
        ]),
        looks_first: false,
        minutes_ahead_of_utc: 0,
    }
}

#[test]
fn the_request_is_unchanged() {
    let open = hubspot(Key::Email).open(&[item(0)], NOW_MS);
    let call = &open.steps[0].call;
    assert_eq!(call.path, "/crm/objects/2026-09/contacts/batch/upsert");
    assert_eq!(header(call, "authorization"), Some("Bearer pat"));
    assert_eq!(header(call, "content-type"), Some("application/json"));
    assert_eq!(
        call.body.as_deref(),
        Some(
            r#"{"inputs":[{"id":"ada@example.com","idProperty":"email","objectWriteTraceId":"ld_0","properties":{"beeline_bundle":"bundle-1","beeline_correlation":"cor-0","beeline_lead":"ld_0","beeline_privacy":"true","email":"ada@example.com","firstname":"Ada","utm_source":"newsletter"}}]}"#
        )
    );
}

#[test]
fn each_answer_to_one_lead_means_what_the_contract_says() {
    let category = |word: &str| format!(r#"{{"status":"error","category":"{word}","message":"x"}}"#);
    let limit = |policy: &str| format!(r#"{{"errorType":"RATE_LIMIT","policyName":"{policy}"}}"#);
    let midnight_ms = 86_400_000 - NOW_MS.rem_euclid(86_400_000);
    let cases = [
        (400, category("VALIDATION_ERROR"), "refused hubspot: VALIDATION_ERROR".to_owned()),
        (401, category("INVALID_AUTHENTICATION"), "again 60000 hubspot: INVALID_AUTHENTICATION".into()),
        (401, category("EXPIRED_AUTHENTICATION"), "again 60000 hubspot: EXPIRED_AUTHENTICATION".into()),
        (403, category("MISSING_SCOPES"), "again 60000 hubspot: MISSING_SCOPES".into()),
        (429, limit("TEN_SECONDLY_ROLLING"), "again 10000 hubspot: limit of ten seconds".into()),
        (429, limit("DAILY"), format!("again {midnight_ms} hubspot: limit of the day")),
        (429, category("RATE_LIMITS"), format!("again {midnight_ms} hubspot: limit of the day")),
        (
            429,
            r#"{"message":"You have reached your secondly limit."}"#.into(),
            "again 1000 hubspot: limit of a second".into(),
        ),
        (500, String::new(), "again 200 hubspot: http 500".into()),
        (502, String::new(), "again 200 hubspot: http 502".into()),
        (503, String::new(), "again 200 hubspot: http 503".into()),
        (504, String::new(), "again 200 hubspot: http 504".into()),
        (
            400,
            r#"{"category":"VALIDATION_ERROR","message":"Unable to perform update/upsert by non-unique 0-1 property"}"#.into(),
            "refused hubspot: the key property is not unique".into(),
        ),
        (200, r#"{"results":[{"id":"51","new":true,"objectWriteTraceId":"ld_0"}],"numErrors":0}"#.into(), "done 51".into()),
        (
            200,
            r#"{"results":[{"id":"51","new":false,"objectWriteTraceId":"ld_0"}]}"#.into(),
            "done 51 into 51".into(),
        ),
        (
            200,
            r#"{"results":[],"numErrors":1,"errors":[{"category":"VALIDATION_ERROR"}]}"#.into(),
            "refused hubspot: VALIDATION_ERROR".into(),
        ),
        (
            207,
            r#"{"results":[],"numErrors":1,"errors":[{"category":"RATE_LIMITS"}]}"#.into(),
            "again 10000 hubspot: RATE_LIMITS".into(),
        ),
        (
            200,
            r#"{"results":[{"id":"51","objectWriteTraceId":"ld_0"}],"numErrors":1}"#.into(),
            "again 0 hubspot: answer without a result".into(),
        ),
        (200, r#"{"results":[]}"#.into(), "again 0 hubspot: answer without a result".into()),
    ];
    for (status, body, expected) in cases {
        let found = verdict(&hubspot(Key::Email), &item(0), &answer(status, &body));
        assert_eq!(short(&found), expected, "{status} {body}");
    }
}

#[test]
fn the_wait_grows_with_the_attempts_as_in_hubspots_own_client() {
    let mut lead = item(0);
    lead.attempts = 3;
    let rolling = answer(429, r#"{"policyName":"TEN_SECONDLY_ROLLING"}"#);
    assert_eq!(
        short(&verdict(&hubspot(Key::Email), &lead, &rolling)),
        "again 40000 hubspot: limit of ten seconds"
    );
    let longer = answer_with(429, &[("retry-after", "60")], r#"{"policyName":"TEN_SECONDLY_ROLLING"}"#);
    assert_eq!(
        short(&verdict(&hubspot(Key::Email), &lead, &longer)),
        "again 60000 hubspot: limit of ten seconds"
    );
}

#[test]
fn an_unknown_limit_waits_as_long_as_hubspot_asks_and_the_days_until_tomorrow() {
    let midnight_ms = 86_400_000 - NOW_MS.rem_euclid(86_400_000);
    let after_two_seconds = |body: &str| {
        short(&verdict(&hubspot(Key::Email), &item(0), &answer_with(429, &[("retry-after", "2")], body)))
    };
    assert_eq!(after_two_seconds(r#"{"policyName":"SEARCH"}"#), "again 2000 hubspot: another limit");
    assert_eq!(after_two_seconds("{}"), "again 2000 hubspot: another limit");
    let daily = after_two_seconds(r#"{"policyName":"DAILY"}"#);
    assert_eq!(daily, format!("again {midnight_ms} hubspot: limit of the day"));
}

#[test]
fn a_success_that_carries_errors_settles_each_lead_by_its_own() {
    let body = r#"{"status":"COMPLETE","numErrors":1,
        "results":[{"id":"50","new":true,"objectWriteTraceId":"ld_0"},{"id":"52","new":true,"objectWriteTraceId":"ld_2"}],
        "errors":[{"category":"VALIDATION_ERROR","context":{"objectWriteTraceId":["ld_1"]}}]}"#;
    let progress = after(&hubspot(Key::Email), &items(3), &answer(200, body));
    let verdicts: Vec<(usize, String)> =
        progress.verdicts.iter().map(|(item, verdict)| (*item, short(verdict))).collect();
    let expected =
        [(0, "done 50".into()), (1, "refused hubspot: VALIDATION_ERROR".into()), (2, "done 52".into())];
    assert_eq!(verdicts, expected);
    assert!(progress.steps.is_empty());
}

#[test]
fn whoever_has_neither_result_nor_error_is_sent_again_alone() {
    let body = r#"{"results":[{"id":"50","new":true,"objectWriteTraceId":"ld_0"}],"numErrors":1,"errors":[{"category":"VALIDATION_ERROR"}]}"#;
    let progress = after(&hubspot(Key::Email), &items(2), &answer(200, body));
    assert_eq!(progress.verdicts.len(), 1);
    assert_eq!(progress.steps.len(), 1);
    assert_eq!(progress.steps[0].turns[0].item, 1);
}

#[test]
fn a_conflict_is_tried_once_more_and_then_refused() {
    let hubspot = hubspot(Key::Email);
    let conflict =
        answer(409, r#"{"category":"CONFLICT","message":"Contact already exists. Existing ID: 12345"}"#);
    let leads = [item(0)];
    let first = after(&hubspot, &leads, &conflict);
    assert_eq!(first.steps.len(), 1);
    let second = hubspot.read(&leads, &first.steps[0], &conflict, NOW_MS);
    assert_eq!(short(&second.verdicts[0].1), "refused hubspot: CONFLICT");
}

#[test]
fn with_a_key_of_ours_an_email_that_is_taken_leads_into_its_contact() {
    let hubspot = hubspot(Key::Property("lead_key".into()));
    let leads = [item(0)];
    let open = hubspot.open(&leads, NOW_MS);
    assert!(
        open.steps[0].call.body.as_deref().unwrap().contains(r#""id":"bl_000000","idProperty":"lead_key""#)
    );
    let conflict =
        answer(409, r#"{"category":"CONFLICT","message":"Contact already exists. Existing ID: 12345"}"#);
    let look = hubspot.read(&leads, &open.steps[0], &conflict, NOW_MS);
    assert_eq!(look.steps[0].stage, Stage::Look { by_email: true });
    let there =
        r#"{"results":[{"id":"12345","properties":{"email":"ada@example.com","firstname":"Augusta"}}]}"#;
    let write = hubspot.read(&leads, &look.steps[0], &answer(200, there), NOW_MS);
    let body = write.steps[0].call.body.as_deref().unwrap();
    assert!(body.contains(r#""idProperty":"email""#) && body.contains(r#""firstname":"Augusta""#));
    let done = answer(200, r#"{"results":[{"id":"12345","new":false,"objectWriteTraceId":"ld_0"}]}"#);
    let last = hubspot.read(&leads, &write.steps[0], &done, NOW_MS);
    assert_eq!(short(&last.verdicts[0].1), "done 12345 into 12345");
}

/// What HubSpot answers when the first lead of three is new and the others' emails are taken.
const TWO_TAKEN: &str = r#"{"status":"COMPLETE","numErrors":2,
    "results":[{"id":"50","new":true,"objectWriteTraceId":"ld_0"}],
    "errors":[{"category":"CONFLICT","context":{"objectWriteTraceId":["ld_1"]}},
              {"category":"CONFLICT","context":{"objectWriteTraceId":["ld_2"]}}]}"#;

#[test]
fn emails_that_are_taken_are_read_in_one_call_and_nobody_else_waits_for_it() {
    let hubspot = hubspot(Key::Property("lead_key".into()));
    let leads = items(3);
    let open = hubspot.open(&leads, NOW_MS);
    let progress = hubspot.read(&leads, &open.steps[0], &answer(200, TWO_TAKEN), NOW_MS);
    assert_eq!(progress.verdicts.iter().map(|(item, _)| *item).collect::<Vec<_>>(), [0]);
    let [look] = progress.steps.as_slice() else { panic!("{:?}", progress.steps) };
    assert_eq!(look.stage, Stage::Look { by_email: true });
    assert_eq!(look.turns.iter().map(|turn| turn.item).collect::<BTreeSet<_>>(), BTreeSet::from([1, 2]));
}

#[test]
fn what_is_new_by_a_key_of_ours_is_not_looked_for() {
    for looks_first in [false, true] {
        let by_property = HubSpot { looks_first, ..hubspot(Key::Property("lead_key".into())) };
        assert!(!by_property.open(&items(3), NOW_MS).steps[0].stage.only_reads());
        let by_email = HubSpot { looks_first, ..hubspot(Key::Email) };
        assert_eq!(by_email.open(&items(3), NOW_MS).steps[0].stage.only_reads(), looks_first);
    }
}

#[test]
fn by_a_key_of_ours_a_lost_answer_is_looked_into_once_somebody_may_have_worked_on_the_contact() {
    let hubspot = hubspot(Key::Property("lead_key".into()));
    let doubtful = Item { may_exist: true, ..item(0) };
    let accepted_at_ms = doubtful.record.accepted_at_ms;
    for (age_ms, looks) in [(0, false), (59_999, false), (60_000, true), (3_600_000, true)] {
        let open = hubspot.open(std::slice::from_ref(&doubtful), accepted_at_ms + age_ms);
        assert_eq!(open.steps[0].stage.only_reads(), looks, "{age_ms} ms");
    }
    let known = Item { reference: Some("50".into()), ..doubtful };
    assert!(hubspot.open(&[known], accepted_at_ms).steps[0].stage.only_reads(), "a later revision");
}
