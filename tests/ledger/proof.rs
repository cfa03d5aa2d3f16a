//! Nobody can use a repeat to read or overwrite another person's lead.

use crate::support::claims::{CRM, claim, delivered};
use crate::support::ledger::{Ledger, homeward, settlement_of};
use beeline::identity::LeadId;
use beeline::ledger::{ClaimOutcome, Command, Dispatch, Reply};
use serde_json::{Value, json};

/// What is sent to the CRM next.
fn sent(ledger: &Ledger) -> Value {
    let rows = ledger.dispatch();
    let [Dispatch { payload, .. }] = rows.as_slice() else { panic!("{} rows are due", rows.len()) };
    serde_json::from_str(payload).unwrap()
}

fn ada() -> crate::support::claims::ClaimBuilder {
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
fn a_receipt_opens_its_own_lead_whatever_address_comes_with_it() {
    let ledger = Ledger::home();
    let mallorys = ledger.claim(&claim().person("mallory").owing(&[CRM])).lead_id;
    let adas = ledger.claim(&ada()).lead_id;
    ledger.dispatch();
    let claimed = ledger.claim(&claim().named("Mallory").said("more").owing(&[CRM]).proving(mallorys));
    assert_eq!(claimed.lead_id, mallorys, "her own, with Ada's address now");
    assert_eq!((ledger.lead(adas).unwrap().revision, sent(&ledger)["name"].as_str()), (1, Some("Mallory")));
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
fn an_id_that_a_stand_in_gave_out_is_no_proof() {
    let (home, stand_in) = (Ledger::home(), Ledger::stand_in());
    home.pass(599_990);
    home.claim(&ada().said("hello"));
    sent(&home);
    stand_in.pass(600_010);
    // It cannot tell whether this is Ada or somebody who knows her address.
    let other: LeadId = stand_in.claim(&ada().said("hello once more")).lead_id;
    home.pass(1_000);
    for row in stand_in.dispatch() {
        home.try_claim(homeward(&row)).unwrap();
    }
    sent(&home);
    home.claim(&claim().named("Mallory").said("corrected").owing(&[CRM]).proving(other));
    assert_eq!(sent(&home)["name"], "Ada Lovelace");
}

#[test]
fn a_receipt_of_another_form_proves_nothing() {
    let ledger = Ledger::home();
    let demo = ledger.claim(&ada().said("hello")).lead_id;
    let webinar = ledger.claim(&ada().form("webinar").said("a seat, please").proving(demo));
    assert_eq!(webinar.outcome, ClaimOutcome::Accepted);
    assert_ne!(webinar.lead_id, demo);
    assert_eq!(ledger.lead(demo).unwrap().revision, 1);
}

#[test]
fn a_receipt_of_a_lead_that_is_forgotten_does_not_bring_it_back() {
    let ledger = Ledger::home();
    let forgotten = ada().said("long ago").build(ledger.now_ms() - 40 * 24 * 60 * 60 * 1000).lead_id;
    let claimed = ledger.claim(&ada().said("hello again").proving(forgotten));
    assert_eq!(claimed.outcome, ClaimOutcome::Accepted);
    assert_ne!(claimed.lead_id, forgotten, "its record at the CRM has revisions of its own");
    assert!(ledger.lead(forgotten).is_none());
}

#[test]
fn a_claim_for_a_proved_lead_only_writes_nothing_elsewhere() {
    let ledger = Ledger::home();
    let known = ledger.claim(&ada().said("hello")).lead_id;
    let elsewhere = ada().said("long ago").build(0).lead_id;
    let mut claim = ada().said("more").proving(elsewhere).build(ledger.now_ms());
    claim.only_proved = true;
    let reply = ledger.ask(&Command::Claim(Box::new(claim.clone())));
    assert!(matches!(reply, Reply::NotProved), "not even as the repeat that it would be");
    assert_eq!(ledger.lead(known).unwrap().revision, 1);
    claim.proves = Some(known);
    assert!(matches!(ledger.ask(&Command::Claim(Box::new(claim))), Reply::Claimed(_)));
    assert_eq!(ledger.lead(known).unwrap().revision, 2);
}

#[test]
fn consents_in_another_tools_words_stay_too() {
    let ledger = Ledger::home();
    let extra = json!({"consent.subscription.999": true, "consent.text": "Send me news.", "size": "M"});
    ledger.claim(&ada().said("hello").with_extra(extra));
    sent(&ledger);
    let repeat = json!({"consent.subscription.999": false, "consent.subscription.7": true, "size": "L"});
    ledger.claim(&claim().said("more").with_extra(repeat).owing(&[CRM]));
    let kept = json!({"consent.subscription.999": true, "consent.text": "Send me news.", "size": "L"});
    let repeat = sent(&ledger);
    assert_eq!(repeat["extra"], kept);
    let said = json!({"consent.subscription.999": false, "consent.subscription.7": true});
    assert_eq!(repeat["unproved"]["extra"], said, "an objection is on record, whoever it is from");
    ledger.claim(&claim().said("none of them").owing(&[CRM]));
    assert_eq!(sent(&ledger)["extra"].get("consent.text"), Some(&json!("Send me news.")));
}
