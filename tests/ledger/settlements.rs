//! How attempts end: what absorbs, what is void, and when the ledger gives up.

use crate::support::claims::{CARD, CRM, NOON_MS, claim, deferred, delivered, quarantined, shown};
use crate::support::ledger::{Ledger, settlement};
use beeline::ledger::{LeadState, MAX_AGE_MS, MAX_ATTEMPTS, ObligationState};

const HUBSPOT: &str = "crm:hubspot";

#[test]
fn delivered_absorbs_whatever_comes_later() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    assert!(ledger.settle(lead_id, CRM, 1, delivered("record")).applied);
    let settled = ledger.owed(lead_id, CRM);
    for late in [deferred(1_000), quarantined(), delivered("another"), shown("x", LeadState::Accepted)] {
        let reply = ledger.settle(lead_id, CRM, 1, late);
        assert!(!reply.applied);
        assert_eq!(reply.record.as_deref(), Some("record"));
    }
    assert_eq!(ledger.owed(lead_id, CRM), settled);
    assert_eq!(ledger.books().net("delivered"), 1);
}

#[test]
fn an_older_generation_cannot_undo_a_newer_one() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.claim(&claim().owing(&[CRM]).said("more"));
    for late in [deferred(1_000), quarantined()] {
        assert!(!ledger.settle(lead_id, CRM, 1, late).applied);
    }
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!((owed.state, owed.generation), (ObligationState::Due, 2), "revision 2 is still owed");
    assert_eq!(ledger.state(lead_id), LeadState::Accepted);
}

#[test]
fn the_reference_of_an_older_generation_is_kept() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.claim(&claim().said("more"));
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.settle(lead_id, CARD, 1, delivered("message"));
    assert_eq!(ledger.owed(lead_id, CRM).reference.as_deref(), Some("record"));
    assert_eq!(ledger.owed(lead_id, CARD).reference.as_deref(), Some("message"));
}

#[test]
fn delivered_after_quarantined_wins() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.settle(lead_id, CRM, 1, quarantined());
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
    assert!(!ledger.settle(lead_id, CRM, 1, deferred(1_000)).applied, "nothing reopens it but that");
    assert!(ledger.settle(lead_id, CRM, 1, delivered("record")).applied);
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
    let books = ledger.books();
    assert_eq!((books.net("delivered"), books.net("quarantined")), (1, 0));
}

#[test]
fn deferred_is_due_again_within_a_second_of_when_it_says() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, deferred(90_000));
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!(owed.state, ObligationState::Due);
    assert!((90_000..=91_000).contains(&(owed.not_before_ms - NOON_MS)), "{}", owed.not_before_ms);
    assert_eq!(owed.reason.as_deref(), Some("busy"));
    assert_eq!(ledger.next_wake_ms(), Some(owed.not_before_ms));
    ledger.set_clock(owed.not_before_ms - 1);
    assert!(ledger.dispatch().is_empty());
    ledger.pass(1);
    assert_eq!(ledger.dispatch_names(), [CRM]);
}

#[test]
fn a_deferral_is_neither_in_the_past_nor_beyond_the_age_cap() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.settle(lead_id, CRM, 1, deferred(-5));
    assert!(ledger.owed(lead_id, CRM).not_before_ms >= NOON_MS);
    ledger.settle(lead_id, CRM, 1, deferred(i64::MAX));
    assert!(ledger.owed(lead_id, CRM).not_before_ms <= NOON_MS + MAX_AGE_MS);
}

#[test]
fn a_deferral_past_the_age_cap_is_quarantined_with_its_reason() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.pass(MAX_AGE_MS + 1);
    ledger.settle(lead_id, CRM, 1, deferred(1_000));
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!(owed.state, ObligationState::Quarantined);
    assert_eq!(owed.reason.as_deref(), Some("exhausted: busy"));
    assert_eq!(ledger.books().net("quarantined"), 1);
    assert_eq!(ledger.counted_at(CRM, "quarantined"), 1);
    let timeline = ledger.lead(lead_id).unwrap().timeline;
    assert_eq!(timeline.last().unwrap().event, "quarantined", "the timeline says what became of it");
}

