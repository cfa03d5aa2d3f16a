//! Two at work on one card: it is posted once, and in the end says what is newest.

use super::card_leases::being_posted;
use crate::support::claims::{CARD, CRM, claim, delivered, quarantined, shown};
use crate::support::ledger::{Ledger, only, settlement_of};
use beeline::ledger::{Amended, CARD_LEASE_MS, LeadState};
use beeline::pace::no_room;

#[test]
fn a_message_posted_before_a_resubmit_is_the_one_that_is_updated() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.claim(&claim().said("more"));
    let reply = ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    assert!(reply.applied, "the reference is news");
    ledger.settle(lead_id, CARD, 1, shown("an older duplicate", LeadState::Accepted));
    ledger.pass(CARD_LEASE_MS);
    let rows = ledger.dispatch();
    let card = rows.iter().find(|row| row.owed.name.is_card()).unwrap();
    assert_eq!((card.owed.generation, card.owed.revision), (2, 2));
    assert_eq!(card.owed.reference.as_deref(), Some("message"));
}

#[test]
fn a_card_that_a_late_message_set_back_is_put_right() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.pass(CARD_LEASE_MS);
    let early = ledger.dispatch().into_iter().find(|row| row.owed.name.is_card()).unwrap();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.set_clock(ledger.next_wake_ms().unwrap());
    let resent = only(ledger.dispatch());
    ledger.settle_all(vec![settlement_of(&resent, shown("message", LeadState::Delivered))]);
    assert_eq!(ledger.next_wake_ms(), None);

    // The first message was slow: the consumer shows what it says, over what was newer.
    assert_eq!(early.records, LeadState::Accepted);
    ledger.settle_all(vec![settlement_of(&early, shown("message", LeadState::Accepted))]);
    let again = only(ledger.dispatch());
    assert_eq!((again.owed.name.as_str(), again.records), (CARD, LeadState::Delivered));
}

#[test]
fn a_card_that_a_message_of_an_older_revision_set_back_is_put_right() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.pass(CARD_LEASE_MS);
    let old = ledger.dispatch().into_iter().find(|row| row.owed.name.is_card()).unwrap();
    ledger.claim(&claim().said("more"));
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    ledger.set_clock(old.owed.not_before_ms);
    let new = only(ledger.dispatch());
    ledger.settle_all(vec![settlement_of(&new, shown("message", LeadState::Delivered))]);
    ledger.settle_all(vec![settlement_of(&old, shown("message", LeadState::Delivered))]);
    assert_eq!(only(ledger.dispatch()).owed.revision, 2);
}

#[test]
fn a_card_that_may_be_being_posted_is_sent_again_only_once_that_is_reported() {
    let (ledger, first) = being_posted();
    let lead_id = first.lead.lead_id;
    assert!(ledger.claim(&claim().said("more")).cards.is_empty());
    assert_eq!(ledger.dispatch_names(), [CRM], "beside the first message there would be another");
    ledger.settle_all(vec![settlement_of(&first, shown("message", LeadState::Accepted))]);
    let second = only(ledger.dispatch());
    assert_eq!(second.owed.reference.as_deref(), Some("message"));
    assert_eq!((second.lead.lead_id, second.owed.revision), (lead_id, 2));
}

#[test]
fn a_card_whose_poster_never_reports_is_sent_again_when_that_is_taken_for_lost() {
    let ledger = Ledger::home();
    ledger.claim(&claim());
    ledger.dispatch();
    ledger.pass(CARD_LEASE_MS);
    let first = only(ledger.dispatch());
    ledger.claim(&claim().said("more"));
    ledger.dispatch();
    ledger.set_clock(first.owed.not_before_ms);
    let names: Vec<_> = ledger.dispatch().into_iter().map(|row| row.owed.name.to_string()).collect();
    assert!(names.iter().any(|name| name == CARD), "{names:?}");
}

#[test]
fn older_words_that_were_shown_while_newer_ones_are_on_their_way_are_put_right() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Delivered));
    ledger.claim(&claim().said("more"));
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    // Both are at work at once: whose words are seen last is anybody's guess.
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Delivered));
    ledger.settle(lead_id, CARD, 2, shown("message", LeadState::Delivered));
    let again = only(ledger.dispatch());
    assert_eq!((again.owed.name.as_str(), again.owed.revision), (CARD, 2));
    ledger.settle_all(vec![settlement_of(&again, shown("message", LeadState::Delivered))]);
    ledger.pass(12_000);
    assert!(ledger.dispatch().is_empty(), "once");
}

#[test]
fn a_poster_that_found_no_room_is_waited_for_no_longer_than_it_says() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.dispatch();
    ledger.pass(CARD_LEASE_MS);
    ledger.dispatch();
    ledger.claim(&claim().said("more"));
    ledger.dispatch();
    let late = ledger.settle(lead_id, CARD, 1, no_room(900));
    assert!(late.superseded);
    ledger.pass(899);
    assert!(ledger.dispatch().is_empty());
    ledger.pass(1);
    assert_eq!(only(ledger.dispatch()).owed.revision, 2);
}

#[test]
fn a_card_that_waits_for_its_poster_waits_on_whatever_comes_next() {
    let ledger = Ledger::home();
    ledger.claim(&claim());
    ledger.dispatch();
    ledger.pass(CARD_LEASE_MS);
    let first = only(ledger.dispatch());
    ledger.claim(&claim().said("more"));
    let crm = only(ledger.dispatch());
    ledger.settle_all(vec![settlement_of(&crm, quarantined())]);
    let amended = ledger.amend(first.lead.lead_id, 2, r#"{"notes":"amended"}"#);
    assert_eq!(amended, Amended::As { revision: 3 });
    assert_eq!(ledger.dispatch_names(), [CRM], "beside the first message there would be another");
    ledger.set_clock(first.owed.not_before_ms);
    assert!(ledger.dispatch_names().contains(&CARD.to_owned()));
}

#[test]
fn older_words_on_a_card_that_waits_for_its_records_are_put_right() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim()).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    ledger.claim(&claim().said("more"));
    ledger.dispatch();
    ledger.settle(lead_id, CARD, 2, shown("message", LeadState::Accepted));
    assert!(ledger.dispatch().is_empty());
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    let again = only(ledger.dispatch());
    assert_eq!((again.owed.name.as_str(), again.owed.revision), (CARD, 2));
}
