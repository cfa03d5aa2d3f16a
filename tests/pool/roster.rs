//! The roster travels only when it changed, and never backwards.

use crate::support::desk::{Desk, capped, rep, weighing};
use beeline::pool::{Command, Crew, MAX_MEMBERS, Reply, Roster, RosterMember, Take};

fn roster(sequence: i64, hash: &str, members: &[RosterMember]) -> Command {
    Command::Roster(Roster {
        sequence,
        hash: hash.into(),
        team: "sales".into(),
        crew: Crew { members: members.to_vec(), ..Crew::default() },
    })
}

fn in_force(sequence: i64, hash: &str) -> Reply {
    Reply::RosterInForce { sequence, hash: hash.into() }
}

fn taken_with(desk: &Desk, hash: &str) -> Reply {
    desk.ask(&Command::Take(Take { roster: hash.into(), ..desk.lead() }))
}

#[test]
fn a_roster_nobody_has_sent_is_wanted_and_nothing_is_written() {
    let desk = Desk::of_reps(&["ana"]);
    let before = desk.sqlite.dump();
    assert_eq!(taken_with(&desk, "another"), Reply::RosterWanted);
    assert_eq!(desk.sqlite.dump(), before);
    assert_eq!(taken_with(&Desk::empty(), "first"), Reply::RosterWanted);
    assert_eq!(Desk::empty().ask(&Command::Standing), Reply::RosterWanted);
}

#[test]
fn an_older_roster_does_not_replace_a_newer_one_and_its_senders_are_served() {
    let desk = Desk::empty();
    assert_eq!(desk.ask(&roster(7, "new", &[rep("ana")])), in_force(7, "new"));
    assert_eq!(taken_with(&desk, "old"), Reply::RosterWanted);
    assert_eq!(desk.ask(&roster(6, "old", &[rep("ben")])), in_force(7, "new"));
    let Reply::Turn(outcome) = taken_with(&desk, "old") else { panic!("asked for it again") };
    assert_eq!(crate::support::desk::assigned(&outcome), "ana");
}

#[test]
fn the_same_roster_twice_changes_nothing() {
    let desk = Desk::empty();
    let command = roster(1, "one", &[rep("ana"), weighing("ben", 2)]);
    assert_eq!(desk.ask(&command), in_force(1, "one"));
    desk.next_reps_with("one", 4);
    let before = desk.sqlite.dump();
    assert_eq!(desk.ask(&command), in_force(1, "one"));
    assert_eq!(desk.ask(&roster(1, "one", &[rep("cy")])), in_force(1, "one"));
    assert_eq!(desk.sqlite.dump(), before);
}

#[test]
fn whoever_knows_the_roster_before_is_served_by_the_one_in_force() {
    let desk = Desk::of_reps(&["ana"]);
    let before = desk.hash();
    desk.enlist(&[rep("ben")]);
    let Reply::Turn(outcome) = taken_with(&desk, &before) else { panic!("asked for it again") };
    assert_eq!(crate::support::desk::assigned(&outcome), "ben");
}

#[test]
fn rosters_of_long_ago_are_forgotten_and_the_one_in_force_never() {
    let desk = Desk::empty();
    desk.ask(&roster(1_000, "in-force", &[rep("ana")]));
    for sequence in 1..=120 {
        desk.ask(&roster(sequence, &format!("old-{sequence}"), &[]));
    }
    assert!(desk.sqlite.number("SELECT COUNT(*) FROM known_roster") <= 52);
    assert_eq!(taken_with(&desk, "old-1"), Reply::RosterWanted);
    assert!(matches!(taken_with(&desk, "in-force"), Reply::Turn(_)));
    assert!(matches!(taken_with(&desk, "old-120"), Reply::Turn(_)));
}

#[test]
fn a_roster_that_makes_no_sense_is_refused_with_a_fix() {
    let many: Vec<_> = (0..=MAX_MEMBERS).map(|index| rep(&format!("rep-{index}"))).collect();
    for (members, expected) in [
        (vec![rep("ana"), rep("ana")], "rep `ana` is in the team twice: leave one of the two out"),
        (vec![weighing("ana", 0)], "rep `ana` has weight 0: choose one from 1 to 100"),
        (vec![weighing("ana", 101)], "rep `ana` has weight 101: choose one from 1 to 100"),
        (vec![capped("ana", 0)], "rep `ana` may take 0 leads a day: write `active = false` instead"),
        (many, "the team has 201 members, and 200 at most may be: split it in two"),
    ] {
        let desk = Desk::empty();
        let before = desk.sqlite.dump();
        assert_eq!(desk.ask(&roster(1, "one", &members)), Reply::Refused { why: expected.into() });
        assert_eq!(desk.sqlite.dump(), before);
    }
}

#[test]
fn of_two_rosters_with_one_number_the_later_sent_holds() {
    let desk = Desk::empty();
    desk.ask(&roster(0, "one", &[rep("ana")]));
    assert_eq!(desk.ask(&roster(0, "two", &[rep("ben")])), in_force(0, "two"));
    assert_eq!(desk.ask(&roster(0, "two", &[rep("ben")])), in_force(0, "two"));
}
