//! Who has a lead: a pool says it, and everybody who writes or shows the lead hears of it.

use crate::support::claims::{CARD, CRM, ClaimBuilder, claim, deferred, delivered, shown};
use crate::support::ledger::Ledger;
use beeline::identity::LeadId;
use beeline::lead::Lane;
use beeline::ledger::{
    Assignment, Command, LeadState, MAX_AGE_MS, MAX_ATTEMPTS, MAX_WAIT_FOR_REP_MS, ObligationName,
    ObligationState, REP_LEASE_MS, REP_WAIT_MS, Reply,
};
use beeline::pool::Contact;
use beeline::risk::Evidence;
use beeline::routing::{Rep, Route};

const REP: &str = "rep:sales>americas";

fn ana() -> Rep {
    let contact = Contact { slack_id: Some("U0123456789".into()), booking_url: None };
    Rep { id: "ana".into(), name: "Ana Lima".into(), team: None, contact }
}

/// A lead whose record waits a moment for the rep, as an edge claims it.
fn claim_with_rep() -> ClaimBuilder {
    let mut claim = claim().owing(&[CRM, CARD, REP]);
    for owed in claim.owed_mut() {
        if owed.name.is_rep() {
            owed.lease_ms = REP_LEASE_MS;
        } else if owed.name.is_crm() {
            owed.lease_ms = REP_WAIT_MS;
        }
    }
    claim
}

fn assign(ledger: &Ledger, team: &str, lead_id: LeadId, rep: Option<Rep>) -> Vec<LeadId> {
    let items = vec![Assignment { lead_id, rep }];
    match ledger.ask(&Command::Assign { team: team.into(), items }) {
        Reply::Assigned(missing) => missing,
        other => panic!("not an answer to assignments: {other:?}"),
    }
}

fn rep_of(ledger: &Ledger, lead_id: LeadId) -> Option<Rep> {
    ledger.lead(lead_id).unwrap().route.rep
}

#[test]
fn the_teams_of_a_name_are_in_the_order_in_which_they_are_asked() {
    let name = ObligationName::rep(["sales", "americas"]);
    assert_eq!(name.as_str(), REP);
    assert_eq!(name.teams().collect::<Vec<_>>(), ["sales", "americas"]);
    assert_eq!(ObligationName::crm("inbox").teams().count(), 0);
}

#[test]
fn a_record_waits_a_moment_for_the_rep_and_goes_out_with_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    assert!(ledger.dispatch().is_empty());
    assert_eq!(assign(&ledger, "sales", lead_id, Some(ana())), []);
    let rows = ledger.dispatch();
    assert_eq!(rows.iter().map(|row| row.owed.name.as_str()).collect::<Vec<_>>(), [CRM]);
    let route: Route = serde_json::from_str(&rows[0].route).unwrap();
    assert_eq!(route.rep, Some(ana()));
    assert_eq!(ledger.owed(lead_id, CRM).generation, 1, "it was written once");
}

#[test]
fn a_record_does_not_wait_longer_than_that() {
    let ledger = Ledger::home();
    ledger.claim(&claim_with_rep());
    ledger.pass(REP_WAIT_MS);
    assert_eq!(ledger.dispatch_names(), [CRM]);
}

#[test]
fn a_rep_who_comes_late_is_written_into_the_record_and_shown_on_the_card() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    ledger.pass(REP_WAIT_MS);
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    ledger.dispatch();
    ledger.settle(lead_id, CARD, 2, shown("message", LeadState::Delivered));
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);

    assign(&ledger, "sales", lead_id, Some(ana()));
    assert_eq!(ledger.state(lead_id), LeadState::Accepted);
    assert_eq!(ledger.dispatch_names(), [CRM], "the card waits for the record");
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    let rows = ledger.dispatch();
    assert_eq!(rows.iter().map(|row| row.owed.name.as_str()).collect::<Vec<_>>(), [CARD]);
    assert!(rows[0].route.contains("Ana Lima"));
    ledger.settle(lead_id, CARD, 3, shown("message", LeadState::Delivered));
    assert_eq!(ledger.state(lead_id), LeadState::Delivered);
}

#[test]
fn a_rep_who_comes_while_the_record_is_being_written_is_written_into_it_after_that() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    ledger.pass(REP_WAIT_MS);
    assert_eq!(ledger.dispatch_names(), [CRM]);
    assign(&ledger, "sales", lead_id, Some(ana()));
    assert!(ledger.dispatch().is_empty(), "nobody writes it a second time");
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    let row = ledger.dispatch().into_iter().find(|row| row.owed.name.is_crm()).unwrap();
    assert!(row.route.contains("Ana Lima") && !row.owed.traces.may_exist);
    assert_eq!(row.owed.reference.as_deref(), Some("record"));
}

#[test]
fn a_card_that_was_posted_with_the_rep_is_not_touched_when_the_ledger_hears_of_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    ledger.settle(lead_id, CARD, 1, shown("message", LeadState::Accepted));
    let before = ledger.owed(lead_id, CARD);
    assign(&ledger, "sales", lead_id, Some(ana()));
    assert_eq!(ledger.owed(lead_id, CARD), before);
}

#[test]
fn a_lead_nobody_has_is_looked_after_by_the_ledger_itself() {
    let ledger = Ledger::home();
    let claimed = claim_with_rep();
    ledger.claim(&claimed);
    ledger.pass(REP_LEASE_MS);
    let row = ledger.dispatch().into_iter().find(|row| row.owed.name.is_rep()).unwrap();
    let seeker = row.seeker.unwrap();
    assert_eq!(seeker.person, claimed.build(ledger.now_ms()).person.as_str());
    assert_eq!(seeker.lane, Lane::Hot);
}

