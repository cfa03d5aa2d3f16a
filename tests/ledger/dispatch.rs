//! Sending what is due: when, how often, and what a refused send changes.

use crate::support::claims::{CARD, CRM, NOON_MS, claim, delivered, shown, words};
use crate::support::ledger::{Ledger, settlement_of};
use beeline::ledger::{
    CARD_LEASE_MS, DISPATCH_LEADS, LeadState, MAX_AGE_MS, ObligationState, WhyUnsent, resend_after_ms,
};

const HUBSPOT: &str = "crm:hubspot";

#[test]
fn a_row_carries_all_that_a_message_needs() {
    let ledger = Ledger::home();
    ledger.claim(&claim().said("one"));
    ledger.pass(1_000);
    let second = claim().said("two").team("partners").owing(&[CRM]).build(ledger.now_ms());
    let lead_id = ledger.try_claim(second.clone()).unwrap().lead_id;
    let row = ledger.dispatch().pop().unwrap();
    assert_eq!((row.lead.lead_id, row.owed.name.as_str()), (lead_id, CRM));
    assert_eq!((row.owed.revision, row.owed.generation, row.owed.attempts), (2, 2, 1));
    assert_eq!(row.lead.accepted_at_ms, NOON_MS, "the lead's");
    assert_eq!(row.accepted_at_ms, NOON_MS + 1_000, "the revision's");
    assert_eq!(row.traceparent, second.traceparent);
    assert_eq!(words(&row.payload), "two");
    assert!(row.route.contains("partners"), "{}", row.route);
}

#[test]
fn what_is_sent_is_sent_again_only_if_it_stays_unsettled() {
    let ledger = Ledger::home();
    let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
    let grace = ledger.claim(&claim().person("grace").owing(&[CRM])).lead_id;
    assert_eq!(ledger.dispatch().len(), 2);
    assert!(ledger.dispatch().is_empty());
    ledger.settle(ada, CRM, 1, delivered("record"));
    ledger.set_clock(ledger.next_wake_ms().unwrap());
    let again = ledger.dispatch().pop().unwrap();
    assert_eq!((again.lead.lead_id, again.owed.attempts), (grace, 2));
}

#[test]
fn the_pause_before_a_resend_doubles_to_a_quarter_of_an_hour() {
    let pauses: Vec<i64> = (0..8).map(|attempts| resend_after_ms(attempts, 0) / 1000).collect();
    assert_eq!(pauses, [15, 30, 60, 120, 240, 480, 900, 900]);
    for attempts in [0, 5, 60, u32::MAX] {
        let (least, most) = (resend_after_ms(attempts, 0), resend_after_ms(attempts, u8::MAX));
        assert!(least <= most && most <= least + least / 10, "spread by at most a tenth");
    }
}

#[test]
fn the_object_sleeps_until_the_next_row_is_due() {
    let ledger = Ledger::home();
    assert_eq!(ledger.next_wake_ms(), None);
    let lead_id = ledger.claim(&claim()).lead_id;
    assert_eq!(ledger.next_wake_ms(), Some(NOON_MS));
    ledger.dispatch();
    assert_eq!(ledger.next_wake_ms(), Some(NOON_MS + CARD_LEASE_MS));
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    let crm_again = ledger.owed(lead_id, CRM).not_before_ms;
    assert_eq!(ledger.next_wake_ms(), Some(crm_again), "a card that waits for the CRM wakes nobody");
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    assert_eq!(ledger.next_wake_ms(), Some(NOON_MS), "now it does");
    let card = ledger.dispatch().pop().unwrap();
    ledger.settle_all(vec![settlement_of(&card, shown("message", LeadState::Delivered))]);
    assert_eq!(ledger.next_wake_ms(), None);
}

#[test]
fn one_dispatch_takes_a_bounded_number_of_rows_longest_waiting_first() {
    let ledger = Ledger::home();
    for person in 0..DISPATCH_LEADS + 7 {
        ledger.claim(&claim().person(&format!("person-{person}")).owing(&[CRM]));
        ledger.pass(1);
    }
    let first: Vec<i64> = ledger.dispatch().iter().map(|row| row.lead.accepted_at_ms).collect();
    let expected: Vec<i64> = (NOON_MS..).take(DISPATCH_LEADS).collect();
    assert_eq!(first, expected);
    assert_eq!(ledger.dispatch().len(), 7);
}

#[test]
fn a_refused_row_is_due_again_shortly_and_the_try_does_not_count() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    let rows = ledger.dispatch();
    ledger.undispatch(&rows);
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!((owed.state, owed.attempts), (ObligationState::Due, 0));
    assert!((NOON_MS + 1..=NOON_MS + 5_000).contains(&owed.not_before_ms));
    ledger.set_clock(owed.not_before_ms);
    assert_eq!(ledger.dispatch()[0].owed.attempts, 1);
}