#[test]
fn so_many_sends_are_the_most_there_are() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    for attempt in 1..=MAX_ATTEMPTS {
        assert_eq!(ledger.dispatch_names(), [CRM], "attempt {attempt}");
        ledger.set_clock(ledger.owed(lead_id, CRM).not_before_ms.min(NOON_MS + MAX_AGE_MS));
        if ledger.now_ms() == NOON_MS + MAX_AGE_MS {
            break;
        }
    }
    ledger.set_clock(ledger.owed(lead_id, CRM).not_before_ms);
    assert!(ledger.dispatch().is_empty());
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!(owed.state, ObligationState::Quarantined);
    assert_eq!(owed.reason.as_deref(), Some("exhausted: never settled"));
    assert!(owed.attempts >= MAX_ATTEMPTS * 9 / 10, "three days take {} sends", owed.attempts);
    assert_eq!(ledger.next_wake_ms(), None);
}

#[test]
fn a_destination_that_says_later_every_second_for_a_day_costs_no_lead() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    while ledger.now_ms() < NOON_MS + 24 * 3_600_000 {
        for row in ledger.dispatch() {
            ledger.settle(lead_id, CRM, row.owed.generation, deferred(1_000));
        }
        let sends = ledger.owed(lead_id, CRM).attempts;
        let next_ms = ledger.next_wake_ms();
        ledger.set_clock(next_ms.unwrap_or_else(|| panic!("given up after {sends} sends")));
    }
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
}

#[test]
fn the_same_settlement_twice_counts_once() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    let twice = vec![
        settlement(lead_id, CRM, 1, delivered("record")),
        settlement(lead_id, CRM, 1, delivered("record")),
    ];
    let applied: Vec<bool> = ledger.settle_all(twice).iter().map(|settled| settled.applied).collect();
    assert_eq!(applied, [true, false]);
    assert_eq!(ledger.books().counter("delivered"), 1);
    assert_eq!(ledger.counted_at(CRM, "delivered"), 1);
}

#[test]
fn settlements_of_one_lead_in_one_batch_end_in_the_last_state() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.settle_all(vec![
        settlement(lead_id, CRM, 1, quarantined()),
        settlement(lead_id, CRM, 1, delivered("record")),
    ]);
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);

    let other = ledger.claim(&claim().person("grace").owing(&[CRM, HUBSPOT])).lead_id;
    ledger.settle_all(vec![
        settlement(other, CRM, 1, delivered("record")),
        settlement(other, HUBSPOT, 1, delivered("contact")),
        settlement(other, "card:slack", 1, quarantined()),
    ]);
    assert_eq!(ledger.state(other), LeadState::Delivered);
}

#[test]
fn a_batch_is_answered_item_by_item_in_order() {
    let ledger = Ledger::home();
    let ada = ledger.claim(&claim().owing(&[CRM])).lead_id;
    let grace = ledger.claim(&claim().person("grace").owing(&[CRM])).lead_id;
    let stranger = claim().person("alan").build(NOON_MS).lead_id;
    let replies = ledger.settle_all(vec![
        settlement(grace, CRM, 1, quarantined()),
        settlement(stranger, CRM, 1, delivered("record")),
        settlement(ada, CRM, 1, delivered("record of ada")),
        settlement(ada, HUBSPOT, 1, delivered("nobody owes that")),
    ]);
    let told: Vec<_> = replies.iter().map(|reply| (reply.applied, reply.records)).collect();
    assert_eq!(
        told,
        [
            (true, Some(LeadState::Quarantined)),
            (false, None),
            (true, Some(LeadState::Delivered)),
            (false, Some(LeadState::Delivered)),
        ]
    );
    assert_eq!(replies[3].record.as_deref(), Some("record of ada"));
}

#[test]
fn a_lead_with_two_destinations_is_delivered_when_both_have_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, HUBSPOT])).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    assert_eq!(ledger.state(lead_id), LeadState::Accepted);
    ledger.settle(lead_id, HUBSPOT, 1, quarantined());
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
    ledger.settle(lead_id, HUBSPOT, 1, delivered("contact"));
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
    assert_eq!(ledger.books().net("delivered"), 1);
}

#[test]
fn a_card_given_up_on_keeps_its_lead_for_a_person_to_look_at() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.settle(lead_id, CARD, 1, quarantined());
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
    let books = ledger.books();
    assert_eq!((books.net("delivered"), books.net("quarantined"), books.in_flight()), (0, 1, 0));
}

#[test]
fn only_a_card_can_be_shown() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    assert!(!ledger.settle(lead_id, CRM, 1, shown("message", LeadState::Accepted)).applied);
    assert!(ledger.next_wake_ms().is_some(), "a record that nobody wrote is still due");
}
