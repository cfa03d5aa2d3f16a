//! What a lead can do without waits for its records, is no part of its state, and tells cards and
//! records when something was found.

use crate::support::claims::{CARD, CRM, ClaimBuilder, claim, delivered, quarantined, shown};
use crate::support::ledger::{Ledger, settlement_of};
use beeline::identity::LeadId;
use beeline::ledger::{
    CARD_LEASE_MS, Dispatch, LeadState, MAX_AGE_MS, ObligationName, ObligationState, Outcome, ReplayItem,
    WARM_WAIT_MS,
};

const WARM: &str = "warm:enrich";

fn lead() -> ClaimBuilder {
    claim().owing(&[CRM, CARD, WARM])
}

fn found(tell: &[ObligationName]) -> Outcome {
    Outcome::Found { reference: "company, score".into(), tell: tell.to_vec() }
}

fn of<'a>(rows: &'a [Dispatch], name: &str) -> &'a Dispatch {
    rows.iter().find(|row| row.owed.name.as_str() == name).unwrap_or_else(|| panic!("{name} is not due"))
}

#[test]
fn it_is_sent_once_the_record_is_delivered_and_not_before() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&lead()).lead_id;
    assert_eq!(ledger.dispatch_names(), [CRM]);
    ledger.pass(1_000);
    assert!(ledger.dispatch().is_empty(), "the record is on its way");
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    assert_eq!(ledger.dispatch_names(), [WARM]);
}

#[test]
fn a_crm_that_gives_up_frees_it_too() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, WARM])).lead_id;
    ledger.settle(lead_id, CRM, 1, quarantined());
    assert_eq!(ledger.dispatch_names(), [WARM]);
}

#[test]
fn a_crm_that_is_down_delays_it_for_a_minute_and_no_longer() {
    let ledger = Ledger::home();
    ledger.claim(&claim().owing(&[CRM, WARM]));
    ledger.dispatch();
    ledger.pass(WARM_WAIT_MS - 1);
    assert!(!ledger.dispatch_names().contains(&WARM.to_owned()));
    ledger.pass(1);
    assert!(ledger.dispatch_names().contains(&WARM.to_owned()));
}

#[test]
fn whatever_becomes_of_it_the_lead_is_delivered() {
    for end in [found(&[]), quarantined()] {
        let ledger = Ledger::home();
        let lead_id = ledger.claim(&claim().owing(&[CRM, WARM])).lead_id;
        ledger.settle(lead_id, CRM, 1, delivered("record"));
        assert_eq!(ledger.state(lead_id), LeadState::Delivered, "before it is done");
        ledger.settle(lead_id, WARM, 1, end);
        assert_eq!(ledger.state(lead_id), LeadState::Delivered);
    }
}

#[test]
fn never_settled_it_is_given_up_and_the_lead_is_still_delivered() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, WARM])).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.dispatch();
    ledger.pass(MAX_AGE_MS + 1);
    ledger.dispatch();
    assert_eq!(ledger.owed(lead_id, WARM).state, ObligationState::Quarantined);
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
}

#[test]
fn a_repeat_that_says_more_waits_for_its_record_again() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&lead()).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.settle(lead_id, WARM, 1, found(&[]));
    ledger.claim(&lead().said("more"));
    let names = ledger.dispatch_names();
    assert!(names.contains(&CRM.to_owned()) && !names.contains(&WARM.to_owned()), "{names:?}");
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    let rows = ledger.dispatch();
    assert_eq!(of(&rows, WARM).owed.revision, 2);
}

#[test]
fn an_attempt_has_a_minute_before_it_is_sent_again() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, WARM])).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    assert_eq!(ledger.dispatch_names(), [WARM]);
    ledger.pass(59_000);
    assert!(ledger.dispatch().is_empty(), "it may still ask");
    ledger.pass(10_000);
    assert_eq!(ledger.dispatch_names(), [WARM]);
}

/// A lead whose card shows that it is delivered.
fn with_a_card(ledger: &Ledger) -> LeadId {
    let lead_id = ledger.claim(&lead()).lead_id;
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    for row in ledger.dispatch().iter().filter(|row| row.owed.name.is_card()) {
        ledger.settle_all(vec![settlement_of(row, shown("message", LeadState::Delivered))]);
    }
    assert_eq!(ledger.owed(lead_id, CARD).state, ObligationState::Delivered);
    lead_id
}

#[test]
fn what_was_found_is_shown_on_the_card_that_is_there() {
    let ledger = Ledger::home();
    let lead_id = with_a_card(&ledger);
    ledger.settle(lead_id, WARM, 1, found(&[ObligationName::card("slack")]));
    assert_eq!(ledger.state(lead_id), LeadState::Delivered, "the records are as they were");
    let rows = ledger.dispatch();
    let card = of(&rows, CARD);
    assert!(card.enriched);
    assert_eq!(card.owed.reference.as_deref(), Some("message"), "the same message");
    assert_eq!(rows.len(), 1);
}