#[test]
fn said_again_it_changes_nothing() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    assign(&ledger, "sales", lead_id, Some(ana()));
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    let before = ledger.sqlite.dump();
    assign(&ledger, "sales", lead_id, Some(ana()));
    assert_eq!(ledger.sqlite.dump(), before);
}

#[test]
fn a_rep_of_another_team_is_told_with_the_team() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    assign(&ledger, "americas", lead_id, Some(ana()));
    assert_eq!(rep_of(&ledger, lead_id).unwrap().team.as_deref(), Some("americas"));
    let timeline = ledger.lead(lead_id).unwrap().timeline;
    assert!(timeline.iter().any(|entry| entry.event == "assigned" && entry.detail == "to ana of americas"));
}

#[test]
fn a_pool_may_give_a_lead_to_somebody_else() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    assign(&ledger, "sales", lead_id, Some(ana()));
    let ben = Rep { id: "ben".into(), name: "Ben Ode".into(), ..Rep::default() };
    assign(&ledger, "sales", lead_id, Some(ben.clone()));
    assert_eq!(rep_of(&ledger, lead_id), Some(ben));
}

#[test]
fn a_late_answer_of_the_ledgers_own_question_does_not_undo_that() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    assign(&ledger, "sales", lead_id, Some(ana()));
    let settled = ledger.settle(lead_id, REP, 1, delivered(r#"{"id":"ben","name":"Ben Ode"}"#));
    assert!(!settled.applied);
    assert_eq!(rep_of(&ledger, lead_id), Some(ana()));
}

#[test]
fn when_a_whole_team_is_gone_the_ledger_asks_again() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    ledger.pass(REP_LEASE_MS);
    ledger.dispatch();
    ledger.settle(lead_id, REP, 1, deferred(1_000_000));
    assign(&ledger, "sales", lead_id, None);
    ledger.pass(5_000);
    assert!(ledger.dispatch_names().contains(&REP.to_owned()));
}

#[test]
fn a_lead_given_back_by_everybody_of_its_team_is_nobodys_and_looked_after_at_once() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    assign(&ledger, "sales", lead_id, Some(ana()));
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    assign(&ledger, "americas", lead_id, None);
    assert_eq!(rep_of(&ledger, lead_id), Some(ana()), "it is not theirs to give back");
    assign(&ledger, "sales", lead_id, None);
    assert_eq!(rep_of(&ledger, lead_id), None);
    assert_eq!(ledger.dispatch_names(), [REP]);
    let ben = Rep { id: "ben".into(), name: "Ben Ode".into(), ..Rep::default() };
    assign(&ledger, "americas", lead_id, Some(ben));
    assert_eq!(rep_of(&ledger, lead_id).unwrap().team.as_deref(), Some("americas"));
    assert_eq!(ledger.dispatch_names(), [CRM], "the record gets its new owner");
}

#[test]
fn a_record_that_a_destination_wants_later_waits_as_long_although_the_rep_is_known() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    ledger.pass(REP_WAIT_MS);
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, deferred(60_000));
    let before = ledger.owed(lead_id, CRM);
    assign(&ledger, "sales", lead_id, Some(ana()));
    assert_eq!(ledger.owed(lead_id, CRM), before);
    ledger.set_clock(before.not_before_ms);
    let row = ledger.dispatch().into_iter().find(|row| row.owed.name.is_crm()).unwrap();
    assert!(row.route.contains("Ana Lima"));
}

#[test]
fn a_repeat_keeps_its_rep_and_is_answered_with_it() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim_with_rep()).lead_id;
    assign(&ledger, "sales", lead_id, Some(ana()));
    let owed = ledger.owed(lead_id, REP);
    assert_eq!(ledger.claim(&claim_with_rep()).route.rep, Some(ana()), "the same again");
    let said_more = ledger.claim(&claim_with_rep().said("more"));
    assert_eq!(said_more.route.rep, Some(ana()));
    assert_eq!(ledger.owed(lead_id, REP), owed);
}

#[test]
fn a_held_lead_looks_for_a_rep_only_once_it_is_let_go() {
    let ledger = Ledger::home();
    let evidence = Evidence { honeypot_filled: true, ..Evidence::default() };
    let lead_id = ledger.claim(&claim_with_rep().seeming(&evidence, false)).lead_id;
    assert!(ledger.owed(lead_id, REP).is_held_back());
    ledger.ask(&Command::Release { lead_id, by: "kim".into(), why: String::new() });
    assert!(ledger.dispatch_names().contains(&REP.to_owned()));
}

#[test]
fn a_lead_may_wait_for_its_team_longer_than_for_a_vendor() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, REP])).lead_id;
    ledger.dispatch();
    ledger.settle(lead_id, CRM, 1, delivered("record"));
    for _ in 0..MAX_ATTEMPTS.min(8) {
        ledger.settle(lead_id, REP, 1, deferred(MAX_AGE_MS));
        ledger.pass(MAX_AGE_MS);
        ledger.dispatch();
    }
    assert_eq!(ledger.owed(lead_id, REP).state, ObligationState::Sent);
    assert_eq!(ledger.state(lead_id), LeadState::Delivered, "the CRM has it");
    ledger.pass(MAX_WAIT_FOR_REP_MS);
    ledger.dispatch();
    assert_eq!(ledger.state(lead_id), LeadState::Quarantined);
}

#[test]
fn leads_that_are_not_here_are_named() {
    let ledger = Ledger::home();
    let elsewhere = claim().person("grace").build(ledger.now_ms()).lead_id;
    assert_eq!(assign(&ledger, "sales", elsewhere, Some(ana())), [elsewhere]);
}
