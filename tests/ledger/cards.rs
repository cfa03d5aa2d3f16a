//! One card per lead and channel: parked until the CRM has the lead,
//! updated in place, never posted twice.

use crate::support::claims::{CARD, CRM, claim, deferred, delivered, quarantined, shown};
use crate::support::ledger::{Ledger, only, settlement, settlement_of};
use beeline::ledger::{CARD_LEASE_MS, LeadState, MAX_AGE_MS, ObligationName, ObligationState, Outcome};
use beeline::pace::no_room;

#[test]
fn a_card_shown_before_the_crm_waits_for_it_and_is_woken_by_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.dispatch();
    let reply = ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    assert_eq!((reply.applied, reply.records), (true, Some(LeadState::Accepted)));
    ledger.pass(12_000);
    assert!(ledger.dispatch().is_empty(), "long after its lease, the card waits");

    ledger.settle(lead_id, CRM, 1, delivered("record"));
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
    let row = only(ledger.dispatch());
    assert_eq!(row.owed.name.as_str(), CARD);
    assert_eq!(row.owed.reference.as_deref(), Some("message"));
    assert_eq!((row.records, row.record.as_deref()), (LeadState::Delivered, Some("record")));
    ledger.settle_all(vec![settlement_of(&row, shown("message", LeadState::Delivered))]);
    assert_eq!(ledger.owed(lead_id, CARD).state, ObligationState::Delivered);
    assert_eq!(ledger.next_wake_ms(), None);
}

#[test]
fn an_edge_that_is_slower_than_the_crm_learns_it_from_the_reply() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    let reply = ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    assert_eq!(reply.records, Some(LeadState::Delivered));
    assert_eq!(reply.record.as_deref(), Some("record"));
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Delivered));
    assert_eq!(ledger.owed(lead_id, CARD).state, ObligationState::Delivered);
}

#[test]
fn an_edge_that_learns_that_its_card_is_outdated_has_time_to_update_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    ledger.pass(500);
    assert!(ledger.dispatch().is_empty(), "the consumer would update the same card a second time");
    ledger.pass(CARD_LEASE_MS);
    assert_eq!(ledger.dispatch_names(), [CARD], "unless nobody did");
}

#[test]
fn a_crm_that_gives_up_wakes_the_card_too() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    ledger.settle(lead_id, CRM, 1, quarantined());
    let row = only(ledger.dispatch());
    assert_eq!(row.records, LeadState::Quarantined);
    ledger.settle_all(vec![settlement_of(&row, shown("message", LeadState::Quarantined))]);
    assert_eq!(ledger.owed(lead_id, CARD).state, ObligationState::Delivered);
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
}

#[test]
fn a_crm_that_never_answers_wakes_the_card_when_the_ledger_gives_up() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    ledger.pass(MAX_AGE_MS + 1);
    let rows: Vec<_> = [ledger.dispatch(), ledger.dispatch()].concat();
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
    let row = only(rows);
    assert_eq!(row.owed.name.as_str(), CARD, "the rep must see that the lead is stuck");
    assert_eq!(row.records, LeadState::Quarantined);
}

#[test]
fn a_card_that_said_quarantined_is_corrected_when_the_crm_has_the_lead_after_all() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.settle(lead_id, CRM, 1, quarantined());
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Quarantined));
    assert_eq!(ledger.next_wake_ms(), None);
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    let row = only(ledger.dispatch());
    assert_eq!((row.owed.name.as_str(), row.records), (CARD, LeadState::Delivered));
    assert_eq!(row.owed.reference.as_deref(), Some("message"));
}

#[test]
fn a_card_and_its_crm_may_settle_in_one_batch_in_any_order() {
    for crm_first in [true, false] {
        let ledger = Ledger::home();
        let lead_id = ledger.claim(&claim()).lead_id;
        let mut items = vec![
            settlement(lead_id, CRM, 1, delivered("record")),
            settlement(lead_id, CARD, 1, shown("message", LeadState::Accepted)),
        ];
        if !crm_first {
            items.reverse();
        }
        ledger.settle_all(items);
        ledger.pass(CARD_LEASE_MS);
        let row = only(ledger.dispatch());
        assert_eq!((row.owed.name.as_str(), row.records), (CARD, LeadState::Delivered));
        assert_eq!(row.owed.reference.as_deref(), Some("message"));
    }
}