#[test]
fn a_row_whose_queue_did_not_answer_may_be_in_it_and_is_not_sent_again_as_if_it_were_not() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[HUBSPOT])).lead_id;
    let rows = ledger.dispatch();
    ledger.undispatch_as(&rows, WhyUnsent::Unanswered);
    let owed = ledger.owed(lead_id, HUBSPOT);
    assert_eq!((owed.state, owed.attempts), (ObligationState::Sent, 1));
    ledger.set_clock(ledger.next_wake_ms().unwrap());
    let again = ledger.dispatch().remove(0).owed;
    assert_eq!((again.attempts, again.traces.may_exist), (2, true));
}

#[test]
fn a_refusal_that_comes_late_leaves_settled_and_reopened_rows_alone() {
    let ledger = Ledger::home();
    let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
    let grace = ledger.claim(&claim().person("grace").owing(&[CRM])).lead_id;
    let rows = ledger.dispatch();
    ledger.settle(ada, CRM, 1, delivered("record"));
    ledger.claim(&claim().person("grace").owing(&[CRM]).said("more"));
    let before = (ledger.owed(ada, CRM), ledger.owed(grace, CRM));
    ledger.undispatch(&rows);
    assert_eq!((ledger.owed(ada, CRM), ledger.owed(grace, CRM)), before);
}

#[test]
fn a_queue_that_refuses_for_ten_minutes_leaves_no_line_per_try() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.dispatch();
    ledger.set_clock(ledger.next_wake_ms().unwrap());
    for _ in 0..600 {
        let rows = ledger.dispatch();
        ledger.undispatch(&rows);
        ledger.set_clock(ledger.next_wake_ms().unwrap());
    }
    assert_eq!(ledger.owed(lead_id, CRM).attempts, 1);
    let lines = ledger.lead(lead_id).unwrap().timeline.len();
    assert!(lines < 20, "{lines} lines in the timeline of one lead");
}

#[test]
fn what_is_never_settled_is_quarantined_after_three_days() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.dispatch();
    ledger.pass(MAX_AGE_MS);
    assert_eq!(ledger.dispatch_names(), [CRM], "a last try");
    ledger.set_clock(ledger.next_wake_ms().unwrap());
    assert!(ledger.dispatch().is_empty());
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!(owed.state, ObligationState::Quarantined);
    assert_eq!(owed.reason.as_deref(), Some("exhausted: never settled"));
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
    assert_eq!(ledger.counted_at(CRM, "quarantined"), 1, "counted where it was owed, too");
    assert_eq!(ledger.next_wake_ms(), None);
}

#[test]
fn a_lead_given_up_on_in_two_places_at_once_is_one_quarantined_lead() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, HUBSPOT, CARD])).lead_id;
    ledger.pass(MAX_AGE_MS + 1);
    while ledger.next_wake_ms().is_some_and(|at_ms| at_ms <= ledger.now_ms()) {
        ledger.dispatch();
    }
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
    assert_eq!(ledger.books().counter("quarantined"), 1);
}

#[test]
fn a_delivered_lead_whose_card_is_given_up_on_moves_once() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, CARD, "card:teams"])).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.pass(MAX_AGE_MS + 1);
    ledger.dispatch();
    let books = ledger.books();
    assert_eq!((books.counter("delivered"), books.counter("delivered_left")), (1, 1));
    assert_eq!(books.counter("quarantined"), 1);
}

#[test]
fn a_settlement_that_arrives_after_giving_up_still_counts() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.pass(MAX_AGE_MS + 1);
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
}

#[test]
fn a_failed_dispatch_has_marked_nothing() {
    let ledger = Ledger::home();
    ledger.claim(&claim());
    let before = ledger.sqlite.dump();
    for statements in 0..2 {
        ledger.sqlite.fail_after(statements);
        let now_ms = ledger.now_ms();
        let outcome = ledger.sqlite.transaction(|sqlite| beeline::ledger::dispatch(sqlite, now_ms));
        assert!(outcome.is_err());
        assert_eq!(ledger.sqlite.dump(), before);
    }
}

#[test]
fn a_lead_whose_submission_is_gone_holds_up_nobody_else() {
    let ledger = Ledger::home();
    let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.claim(&claim().person("grace").owing(&[CRM]));
    ledger.sqlite.look("DELETE FROM submission WHERE lead = 1", vec![]);
    assert_eq!(ledger.dispatch_names(), [CRM]);
    assert_eq!(ledger.owed(ada, CRM).reason.as_deref(), Some("its submission is not on record"));
}

#[test]
fn more_than_one_batch_of_leads_is_said_to_be_more() {
    let ledger = Ledger::home();
    for person in 0..=DISPATCH_LEADS {
        ledger.claim(&claim().person(&format!("person-{person}")).owing(&[CRM]));
    }
    let now_ms = ledger.now_ms();
    let look = || ledger.sqlite.transaction(|sqlite| beeline::ledger::dispatch(sqlite, now_ms)).unwrap();
    let (first, second) = (look(), look());
    assert_eq!((first.rows.len(), first.more), (DISPATCH_LEADS, true));
    assert_eq!((second.rows.len(), second.more), (1, false));
}
