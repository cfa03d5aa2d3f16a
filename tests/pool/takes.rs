//! One lead, one turn.

use crate::support::calendar::{DAY_MS, HOUR_MS};
use crate::support::desk::{Desk, by_turns, capped, inactive, rep, table_of};
use beeline::lead::Kind;
use beeline::pool::{Command, Contact, How, Load, Outcome, Reply, RosterMember, Take, TakeAnswer};
use beeline::routing::Rep;

#[test]
fn asked_twice_it_is_the_same_answer_to_the_letter() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let lead = desk.lead();
    let first = desk.take(&lead);
    desk.next_reps(3);
    desk.pass(HOUR_MS);
    desk.enlist(&[rep("ben")]);
    assert_eq!(desk.take(&lead), first);
    assert_eq!(desk.sqlite.number("SELECT COUNT(*) FROM turn"), 4);
}

#[test]
fn a_repeat_is_answered_whatever_roster_it_names() {
    let desk = Desk::of_reps(&["ana"]);
    let lead = desk.lead();
    let first = desk.take(&lead);
    assert_eq!(desk.take(&Take { roster: "nobody-knows".into(), ..lead }), first);
}

#[test]
fn a_synthetic_lead_hears_who_is_next_and_leaves_no_trace() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.next();
    let before = desk.sqlite.dump();
    let synthetic = Take { kind: Kind::Synthetic { run: "run-1".into() }, ..desk.patient_lead() };
    for _ in 0..3 {
        match desk.ask(&Command::Take(synthetic.clone())) {
            Reply::WouldAssign { rep, table } => {
                assert_eq!(rep.as_deref(), Some("ben"));
                assert_eq!(table.len(), 2);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(desk.sqlite.dump(), before);
    assert_eq!(desk.next(), "ben");
}

#[test]
fn a_synthetic_lead_that_nobody_would_take_does_not_wait() {
    let desk = Desk::of(&[inactive("ana")]);
    let synthetic = Take { kind: Kind::Synthetic { run: "run-1".into() }, ..desk.patient_lead() };
    assert!(matches!(desk.ask(&Command::Take(synthetic)), Reply::WouldAssign { rep: None, .. }));
    assert_eq!(desk.standing().waiting, 0);
}

#[test]
fn a_person_who_comes_again_gets_the_same_rep_and_it_is_a_turn() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let first = desk.lead();
    assert_eq!(desk.rep_of(&first), "ana");
    let again = Take { person: first.person.clone(), ..desk.lead() };
    match desk.take(&again) {
        Outcome::Assigned { rep, how, .. } => assert_eq!((rep.as_str(), how), ("ana", How::SamePerson)),
        other => panic!("{other:?}"),
    }
    assert_eq!(desk.next_reps(3), ["ben", "ben", "ana"]);
}

#[test]
fn a_person_who_comes_again_is_taken_by_the_same_rep_on_the_phone_but_not_off_hours() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let first = desk.lead();
    desk.take(&first);
    let again = || Take { person: first.person.clone(), ..desk.lead() };
    desk.report("ana", Load::OnCall);
    assert_eq!(desk.rep_of(&again()), "ana");
    desk.calendar.absent("ana", desk.now_ms(), desk.now_ms() + HOUR_MS, "off hours");
    assert_eq!(desk.rep_of(&again()), "ben");
    desk.pass(HOUR_MS);
    // Whoever had the last one knows the person best.
    assert_eq!(desk.rep_of(&again()), "ben");
}

#[test]
fn a_person_who_comes_again_does_not_get_past_a_cap_or_to_somebody_inactive() {
    let desk = Desk::of(&[capped("ana", 1), rep("ben")]);
    let first = desk.lead();
    desk.take(&first);
    let again = || Take { person: first.person.clone(), ..desk.lead() };
    assert_eq!(desk.rep_of(&again()), "ben");
    desk.enlist(&[rep("ana"), inactive("ben")]);
    assert_eq!(desk.rep_of(&again()), "ana");
}

#[test]
fn without_stickiness_it_is_whose_turn_it_is() {
    let desk = Desk::empty();
    desk.enlist_with(&[rep("ana"), rep("ben")], by_turns());
    let first = desk.lead();
    desk.take(&first);
    assert_eq!(desk.rep_of(&Take { person: first.person, ..desk.lead() }), "ben");
}

#[test]
fn a_cap_holds_until_the_reps_own_midnight() {
    let desk = Desk::of(&[capped("ana", 2)]);
    // In Tokyo it is six in the evening.
    desk.calendar.offset("ana", 9 * HOUR_MS);
    desk.next_reps(2);
    desk.refusals();
    desk.pass(6 * HOUR_MS - 1);
    desk.refusals();
    desk.pass(1);
    assert_eq!(desk.next(), "ana");
    desk.pass(DAY_MS);
    assert_eq!(desk.next_reps(2), ["ana", "ana"]);
}