#[test]
fn a_resubmit_after_the_card_was_delivered_makes_it_due_again_under_its_reference() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Delivered));
    ledger.pass(60_000);
    let resubmit = ledger.claim(&claim().said("more"));
    assert!(resubmit.cards.is_empty(), "an update is the consumer's");
    let rows = ledger.dispatch();
    let card = rows.iter().find(|row| row.owed.name.is_card());
    let card = card.unwrap_or_else(|| panic!("no lease keeps the consumer from updating"));
    assert_eq!((card.owed.revision, card.owed.generation), (2, 2));
    assert_eq!(card.owed.reference.as_deref(), Some("message"));
}

#[test]
fn a_resubmit_while_the_card_waits_for_the_crm_takes_it_along() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    ledger.claim(&claim().said("more"));
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    ledger.pass(CARD_LEASE_MS);
    let card = only(ledger.dispatch());
    assert_eq!((card.owed.revision, card.records), (2, LeadState::Delivered));
    ledger.settle_all(vec![settlement_of(&card, shown("message", LeadState::Delivered))]);
    assert_eq!(ledger.owed(lead_id, CARD).state, ObligationState::Delivered);
}

#[test]
fn a_card_reported_twice_changes_nothing_the_second_time() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    assert!(ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted)).applied);
    assert!(!ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted)).applied);
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    let row = only(ledger.dispatch());
    ledger.settle_all(vec![settlement_of(&row, shown("message", LeadState::Delivered))]);
    let again = ledger.settle_all(vec![settlement_of(&row, shown("message", LeadState::Delivered))]);
    assert!(!again[0].applied);
    assert_eq!(ledger.next_wake_ms(), None);
}

#[test]
fn a_consumer_that_showed_an_older_state_is_sent_the_card_again_at_once() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.pass(CARD_LEASE_MS);
    let card = ledger.dispatch().into_iter().find(|row| row.owed.name.is_card()).unwrap();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.settle_all(vec![settlement_of(&card, shown("message", LeadState::Accepted))]);
    assert_eq!(only(ledger.dispatch()).records, LeadState::Delivered);
}

#[test]
fn a_card_that_went_into_a_digest_is_not_sent_again_when_the_crm_has_the_lead() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CARD, 1, delivered("digest"));
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    assert_eq!(ledger.next_wake_ms(), None);
}

#[test]
fn a_card_that_was_given_up_but_posted_after_all_is_brought_up_to_date() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.settle(lead_id, CARD, 1, quarantined());
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    assert_eq!(ledger.state(lead_id), LeadState::Accepted);
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    let row = only(ledger.dispatch());
    ledger.settle_all(vec![settlement_of(&row, shown("message", LeadState::Delivered))]);
    let card = ledger.owed(lead_id, CARD);
    assert_eq!((card.state, ledger.state(lead_id)), (ObligationState::Delivered, LeadState::Delivered));
}

#[test]
fn a_late_deferral_of_a_card_that_waits_for_the_crm_loses_nothing() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    ledger.settle(lead_id, CARD, 1, deferred(2_000));
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.pass(CARD_LEASE_MS);
    let card = only(ledger.dispatch());
    ledger.settle_all(vec![settlement_of(&card, shown("message", LeadState::Delivered))]);
    assert_eq!(ledger.owed(lead_id, CARD).state, ObligationState::Delivered);
}

#[test]
fn two_channels_are_woken_together() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, CARD, "card:teams"])).lead_id;
    for channel in [CARD, "card:teams"] {
        ledger.settle(lead_id, channel, 1, shown("message", LeadState::Accepted));
    }
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    assert_eq!(ledger.dispatch_names(), [CARD, "card:teams"]);
}

#[test]
fn what_is_found_out_keeps_no_card_that_nobody_has_seen() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, CARD, "warm:enrich"])).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.pass(CARD_LEASE_MS);
    ledger.dispatch();
    let tell = vec![ObligationName::crm("inbox"), ObligationName::card("slack")];
    ledger.settle(lead_id, "warm:enrich", 1, Outcome::Found { reference: "company".into(), tell });
    // The channel had no room for it, and its CRM is dark from now on.
    ledger.settle(lead_id, CARD, 1, no_room(900));
    ledger.pass(60_000);
    let names: Vec<_> = ledger.dispatch().into_iter().map(|row| row.owed.name.to_string()).collect();
    assert!(names.iter().any(|name| name == CARD), "{names:?}");
}
