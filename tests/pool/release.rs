//! A lead that is given back goes to the next rep, and the turn with it.

use crate::support::calendar::{DAY_MS, HOUR_MS};
use crate::support::desk::{Desk, assigned, capped, rep, standing_of, table_of};
use beeline::pool::{Command, Load, Outcome, Reply, Standing, Take};

#[test]
fn the_next_rep_takes_it_and_the_first_has_its_turn_back() {
    let desk = Desk::of_reps(&["ana", "ben", "cy"]);
    let lead = desk.lead();
    assert_eq!(desk.rep_of(&lead), "ana");
    assert_eq!(assigned(&desk.released(&lead, "ana")), "ben");
    assert_eq!(desk.rep_of(&lead), "ben");
    assert_eq!(desk.next_reps(4), ["ana", "cy", "ana", "ben"]);
}

#[test]
fn a_release_sent_twice_releases_once() {
    let desk = Desk::of_reps(&["ana", "ben", "cy"]);
    let lead = desk.lead();
    desk.take(&lead);
    let outcome = desk.released(&lead, "ana");
    let before = desk.sqlite.dump();
    assert_eq!(desk.released(&lead, "ana"), outcome);
    assert_eq!(desk.released(&lead, "cy"), outcome);
    assert_eq!(desk.sqlite.dump(), before);
}

#[test]
fn it_never_comes_back_to_one_who_gave_it_back() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let lead = desk.lead();
    desk.take(&lead);
    desk.released(&lead, "ana");
    let outcome = desk.released(&lead, "ben");
    assert!(matches!(outcome, Outcome::NobodyNow { .. }), "{outcome:?}");
    assert_eq!(standing_of(table_of(&outcome), "ana"), Standing::GaveItBack);
    desk.pass(HOUR_MS);
    let patient = Take { may_wait: true, ..lead.clone() };
    assert!(matches!(desk.take(&patient), Outcome::Backlogged { .. }), "for somebody who never had it");
    assert_eq!(desk.next_reps(2), ["ana", "ben"]);
}

#[test]
fn a_busy_rep_takes_what_all_who_are_free_gave_back() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.report("ben", Load::OnCall);
    let lead = desk.lead();
    assert_eq!(desk.rep_of(&lead), "ana");
    assert_eq!(assigned(&desk.released(&lead, "ana")), "ben");
}

#[test]
fn the_day_counts_one_less() {
    let desk = Desk::of(&[capped("ana", 1), capped("ben", 1)]);
    let lead = desk.lead();
    assert_eq!(desk.rep_of(&lead), "ana");
    assert_eq!(assigned(&desk.released(&lead, "ana")), "ben");
    assert_eq!(desk.next(), "ana");
    desk.refusals();
}

#[test]
fn what_is_given_back_on_another_day_does_not_count_in_that_day() {
    let desk = Desk::of(&[capped("ana", 1), rep("ben")]);
    let lead = desk.lead();
    desk.take(&lead);
    desk.pass(DAY_MS);
    assert_eq!(desk.next_reps(2).iter().filter(|who| *who == "ana").count(), 1);
    desk.released(&lead, "ana");
    assert_eq!(desk.next_reps(3), ["ben", "ben", "ben"]);
}

#[test]
fn a_lead_nobody_knows_is_not_here() {
    let desk = Desk::of_reps(&["ana"]);
    assert_eq!(desk.release(&desk.lead(), "ana"), Reply::NotHere);
}

#[test]
fn a_lead_of_somebody_who_left_the_team_is_released_too() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let lead = desk.lead();
    desk.take(&lead);
    desk.enlist(&[rep("ben")]);
    assert_eq!(assigned(&desk.released(&lead, "ana")), "ben");
}

#[test]
fn it_is_told_where_a_released_lead_is_now_and_no_more_where_it_was() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    for who in ["ana", "ben"] {
        desk.calendar.absent(who, desk.now_ms(), desk.now_ms() + HOUR_MS, "off hours");
    }
    let lead = desk.patient_lead();
    desk.take(&lead);
    desk.pass(HOUR_MS);
    let (_, rep) = desk.served().remove(0);
    desk.released(&lead, &rep);
    let told = desk.served();
    assert_eq!(told.len(), 1);
    assert_ne!(told[0].1, rep);
}

#[test]
fn who_released_what_and_why_is_on_record() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let lead = desk.lead();
    desk.take(&lead);
    desk.ask(&Command::Release {
        lead_id: lead.lead_id.clone(),
        rep: "ana".into(),
        by: "sla".into(),
        why: "not claimed within 5 minutes".into(),
    });
    let record = desk.adjustments();
    assert_eq!(record.len(), 1);
    assert_eq!((record[0].rep.as_str(), record[0].turns), ("ana", -1));
    assert_eq!(record[0].lead_id.as_deref(), Some(lead.lead_id.as_str()));
    assert_eq!((record[0].by.as_str(), record[0].why.as_str()), ("sla", "not claimed within 5 minutes"));
}

#[test]
fn a_turn_that_was_taken_while_an_older_one_was_told_of_is_told_as_well() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let lead = desk.lead();
    let first = desk.rep_of(&lead);
    let (served, _) = desk.serve();
    let turns = served.into_iter().map(|turn| (turn.lead_id, turn.tell_again_at_ms)).collect();
    desk.released(&lead, &first);
    assert_eq!(desk.ask(&Command::Told { turns }), Reply::Done);
    let told = desk.served();
    assert_eq!(told.len(), 1);
    assert_ne!(told[0].1, first);
}

#[test]
fn given_back_by_the_last_who_works_it_waits_for_somebody_else_and_holds_up_no_other() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let back_ms = desk.now_ms() + HOUR_MS;
    desk.calendar.absent("ben", desk.now_ms(), back_ms, "off hours");
    let lead = desk.lead();
    assert_eq!(desk.rep_of(&lead), "ana");
    assert!(matches!(desk.released(&lead, "ana"), Outcome::NobodyNow { .. }));
    desk.tell_all();
    let waits = Take { may_wait: true, ..lead };
    assert!(
        matches!(desk.take(&waits), Outcome::Backlogged { until_ms: Some(at_ms), .. } if at_ms == back_ms)
    );
    assert_eq!(desk.next_wake_ms(), Some(desk.now_ms() + 15 * 60_000), "nobody is asked for nothing");
    assert_eq!(desk.next(), "ana", "a new lead is not held up");
    desk.tell_all();
    desk.pass(HOUR_MS);
    assert_eq!(desk.served(), [(waits.lead_id.clone(), "ben".to_owned())]);
}