#[test]
fn a_time_zone_that_goes_back_a_day_gives_no_second_cap() {
    let desk = Desk::of(&[capped("ana", 1)]);
    desk.calendar.offset("ana", 24 * HOUR_MS);
    desk.next();
    desk.calendar.offset("ana", 0);
    desk.refusals();
}

#[test]
fn what_was_passed_on_stays_passed_on_until_it_may_wait() {
    let desk = Desk::of_reps(&["ana"]);
    desk.calendar.absent("ana", desk.now_ms(), desk.now_ms() + HOUR_MS, "off hours");
    let lead = desk.lead();
    let passed_on = desk.take(&lead);
    assert!(matches!(passed_on, Outcome::NobodyNow { .. }));
    desk.pass(HOUR_MS);
    // Another team may have it by now.
    assert_eq!(desk.take(&lead), passed_on);
    let patient = Take { may_wait: true, ..lead.clone() };
    assert_eq!(desk.rep_of(&patient), "ana");
    assert_eq!(desk.rep_of(&lead), "ana");
}

#[test]
fn inactive_or_unlisted_reps_get_nothing() {
    let desk = Desk::of(&[inactive("ana"), rep("ben"), rep("cy")]);
    desk.next_reps(4);
    desk.enlist(&[inactive("ana"), rep("cy")]);
    assert_eq!(desk.next_reps(3), ["cy", "cy", "cy"]);
    desk.enlist(&[inactive("ana")]);
    let outcome = desk.take(&desk.patient_lead());
    assert!(matches!(outcome, Outcome::NobodyNow { .. }), "{outcome:?}");
    assert_eq!(table_of(&outcome).len(), 1);
}

#[test]
fn who_has_a_lead_is_told_until_somebody_has_heard_although_the_asker_was_answered() {
    let desk = Desk::of_reps(&["ana"]);
    let lead = desk.lead();
    desk.take(&lead);
    assert_eq!(desk.next_wake_ms(), Some(desk.now_ms()));
    assert_eq!(desk.served(), [(lead.lead_id.clone(), "ana".to_owned())]);
    desk.told(&[&lead]);
    assert_eq!(desk.next_wake_ms(), None);
}

#[test]
fn whoever_knows_no_roster_is_served_by_the_one_in_force() {
    let desk = Desk::of_reps(&["ana"]);
    let lead = Take { roster: String::new(), ..desk.lead() };
    assert_eq!(desk.rep_of(&lead), "ana");
    assert_eq!(Desk::empty().ask(&Command::Take(lead)), Reply::RosterWanted);
}

#[test]
fn what_became_of_a_lead_can_be_read_again() {
    let desk = Desk::of_reps(&["ana"]);
    let lead = desk.lead();
    let outcome = desk.take(&lead);
    let turn = |lead_id: &str| desk.ask(&Command::Turn { lead_id: lead_id.into() });
    assert_eq!(turn(&lead.lead_id), Reply::Turn(outcome));
    assert_eq!(turn("another"), Reply::NotHere);
}

#[test]
fn the_asker_hears_who_has_the_lead_and_how_to_reach_them_without_the_reasons() {
    let contact = Contact { slack_id: Some("U0123456789".into()), booking_url: None };
    let desk = Desk::of(&[RosterMember { contact: contact.clone(), ..rep("ana") }]);
    let reply = desk.ask(&Command::Take(desk.lead()));
    let ana = Rep { id: "ana".into(), name: "ANA".into(), team: None, contact };
    assert_eq!(TakeAnswer::of(reply), TakeAnswer::Assigned(ana));
    let monitor = Take { kind: Kind::Synthetic { run: "run".into() }, ..desk.lead() };
    let TakeAnswer::Assigned(would) = TakeAnswer::of(desk.ask(&Command::Take(monitor))) else {
        panic!("nobody would have it");
    };
    assert_eq!((would.id.as_str(), would.name.as_str()), ("ana", "ANA"));
    let answers = [
        (r#""nobody""#, TakeAnswer::Nobody),
        (r#""roster_wanted""#, TakeAnswer::RosterWanted),
        (r#"{"waits":{"until_ms":1790000400000}}"#, TakeAnswer::Waits { until_ms: Some(1_790_000_400_000) }),
        (r#"{"failed":{"reason":"full"}}"#, TakeAnswer::Failed { reason: "full".into() }),
    ];
    for (frozen, answer) in answers {
        assert_eq!(serde_json::to_string(&answer).unwrap(), frozen);
        assert_eq!(serde_json::from_str::<TakeAnswer>(frozen).unwrap(), answer);
    }
}
