//! What the ledger says of a message that a queue brings, before anything is sent for it.

use crate::support::claims::{claim, deferred, delivered};
use crate::support::ledger::Ledger;
use beeline::identity::LeadId;
use beeline::ledger::{Attempt, Command, ObligationName, Outcome, Reply, StillOwed, Traces};

const NAME: &str = "pipedrive";
const CRM: &str = "crm:pipedrive";

fn attempt(lead_id: LeadId, generation: u32) -> Attempt {
    Attempt { lead_id, obligation: ObligationName::crm(NAME), generation }
}

fn ask(ledger: &Ledger, items: Vec<Attempt>) -> Vec<Option<StillOwed>> {
    match ledger.ask(&Command::StillOwed { items }) {
        Reply::StillOwed(still) => still,
        other => panic!("{other:?}"),
    }
}

fn still_owed(ledger: &Ledger, lead_id: LeadId, generation: u32) -> Option<StillOwed> {
    ask(ledger, vec![attempt(lead_id, generation)]).remove(0)
}

fn sent() -> (Ledger, LeadId) {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM])).lead_id;
    ledger.dispatch();
    (ledger, lead_id)
}

#[test]
fn what_is_on_its_way_is_still_owed() {
    let (ledger, lead_id) = sent();
    assert_eq!(still_owed(&ledger, lead_id, 1), Some(StillOwed::default()));
}

#[test]
fn what_is_delivered_or_given_up_is_not() {
    for end in [delivered("person/1/lead/2"), Outcome::quarantined("refused")] {
        let (ledger, lead_id) = sent();
        ledger.settle(lead_id, CRM, 1, end);
        assert_eq!(still_owed(&ledger, lead_id, 1), None);
    }
}

#[test]
fn what_was_put_off_is_left_to_the_ledger_which_sends_it_again() {
    let (ledger, lead_id) = sent();
    ledger.settle(lead_id, CRM, 1, deferred(1_000));
    assert_eq!(still_owed(&ledger, lead_id, 1), None);
    ledger.set_clock(ledger.next_wake_ms().unwrap());
    ledger.dispatch();
    assert!(still_owed(&ledger, lead_id, 1).is_some());
}

#[test]
fn an_older_revision_is_void_once_there_is_a_newer_one() {
    let (ledger, lead_id) = sent();
    ledger.claim(&claim().owing(&[CRM]).said("more"));
    ledger.dispatch();
    assert_eq!(still_owed(&ledger, lead_id, 1), None);
    assert!(still_owed(&ledger, lead_id, 2).is_some());
}

#[test]
fn it_comes_with_what_was_learned_since_it_was_sealed() {
    let (ledger, lead_id) = sent();
    ledger.settle(lead_id, CRM, 1, Outcome::Begun { part: "person/12".into() });
    let part = Some("person/12".to_owned());
    let known = still_owed(&ledger, lead_id, 1).unwrap();
    assert_eq!(known.traces, Traces { part: part.clone(), ..Traces::default() });
    ledger.set_clock(ledger.next_wake_ms().unwrap());
    ledger.dispatch();
    let known = still_owed(&ledger, lead_id, 1).unwrap();
    assert_eq!(known.traces, Traces { may_exist: true, part, ..Traces::default() });
}

#[test]
fn a_record_that_is_there_is_known_to_what_brings_it_up_to_date() {
    let (ledger, lead_id) = sent();
    ledger.settle(lead_id, CRM, 1, delivered("person/1/lead/2"));
    ledger.claim(&claim().owing(&[CRM]).said("more"));
    ledger.dispatch();
    let known = still_owed(&ledger, lead_id, 2).unwrap();
    assert_eq!(known.reference.as_deref(), Some("person/1/lead/2"));
}

#[test]
fn two_copies_in_one_batch_are_one_attempt() {
    let (ledger, lead_id) = sent();
    let still = ask(&ledger, vec![attempt(lead_id, 1), attempt(lead_id, 1)]);
    assert_eq!(still, [Some(StillOwed::default()), None]);
}

#[test]
fn a_lead_that_nobody_knows_any_more_is_in_doubt_rather_than_lost_and_the_others_are_answered_in_order() {
    let (ledger, lead_id) = sent();
    let elsewhere = Ledger::home().claim(&claim().person("grace").owing(&[CRM])).lead_id;
    let still = ask(&ledger, vec![attempt(elsewhere, 1), attempt(lead_id, 1)]);
    let in_doubt = StillOwed { reference: None, traces: Traces { may_exist: true, ..Traces::default() } };
    assert_eq!(still, [Some(in_doubt), Some(StillOwed::default())]);
}

#[test]
fn being_asked_changes_nothing() {
    let (ledger, lead_id) = sent();
    let before = ledger.owed(lead_id, CRM);
    still_owed(&ledger, lead_id, 1);
    assert_eq!(ledger.owed(lead_id, CRM), before);
}
