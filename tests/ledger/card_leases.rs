//! The lease of a card: for a while its claimer has it alone, and gives it back where the channel has
//! no room.

use crate::support::claims::{CARD, CRM, NOON_MS, claim, delivered, shown};
use crate::support::ledger::{Ledger, only, settlement_of};
use beeline::ledger::{CARD_LEASE_MS, Dispatch, LeadState, ObligationName};
use beeline::pace::{given_back, no_room};

/// A card whose lease is over, and that a consumer was sent.
pub fn being_posted() -> (Ledger, Dispatch) {
    let ledger = Ledger::home();
    ledger.claim(&claim());
    ledger.dispatch();
    ledger.pass(CARD_LEASE_MS);
    let row = only(ledger.dispatch());
    (ledger, row)
}

#[test]
fn the_claimer_has_the_card_to_itself_for_a_while() {
    let ledger = Ledger::home();
    let claimed = ledger.claim(&claim());
    assert_eq!(claimed.cards, [(ObligationName::card("slack"), 1)]);
    assert_eq!(ledger.dispatch_names(), [CRM]);
    ledger.pass(CARD_LEASE_MS - 1);
    assert!(ledger.dispatch().is_empty());
    ledger.pass(1);
    let row = only(ledger.dispatch());
    assert_eq!(row.owed.name.as_str(), CARD);
    assert_eq!(row.owed.reference, None, "nobody reported a message: the consumer looks for one");
}

#[test]
fn a_claimer_whose_channel_has_no_room_leaves_the_card_to_the_queue_before_its_lease_ends() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    assert_eq!(ledger.dispatch_names(), [CRM]);
    ledger.settle(lead_id, CARD, 1, given_back(900));
    ledger.pass(899);
    assert!(ledger.dispatch().is_empty());
    ledger.pass(1);
    let row = only(ledger.dispatch());
    assert_eq!((row.owed.name.as_str(), row.owed.attempts, row.owed.reference), (CARD, 1, None));
}

#[test]
fn a_channel_that_is_known_to_be_busy_gives_its_claimer_no_lease() {
    let ledger = Ledger::home();
    let mut busy = claim();
    busy.owed_mut().iter_mut().filter(|owed| owed.name.is_card()).for_each(|owed| owed.lease_ms = 0);
    assert_eq!(ledger.claim(&busy).cards, []);
    assert_eq!(ledger.dispatch_names(), [CARD, CRM]);
}

#[test]
fn a_claimer_that_is_late_to_find_no_room_does_not_wake_a_card_that_was_posted_meanwhile() {
    let (ledger, row) = being_posted();
    let lead_id = row.lead.lead_id;
    ledger.settle_all(vec![settlement_of(&row, shown("message", LeadState::Accepted))]);
    ledger.settle(lead_id, CARD, 1, given_back(900));
    ledger.pass(2_000);
    assert!(ledger.dispatch().is_empty());
}

#[test]
fn a_claimer_that_is_late_to_find_no_room_sends_no_second_copy_of_a_card_that_is_on_its_way() {
    let (ledger, row) = being_posted();
    let lead_id = row.lead.lead_id;
    let reply = ledger.settle(lead_id, CARD, 1, given_back(900));
    assert!(!reply.applied);
    ledger.pass(901);
    assert!(ledger.dispatch().is_empty(), "whoever was sent it has it alone");
    let posted = ledger.settle_all(vec![settlement_of(&row, shown("message", LeadState::Accepted))]);
    assert!(posted.iter().all(|settled| settled.applied), "{posted:?}");
}

#[test]
fn a_second_copy_that_finds_no_room_does_not_wake_a_card_that_the_first_has_posted() {
    let (ledger, row) = being_posted();
    let lead_id = row.lead.lead_id;
    ledger.settle_all(vec![settlement_of(&row, shown("message", LeadState::Accepted))]);
    assert!(!ledger.settle(lead_id, CARD, 1, no_room(900)).applied);
    ledger.pass(901);
    assert!(ledger.dispatch().is_empty());
}

#[test]
fn a_card_that_is_still_leased_is_not_woken_by_the_crm() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.pass(50);
    assert!(ledger.dispatch().is_empty());
}

#[test]
fn a_resubmit_while_the_first_edge_posts_gives_nobody_a_second_lease() {
    let ledger = Ledger::home();
    ledger.claim(&claim());
    ledger.pass(300);
    let resubmit = ledger.claim(&claim().said("more"));
    assert!(resubmit.cards.is_empty(), "both edges would post a card");
    ledger.dispatch();
    ledger.set_clock(NOON_MS + CARD_LEASE_MS - 1);
    assert!(ledger.dispatch().is_empty(), "the first edge may still post within its lease");
}

#[test]
fn a_channel_that_is_new_with_a_resubmit_is_leased_to_its_claimer() {
    let ledger = Ledger::home();
    ledger.claim(&claim());
    let resubmit = ledger.claim(&claim().said("more").owing(&[CRM, CARD, "card:teams"]));
    assert_eq!(resubmit.cards, [(ObligationName::card("teams"), 1)]);
}
