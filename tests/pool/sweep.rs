//! What is old is forgotten, a little at a time; what is not over never is.

use crate::support::calendar::{DAY_MS, HOUR_MS};
use crate::support::desk::{Desk, rep};
use beeline::pool::{Outcome, Take};

const RETENTION_MS: i64 = 30 * DAY_MS;

fn turns(desk: &Desk) -> i64 {
    desk.sqlite.number("SELECT COUNT(*) FROM turn")
}

#[test]
fn turns_are_forgotten_in_slices_once_they_are_old() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.next_reps(45);
    desk.tell_all();
    desk.pass(RETENTION_MS);
    let recent = desk.lead();
    let outcome = desk.take(&recent);
    assert!(!desk.sweep(RETENTION_MS));
    assert_eq!(turns(&desk), 46);
    desk.pass(1);
    let mut passes = 1;
    while desk.sweep(RETENTION_MS) {
        passes += 1;
    }
    assert_eq!((passes, turns(&desk)), (3, 1));
    assert_eq!(desk.take(&recent), outcome);
}

#[test]
fn what_waits_or_was_not_told_stays_however_old() {
    let desk = Desk::of_reps(&["ana"]);
    let nine = desk.now_ms();
    desk.calendar.absent("ana", nine, nine + HOUR_MS, "off hours");
    desk.calendar.absent("ana", nine + 2 * HOUR_MS, nine + 100 * DAY_MS, "holiday");
    let untold = desk.patient_lead();
    desk.take(&untold);
    desk.pass(HOUR_MS);
    assert_eq!(desk.served().len(), 1);
    desk.pass(HOUR_MS);
    let waiting = desk.patient_lead();
    desk.take(&waiting);
    desk.pass(99 * DAY_MS);
    desk.sweep(RETENTION_MS);
    assert_eq!(turns(&desk), 2);
    assert!(matches!(desk.take(&waiting), Outcome::Backlogged { .. }));
    desk.told(&[&untold]);
    desk.sweep(RETENTION_MS);
    assert_eq!(turns(&desk), 1);
}

#[test]
fn former_members_are_forgotten_and_present_ones_never() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.enlist(&[rep("ben")]);
    desk.pass(RETENTION_MS);
    desk.enlist(&[rep("ben"), rep("cy")]);
    desk.sweep(RETENTION_MS);
    let reps = || desk.sqlite.texts("SELECT rep FROM member ORDER BY rep");
    assert_eq!(reps(), ["ana", "ben", "cy"]);
    desk.pass(1);
    desk.sweep(RETENTION_MS);
    assert_eq!(reps(), ["ben", "cy"]);
}

#[test]
fn a_forgotten_person_is_somebody_new() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let first = desk.lead();
    assert_eq!(desk.rep_of(&first), "ana");
    desk.tell_all();
    desk.pass(RETENTION_MS + 1);
    desk.sweep(RETENTION_MS);
    assert_eq!(desk.rep_of(&Take { person: first.person, ..desk.lead() }), "ben");
}