#[test]
fn a_record_that_shows_it_is_written_again_and_the_card_after_it() {
    let ledger = Ledger::home();
    let lead_id = with_a_card(&ledger);
    let tell = [ObligationName::crm("inbox"), ObligationName::card("slack")];
    ledger.settle(lead_id, WARM, 1, found(&tell));
    let rows = ledger.dispatch();
    assert!(of(&rows, CRM).enriched);
    assert_eq!(rows.len(), 1, "the card waits for the record");
    ledger.settle_all(vec![settlement_of(&rows[0], delivered("record"))]);
    assert_eq!(ledger.dispatch_names(), [CARD]);
}

/// A lead whose record has been under way for so long that what can be found out about it is looked for.
fn in_a_backlog(ledger: &Ledger) -> LeadId {
    let lead_id = ledger.claim(&lead()).lead_id;
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    ledger.dispatch();
    ledger.pass(WARM_WAIT_MS);
    assert!(ledger.dispatch_names().contains(&WARM.to_owned()));
    lead_id
}

#[test]
fn a_first_write_that_is_under_way_ends_before_its_record_is_written_again() {
    let ledger = Ledger::home();
    let lead_id = in_a_backlog(&ledger);
    let before = ledger.owed(lead_id, CRM);
    ledger.settle(lead_id, WARM, 1, found(&[ObligationName::crm("inbox"), ObligationName::card("slack")]));
    let owed = ledger.owed(lead_id, CRM);
    assert_eq!((owed.generation, owed.state), (before.generation, ObligationState::Sent));
    assert!(ledger.dispatch().is_empty(), "nobody writes it a second time");
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    let rows = ledger.dispatch();
    let crm = of(&rows, CRM);
    assert_eq!((crm.owed.reference.as_deref(), crm.enriched, rows.len()), (Some("record"), true, 1));
    ledger.settle_all(vec![settlement_of(crm, delivered("record"))]);
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
    assert_eq!(ledger.dispatch_names(), [CARD], "the card shows both at once");
    assert_eq!(ledger.counted_at(CRM, "records"), 1);
}

#[test]
fn a_record_that_another_crm_does_not_wait_for_is_no_second_one_either() {
    const WEBHOOK: &str = "crm:webhook";
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, WEBHOOK, WARM])).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, quarantined());
    assert_eq!(ledger.dispatch_names(), [WARM]);
    ledger.settle(lead_id, WARM, 1, found(&[ObligationName::crm("webhook")]));
    assert!(ledger.dispatch().is_empty());
    ledger.settle(lead_id, WEBHOOK, 1, delivered("7"));
    let rows = ledger.dispatch();
    let again = of(&rows, WEBHOOK);
    assert_eq!((again.owed.reference.as_deref(), again.owed.traces.may_exist), (Some("7"), false));
}

#[test]
fn what_is_given_up_under_way_is_told_when_somebody_sends_it_again() {
    let ledger = Ledger::home();
    let lead_id = in_a_backlog(&ledger);
    ledger.settle(lead_id, WARM, 1, found(&[ObligationName::crm("inbox")]));
    ledger.settle(lead_id, CRM, 1, quarantined());
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
    ledger.replay(vec![ReplayItem {
        lead_id,
        obligation: ObligationName::crm("inbox"),
        generation: 1,
        after_ms: 0,
    }]);
    let rows = ledger.dispatch();
    assert!(of(&rows, CRM).enriched);
    ledger.settle_all(vec![settlement_of(of(&rows, CRM), delivered("record"))]);
    assert_eq!(ledger.state(lead_id), LeadState::Delivered, "once is enough");
}

#[test]
fn nobody_is_told_who_was_not_named() {
    let ledger = Ledger::home();
    let lead_id = with_a_card(&ledger);
    ledger.settle(lead_id, WARM, 1, found(&[]));
    assert!(ledger.dispatch().is_empty());
}

#[test]
fn a_card_that_its_claimer_is_posting_is_updated_by_the_same_message() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&lead()).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.dispatch();
    ledger.settle(lead_id, WARM, 1, found(&[ObligationName::card("slack")]));
    assert!(ledger.dispatch().is_empty(), "the claimer still has its lease");
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Delivered));
    ledger.pass(CARD_LEASE_MS);
    let rows = ledger.dispatch();
    assert_eq!(of(&rows, CARD).owed.reference.as_deref(), Some("message"));
}

#[test]
fn the_end_of_an_older_generation_is_void() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&lead()).lead_id;
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.dispatch();
    ledger.claim(&lead().said("more"));
    let reply = ledger.settle(lead_id, WARM, 1, found(&[ObligationName::card("slack")]));
    assert!(!reply.applied);
}
