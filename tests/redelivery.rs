//! Messages that a queue brings late, or more than once.

#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

use beeline::envelope::Message;
use beeline::ledger::{ObligationName, Outcome, StillOwed, Traces};
use beeline::redelivery::{Decision, decide, newest};

/// As it was sealed: nothing was known of the destination.
fn sealed() -> Message {
    let json = serde_json::json!({
        "lead_id": "ld_040g0000000000000000000g",
        "key": "bl_0",
        "obligation": "crm:pipedrive",
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
        "body": {"lead": {}},
    });
    serde_json::from_str(&json.to_string()).unwrap()
}

fn attempted(decision: Decision) -> Message {
    match decision {
        Decision::Attempt(message) => *message,
        other => panic!("{other:?}"),
    }
}

fn with_part() -> StillOwed {
    StillOwed { traces: Traces { part: Some("person/12".into()), ..Traces::default() }, reference: None }
}

#[test]
fn what_comes_for_the_first_time_and_is_owed_is_attempted_without_a_look() {
    let message = attempted(decide(sealed(), 1, Some(StillOwed::default()), 30_000));
    assert!(message.traces.is_none() && message.reference.is_none());
}

#[test]
fn what_is_not_owed_any_more_is_void_however_often_it_comes() {
    for deliveries in [1, 2, 10] {
        assert!(matches!(decide(sealed(), deliveries, None, 0), Decision::Void));
    }
}

#[test]
fn what_its_queue_delivers_again_is_in_doubt_though_the_ledger_knows_of_none() {
    let message = attempted(decide(sealed(), 2, Some(StillOwed::default()), 0));
    assert!(message.traces.may_exist);
}

#[test]
fn where_a_look_is_worth_nothing_yet_it_waits_in_the_ledger_and_stays_in_doubt() {
    match decide(sealed(), 2, Some(StillOwed::default()), 30_000) {
        Decision::End(_, Outcome::Deferred { after_ms, may_exist, .. }) => {
            assert_eq!((after_ms, may_exist), (30_000, true));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_reference_that_was_learned_since_needs_no_looking_for() {
    let known = StillOwed { reference: Some("person/12/lead/a".into()), ..StillOwed::default() };
    let message = attempted(decide(sealed(), 2, Some(known), 30_000));
    assert_eq!(message.reference.as_deref(), Some("person/12/lead/a"));
    assert!(!message.traces.may_exist);
}

#[test]
fn what_the_ledger_knows_stands_over_what_was_sealed() {
    let mut stale = sealed();
    stale.reference = Some("person/1".into());
    stale.traces.part = Some("person/1".into());
    let message = attempted(decide(stale, 1, Some(with_part()), 30_000));
    assert_eq!((message.reference, message.traces), (None, with_part().traces));
}

#[test]
fn of_several_about_one_thing_the_newest_is_worked_on_whatever_their_order() {
    let message = |name: &str, generation, attempts| Message {
        obligation: ObligationName::card(name),
        generation,
        attempts,
        ..sealed()
    };
    let batch =
        vec![message("slack", 1, 9), message("slack", 2, 2), message("teams", 1, 1), message("slack", 2, 1)];
    let named = |messages: Vec<Message>| {
        let each = messages
            .into_iter()
            .map(|message| (message.obligation.to_string(), message.generation, message.attempts));
        each.collect::<Vec<_>>()
    };
    let card = |name: &str, generation, attempts| (format!("card:{name}"), generation, attempts);
    let (kept, others) = newest(batch, |message| message);
    assert_eq!(named(kept), [card("slack", 2, 2), card("teams", 1, 1)]);
    assert_eq!(named(others), [card("slack", 1, 9), card("slack", 2, 1)]);
}
