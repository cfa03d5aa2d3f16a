//! What an attempt leaves behind when it did not deliver, and when the next one is made.

use std::collections::BTreeSet;

use crate::support::claims::NOON_MS;
use crate::support::claims::{claim, deferred, delivered};
use crate::support::ledger::Ledger;
use beeline::ledger::{Dispatch, MAX_AGE_MS, ObligationState, Outcome, Traces};
use beeline::quarantine::DEAD_LETTERED;

const CRM: &str = "crm:hubspot";

fn deferred_in_doubt() -> Outcome {
    Outcome::Deferred { after_ms: 0, reason: "hubspot: timeout".into(), may_exist: true }
}

fn one(mut rows: Vec<Dispatch>) -> Dispatch {
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

/// Sends what is due, however far ahead that is.
fn send_again(ledger: &Ledger) -> Dispatch {
    ledger.set_clock(ledger.next_wake_ms().unwrap());
    one(ledger.dispatch())
}

#[test]
fn a_first_attempt_leaves_nothing_to_look_for() {
    let ledger = Ledger::home();
    ledger.claim(&claim().owing(&[CRM]));
    let sent = one(ledger.dispatch());
    assert_eq!((sent.owed.attempts, sent.owed.traces), (1, Traces::default()));
}

#[test]
fn an_attempt_that_nobody_settles_may_have_written_the_record() {
    let ledger = Ledger::home();
    ledger.claim(&claim().owing(&[CRM]));
    ledger.dispatch();
    assert!(send_again(&ledger).owed.traces.may_exist);
}

#[test]
fn one_that_ended_without_doubt_has_not() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, deferred(0));
    assert!(!send_again(&ledger).owed.traces.may_exist);
}

#[test]
fn a_doubt_stays_until_the_record_is_found_or_written() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, deferred_in_doubt());
    assert!(send_again(&ledger).owed.traces.may_exist);
    ledger.settle(lead_id, CRM, 1, deferred(0));
    assert!(send_again(&ledger).owed.traces.may_exist, "a later refusal does not unwrite it");
    ledger.settle(lead_id, CRM, 1, delivered("7"));
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!((owed.reference.as_deref(), owed.traces), (Some("7"), Traces::default()));
}

#[test]
fn what_a_queue_gave_up_may_have_been_written_before_each_crash() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    let sent = one(ledger.dispatch());
    ledger.settle(lead_id, CRM, 1, Outcome::dead_lettered(&sent.owed.name, 60_000));
    let again = send_again(&ledger);
    assert!(again.owed.traces.may_exist);
    assert_eq!(again.owed.reason.as_deref(), Some(DEAD_LETTERED));
}

#[test]
fn a_part_that_was_written_is_gone_on_from_whatever_became_of_the_attempt() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, Outcome::Begun { part: "person/12".into() });
    assert_eq!(ledger.counted_at(CRM, "records"), 0, "a part is no record");
    assert_eq!(ledger.owed(lead_id, CRM).state, ObligationState::Sent);
    let sent = send_again(&ledger);
    assert_eq!(sent.owed.traces.part.as_deref(), Some("person/12"));
    ledger.settle(lead_id, CRM, 1, delivered("person/12/lead/9"));
    assert_eq!(ledger.counted_at(CRM, "records"), 1);
    assert_eq!(ledger.owed(lead_id, CRM).traces, Traces::default());
}

#[test]
fn a_postponed_attempt_does_not_count_and_is_in_no_timeline() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    for _ in 0..1_000 {
        ledger.set_clock(ledger.next_wake_ms().unwrap_or(NOON_MS));
        ledger.dispatch();
        ledger.settle(lead_id, CRM, 1, Outcome::postponed(100, "hubspot: busy"));
    }
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!((owed.state, owed.attempts), (ObligationState::Due, 0));
    assert_eq!(owed.reason.as_deref(), Some("hubspot: busy"));
    assert!(!owed.traces.may_exist);
    assert!(ledger.lead(lead_id).unwrap().timeline.len() < 5);
}

