//! Nobody can use a repeat to read or overwrite another person's lead.

#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use beeline::identity::LeadId;
use beeline::ledger::{ClaimOutcome, Dispatch};
use serde_json::{Value, json};
use support::claims::{CRM, claim, delivered};
use support::ledger::{Ledger, homeward, settlement_of};

/// What is sent to the CRM next.
fn sent(ledger: &Ledger) -> Value {
    let rows = ledger.dispatch();
    let [Dispatch { payload, .. }] = rows.as_slice() else { panic!("{} rows are due", rows.len()) };
    serde_json::from_str(payload).unwrap()
}

fn ada() -> support::claims::ClaimBuilder {
    claim().named("Ada Lovelace").owing(&[CRM])
}

#[test]
fn a_repeat_without_proof_changes_what_is_asked_but_not_who_asks() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&ada().said("hello")).lead_id;
    sent(&ledger);
    let repeat = ledger.claim(&claim().named("Mallory").said("call me instead").owing(&[CRM]));
    assert_eq!((repeat.outcome, repeat.lead_id), (ClaimOutcome::Resubmit, lead_id));
    let lead = sent(&ledger);
    assert_eq!(lead["notes"], "call me instead");
    assert_eq!(lead["name"], "Ada Lovelace");
    assert_eq!(lead["unproved"], json!({"name": "Mallory"}), "what it says of the person stands beside");
}

#[test]
fn a_repeat_that_shows_the_first_receipt_may_correct_the_name() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&ada().said("hello")).lead_id;
    sent(&ledger);
    ledger.claim(&claim().named("Ada King").said("I have married").owing(&[CRM]).proving(lead_id));
    let lead = sent(&ledger);
    assert_eq!((&lead["name"], &lead["notes"]), (&json!("Ada King"), &json!("I have married")));
    assert_eq!(lead.get("unproved"), None);
}

#[test]
fn the_receipt_of_another_lead_proves_nothing() {
    let ledger = Ledger::home();
    let other = ledger.claim(&claim().person("mallory").owing(&[CRM])).lead_id;
    ledger.claim(&ada());
    ledger.dispatch();
    let mut forged =
        claim().named("Mallory").said("more").owing(&[CRM]).proving(other).build(ledger.now_ms());
    assert_ne!(forged.lead_id, other);
    forged.proves = Some(other);
    ledger.try_claim(forged).unwrap();
    assert_eq!(sent(&ledger)["name"], "Ada Lovelace");
}

#[test]
fn a_repeat_cannot_take_a_name_or_a_consent_away() {
    let ledger = Ledger::home();
    ledger.claim(&ada().said("hello"));
    sent(&ledger);
    ledger.claim(&claim().said("hello again").owing(&[CRM]));
    let lead = sent(&ledger);
    assert_eq!(lead["name"], "Ada Lovelace");
    assert_eq!(lead["consent"], json!({"privacy": false}));
    assert_eq!(lead.get("unproved"), None, "nothing else was said of the person");
}

#[test]
fn every_submission_is_kept_whoever_made_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&ada().said("first")).lead_id;
    ledger.claim(&claim().named("Mallory").said("second").owing(&[CRM]));
    let said =
        |revision| -> Value { serde_json::from_str(&ledger.payload(lead_id, revision).unwrap()).unwrap() };
    assert_eq!(said(1)["name"], "Ada Lovelace");
    assert_eq!(said(2)["unproved"]["name"], "Mallory");
    assert_eq!(ledger.lead(lead_id).unwrap().revision, 2);
}

#[test]
fn a_second_repeat_without_proof_still_sees_the_first_name() {
    let ledger = Ledger::home();
    ledger.claim(&ada().said("first"));
    sent(&ledger);
    for (name, words) in [("Mallory", "second"), ("Trudy", "third")] {
        ledger.claim(&claim().named(name).said(words).owing(&[CRM]));
        let lead = sent(&ledger);
        assert_eq!((&lead["name"], &lead["unproved"]["name"]), (&json!("Ada Lovelace"), &json!(name)));
    }
}

#[test]
fn a_repeat_that_came_through_a_stand_in_is_no_proof_either() {
    let (home, stand_in) = (Ledger::home(), Ledger::stand_in());
    home.claim(&ada().said("hello"));
    sent(&home);
    home.pass(1_000);
    stand_in.pass(1_000);
    stand_in.claim(&claim().named("Mallory").said("through the back door").owing(&[CRM]));
    for row in stand_in.dispatch() {
        home.try_claim(homeward(&row)).unwrap();
        stand_in.settle_all(vec![settlement_of(&row, delivered("home"))]);
    }
    let lead = sent(&home);
    assert_eq!((&lead["name"], &lead["notes"]), (&json!("Ada Lovelace"), &json!("through the back door")));
}

#[test]
fn a_receipt_shown_under_another_id_of_the_same_lead_is_proof() {
    let (home, stand_in) = (Ledger::home(), Ledger::stand_in());
    home.pass(599_990);
    home.claim(&ada().said("hello"));
    sent(&home);
    stand_in.pass(600_010);
    let other: LeadId = stand_in.claim(&ada().said("hello once more")).lead_id;
    home.pass(1_000);
    for row in stand_in.dispatch() {
        home.try_claim(homeward(&row)).unwrap();
    }
    sent(&home);
    home.claim(&claim().named("Ada King").said("corrected").owing(&[CRM]).proving(other));
    assert_eq!(sent(&home)["name"], "Ada King");
}
