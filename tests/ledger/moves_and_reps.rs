//! Who has a lead that went to another team: its new rep, and what becomes of the turns in the team that had
//! it.

use super::moves::{OLD_REP, TURN, WARM, assign, lead, moved, rep, settled};
use crate::support::claims::{CRM, claim, delivered, quarantined};
use crate::support::ledger::Ledger;
use crate::support::moves::{NEW_REP, TEAM, make, moving, moving_above};
use beeline::identity::LeadId;
use beeline::ledger::{LeadState, MoveOutcome, Moving, REP_WAIT_MS};

#[test]
fn without_a_rep_it_is_written_all_the_same() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    moved(&ledger, lead_id);
    ledger.dispatch();
    ledger.pass(REP_WAIT_MS);
    assert_eq!(ledger.dispatch_names(), [CRM]);
}

#[test]
fn a_team_without_reps_is_owed_none_and_nothing_waits() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    let moving = Moving { rep: None, ..moving(&ledger, lead_id) };
    assert_eq!(make(&ledger, &moving), MoveOutcome::Moved);
    assert!(!ledger.obligations(lead_id).iter().any(|owed| owed.name.is_rep()));
    let names = ledger.dispatch_names();
    assert!(names.contains(&CRM.to_owned()) && names.contains(&TURN.to_owned()), "{names:?}");
    ledger.settle(lead_id, CRM, 2, delivered("record"));
    ledger.claim(&lead().said("more"));
    assert!(!ledger.obligations(lead_id).iter().any(|owed| owed.name.is_rep()), "nor after a repeat");
}

#[test]
fn a_team_whose_leads_have_had_no_reps_gives_no_turn_back() {
    let ledger = Ledger::home();
    let lead_id = ledger.claim(&claim().owing(&[CRM, WARM])).lead_id;
    moved(&ledger, lead_id);
    let owed = ledger.obligations(lead_id);
    assert_eq!(owed.iter().map(|owed| owed.name.as_str()).collect::<Vec<_>>(), [CRM, NEW_REP, WARM]);
}

#[test]
fn what_the_old_teams_pool_still_says_is_not_heard() {
    let ledger = Ledger::home();
    let lead_id = settled(&ledger);
    moved(&ledger, lead_id);
    let before = ledger.sqlite.dump();
    assign(&ledger, "sales", lead_id, Some(rep("ben")));
    assert!(!ledger.settle(lead_id, OLD_REP, 1, delivered(r#"{"id":"ben","name":"Ben"}"#)).applied);
    assign(&ledger, "sales", lead_id, None);
    assert_eq!(ledger.sqlite.dump(), before);
    assign(&ledger, "emea", lead_id, Some(rep("ben")));
    let rep = ledger.lead(lead_id).unwrap().route.rep.unwrap();
    assert_eq!(rep.team.as_deref(), Some("emea"), "whom the new team asks when nobody there works");
}

/// A lead of sales whose new team passes leads on to sales when nobody there works.
fn moved_above_sales(ledger: &Ledger) -> LeadId {
    let lead_id = settled(ledger);
    assert_eq!(make(ledger, &moving_above(ledger, lead_id)), MoveOutcome::Moved);
    lead_id
}

#[test]
fn whoever_had_it_may_keep_it_where_the_new_team_passes_leads_on_to_theirs() {
    let ledger = Ledger::home();
    let lead_id = moved_above_sales(&ledger);
    let names = ledger.dispatch_names();
    assert!(!names.iter().any(|name| name.starts_with("turn:")), "{names:?}");
    assign(&ledger, "sales", lead_id, Some(rep("ana")));
    let rep = ledger.lead(lead_id).unwrap().route.rep.unwrap();
    assert_eq!((rep.id.as_str(), rep.team.as_deref()), ("ana", Some("sales")));
    assert_eq!(ledger.dispatch_names(), [CRM], "and keeps the turn");
}

#[test]
fn their_turn_is_given_back_once_somebody_else_has_it() {
    let ledger = Ledger::home();
    let lead_id = moved_above_sales(&ledger);
    ledger.dispatch();
    assign(&ledger, TEAM, lead_id, Some(rep("kim")));
    assert_eq!(ledger.dispatch_names(), [CRM, TURN]);
    ledger.settle(lead_id, TURN, 1, delivered("sales"));
    let before = ledger.owed(lead_id, TURN);
    assign(&ledger, TEAM, lead_id, Some(rep("eva")));
    assert_eq!(ledger.owed(lead_id, TURN), before, "once");
}

#[test]
fn a_turn_that_is_not_given_back_is_no_part_of_the_leads_state() {
    for end in [delivered("sales"), quarantined()] {
        let ledger = Ledger::home();
        let lead_id = settled(&ledger);
        moved(&ledger, lead_id);
        assign(&ledger, TEAM, lead_id, Some(rep("kim")));
        ledger.dispatch();
        ledger.settle(lead_id, CRM, 2, delivered("record"));
        ledger.settle(lead_id, TURN, 1, end);
        assert_eq!(ledger.state(lead_id), LeadState::Delivered);
    }
}