#[test]
fn what_is_postponed_for_three_days_is_quarantined_with_the_reason() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.dispatch();
    ledger.pass(MAX_AGE_MS + 1);
    ledger.settle(lead_id, CRM, 1, Outcome::postponed(100, "hubspot: circuit open"));
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!(owed.reason.as_deref(), Some("exhausted: hubspot: circuit open"));
    let timeline = ledger.lead(lead_id).unwrap().timeline;
    assert_eq!(timeline.last().unwrap().event, "quarantined");
}

#[test]
fn attempts_that_failed_together_come_back_over_ever_longer_times() {
    for (attempt, ceiling_ms) in [(1, 1_000), (2, 2_000), (4, 8_000), (12, 900_000)] {
        let waits_ms: Vec<i64> = (0..60).map(|person| wait_of(person, attempt)).collect();
        assert!(waits_ms.iter().all(|wait_ms| (0..=ceiling_ms).contains(wait_ms)), "{waits_ms:?}");
        let quarters: BTreeSet<i64> = waits_ms.iter().map(|wait_ms| wait_ms * 4 / (ceiling_ms + 1)).collect();
        assert!(quarters.len() >= 3, "spread over all of it: {quarters:?}");
    }
}

#[test]
fn what_waited_out_an_outage_comes_back_in_crowds_and_not_all_at_once() {
    for (age_ms, stroke_ms) in [(8_000, 1_000), (40_000, 4_000), (1_000_000, 16_000)] {
        let crowds: BTreeSet<i64> = (0..300).map(|person| back_at_ms(person, age_ms)).collect();
        let first_ms = NOON_MS + age_ms + 100;
        let last_ms = first_ms + (age_ms / 4).min(60_000);
        assert!(crowds.iter().all(|at_ms| (first_ms..=last_ms).contains(at_ms)), "{age_ms}: {crowds:?}");
        assert!(crowds.iter().all(|at_ms| at_ms % stroke_ms == 0), "{age_ms}: {crowds:?}");
        assert!((2..=4).contains(&crowds.len()), "{age_ms}: {crowds:?}");
    }
}

#[test]
fn what_has_hardly_waited_is_not_kept_for_a_crowd() {
    let waits_ms: Vec<i64> = (0..50).map(|person| back_at_ms(person, 2_000) - NOON_MS - 2_000).collect();
    assert!(waits_ms.iter().all(|wait_ms| (100..=600).contains(wait_ms)), "{waits_ms:?}");
    assert!(BTreeSet::from_iter(&waits_ms).len() > 30, "{waits_ms:?}");
}

/// When one person's lead of this age is tried again after it was postponed by a tenth of a second.
fn back_at_ms(person: usize, age_ms: i64) -> i64 {
    let ledger = Ledger::home();
    let lead_id =
        ledger.claim(&claim().person(&format!("person-{person}@example.com")).owing(&[CRM])).lead_id;
    ledger.dispatch();
    ledger.set_clock(NOON_MS + age_ms);
    ledger.settle(lead_id, CRM, 1, Outcome::postponed(100, "hubspot: circuit open"));
    ledger.owed(lead_id, CRM).not_before_ms
}

/// How long one person's lead waits after so many failures.
fn wait_of(person: usize, attempts: u32) -> i64 {
    let ledger = Ledger::home();
    let lead_id =
        ledger.claim(&claim().person(&format!("person-{person}@example.com")).owing(&[CRM])).lead_id;
    for _ in 0..attempts {
        ledger.set_clock(ledger.next_wake_ms().unwrap_or(NOON_MS));
        ledger.dispatch();
        ledger.settle(lead_id, CRM, 1, deferred(0));
    }
    ledger.owed(lead_id, CRM).not_before_ms - ledger.now_ms()
}
