//! Queue envelopes: believed only when signed, small enough to travel, frozen.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

use beeline::envelope::{EnvelopeError, MAX_ENVELOPE_BYTES, Message, MessageBody, Sealer, batch_len};
use beeline::guard;
use beeline::lead::Lane;
use beeline::secret::Secret;
use proptest::prelude::*;
use serde_json::value::RawValue;

const KEY: &str = "0123456789abcdef0123456789abcdef";
/// A sealed message, as it may lie in a queue while a new version is deployed.
const SEALED: &str = include_str!("frozen/envelope.txt");
const SEALED_BEFORE_ATTEMPTS: &str = include_str!("frozen/envelope_before_attempts.txt");

fn sealer() -> Sealer {
    Sealer::new("k1".into(), Secret::new(KEY).unwrap())
}

fn message(lead: &str) -> Message {
    let json = serde_json::json!({
        "lead_id": "ld_040g0000000000000000000g",
        "key": "bl_0",
        "obligation": "crm:inbox",
        "revision": 1,
        "generation": 1,
        "form": "demo",
        "shard": "eu-03",
        "kind": "real",
        "correlation_id": "co_0",
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "accepted_at_ms": 1_700_000_000_000_i64,
        "route": {"team": "sales"},
        "bundle": "b",
        "records": "accepted",
        "body": {"lead": RawValue::from_string(lead.to_owned()).unwrap()},
    });
    serde_json::from_str(&json.to_string()).unwrap()
}

#[test]
fn what_was_sealed_opens_to_itself() {
    let sealed = sealer().seal(message(r#"{"name":"Ada"}"#)).unwrap();
    let opened = sealer().open(&sealed).unwrap();
    assert_eq!(
        serde_json::to_string(&opened).unwrap(),
        serde_json::to_string(&message(r#"{"name":"Ada"}"#)).unwrap()
    );
}

#[test]
fn envelope_bytes_unchanged() {
    assert_eq!(sealer().seal(message(r#"{"name":"Ada"}"#)).unwrap(), SEALED.trim());
    assert_eq!(sealer().open(SEALED.trim()).unwrap().lead_id.to_string(), "ld_040g0000000000000000000g");
}

#[test]
fn a_message_from_before_attempts_and_lanes_were_told_is_still_read() {
    let opened = sealer().open(SEALED_BEFORE_ATTEMPTS.trim()).unwrap();
    assert_eq!(opened.lead_id.to_string(), "ld_040g0000000000000000000g");
    assert_eq!((opened.attempts, opened.lane, opened.traces.is_none()), (0, Lane::Standard, true));
}

#[test]
fn a_lead_too_large_for_a_message_travels_as_a_reference() {
    let lead = format!("{{\"notes\":\"{}\"}}", "x".repeat(MAX_ENVELOPE_BYTES));
    let sealed = sealer().seal(message(&lead)).unwrap();
    assert!(sealed.len() <= MAX_ENVELOPE_BYTES);
    assert!(matches!(sealer().open(&sealed).unwrap().body, MessageBody::LeadRef));
}

#[test]
fn another_key_another_version_and_another_shape_are_not_believed() {
    let sealed = sealer().seal(message("{}")).unwrap();
    let other = Sealer::new("k1".into(), Secret::new(&KEY.replace('0', "1")).unwrap());
    assert_eq!(other.open(&sealed).unwrap_err(), EnvelopeError::Signature);
    let renamed = Sealer::new("k2".into(), Secret::new(KEY).unwrap());
    assert_eq!(renamed.open(&sealed).unwrap_err(), EnvelopeError::UnknownKey);
    assert_eq!(sealer().open(&sealed.replacen("v1.", "v2.", 1)).unwrap_err(), EnvelopeError::Shape);
    assert_eq!(sealer().open("hello").unwrap_err(), EnvelopeError::Shape);
}

#[test]
fn a_batch_is_as_large_as_the_queue_takes() {
    assert_eq!(batch_len(&[1_000; 150]), 100);
    assert_eq!(batch_len(&[90_000; 5]), 2);
    assert_eq!(batch_len(&[300_000]), 1, "a sender always moves on");
}

proptest! {
    #[test]
    fn no_changed_byte_is_believed(place in 0usize..400, letter in "[A-Za-z0-9._-]") {
        let sealed = sealer().seal(message(r#"{"name":"Ada"}"#)).unwrap();
        let place = place % sealed.len();
        let mut forged = sealed.clone();
        forged.replace_range(place..=place, &letter);
        prop_assume!(forged != sealed);
        prop_assert!(sealer().open(&forged).is_err());
    }

    #[test]
    fn nothing_that_arrives_makes_it_panic(text: String) {
        prop_assert!(sealer().open(&text).is_err());
    }
}

#[test]
fn a_record_that_is_there_gives_way_to_those_that_are_not() {
    let urgency = |lane, enriched, reference: Option<&str>| {
        let reference = reference.map(str::to_owned);
        Message { lane, enriched, reference, ..message("{}") }.urgency()
    };
    assert_eq!(urgency(Lane::Hot, false, None), guard::Lane::Hot);
    assert_eq!(urgency(Lane::Standard, false, Some("7")), guard::Lane::Standard, "a late rep, say");
    assert_eq!(urgency(Lane::Hot, true, None), guard::Lane::Hot, "looked for before it was delivered");
    for lane in [Lane::Hot, Lane::Standard] {
        assert_eq!(urgency(lane, true, Some("7")), guard::Lane::Warm);
    }
    let batch = [guard::Lane::Warm, guard::Lane::Hot, guard::Lane::Standard];
    assert_eq!(
        batch.into_iter().min(),
        Some(guard::Lane::Hot),
        "a batch is as urgent as the most urgent in it"
    );
}
