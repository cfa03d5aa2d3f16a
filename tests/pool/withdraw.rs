//! A lead that went to another team costs nobody here a turn.

use crate::support::calendar::HOUR_MS;
use crate::support::desk::{Desk, capped, rep};
use beeline::pool::{Command, Outcome, Reply, Take};

#[test]
fn whoever_had_it_has_the_turn_back_and_nobody_else_gets_it() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let lead = desk.lead();
    assert_eq!(desk.rep_of(&lead), "ana");
    desk.withdraw(&lead);
    assert_eq!(desk.take(&lead), Outcome::Withdrawn);
    assert_eq!(desk.next_reps(4), ["ana", "ben", "ana", "ben"]);
}

#[test]
fn the_day_counts_one_less() {
    let desk = Desk::of(&[capped("ana", 1)]);
    let lead = desk.lead();
    assert_eq!(desk.rep_of(&lead), "ana");
    desk.withdraw(&lead);
    assert_eq!(desk.next(), "ana");
    desk.refusals();
}

#[test]
fn it_is_on_record_who_said_so() {
    let desk = Desk::of_reps(&["ana"]);
    let lead = desk.lead();
    desk.take(&lead);
    desk.withdraw(&lead);
    let adjustments = desk.adjustments();
    let [adjustment] = adjustments.as_slice() else { panic!("{adjustments:?}") };
    assert_eq!((adjustment.rep.as_str(), adjustment.turns), ("ana", -1));
    assert_eq!((adjustment.lead_id.as_ref(), adjustment.by.as_str()), (Some(&lead.lead_id), "enrichment"));
}

#[test]
fn twice_is_once() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let lead = desk.lead();
    desk.take(&lead);
    desk.withdraw(&lead);
    let before = desk.sqlite.dump();
    desk.withdraw(&lead);
    assert_eq!(desk.sqlite.dump(), before);
}

#[test]
fn nobody_is_told_of_the_turn_any_more() {
    let desk = Desk::of_reps(&["ana"]);
    let (gone, here) = (desk.lead(), desk.lead());
    desk.take(&gone);
    desk.take(&here);
    desk.withdraw(&gone);
    assert_eq!(desk.served(), [(here.lead_id, "ana".to_owned())]);
}

#[test]
fn what_waits_here_waits_no_longer() {
    let desk = Desk::of(&[rep("ana")]);
    desk.calendar.absent("ana", desk.now_ms(), desk.now_ms() + HOUR_MS, "off hours");
    let lead = desk.patient_lead();
    assert!(matches!(desk.take(&lead), Outcome::Backlogged { .. }));
    desk.withdraw(&lead);
    assert_eq!(desk.standing().waiting, 0);
    desk.pass(HOUR_MS);
    assert_eq!(desk.served(), []);
}

#[test]
fn a_question_that_comes_after_it_takes_no_turn() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let lead = desk.lead();
    desk.withdraw(&lead);
    assert_eq!(desk.take(&Take { may_wait: true, ..lead.clone() }), Outcome::Withdrawn);
    assert_eq!(desk.next_reps(2), ["ana", "ben"]);
    let (lead_id, by, why) = (lead.lead_id, "sla".to_owned(), "too slow".to_owned());
    let released = desk.ask(&Command::Release { lead_id, rep: "ana".to_owned(), by, why });
    assert_eq!(released, Reply::Turn(Outcome::Withdrawn), "nobody has it to give back");
}
