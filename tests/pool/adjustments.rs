//! Turns that a person gives or takes.

use crate::support::calendar::DAY_MS;
use crate::support::desk::{Desk, NINE_MS, count, rep};
use beeline::pool::{Adjustment, Command, Reply, Take};

#[test]
fn a_skip_counts_as_a_turn_and_a_credit_as_one_less() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    assert_eq!(desk.adjust("one", "ana", 2), Reply::Done);
    assert_eq!(desk.next_reps(4), ["ben", "ben", "ana", "ben"]);
    desk.adjust("two", "ana", -2);
    let after = desk.next_reps(10);
    assert_eq!(count(&after, "ana"), 6);
}

#[test]
fn an_adjustment_sent_twice_is_made_once() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.next();
    desk.adjust("one", "ana", -1);
    let before = desk.sqlite.dump();
    assert_eq!(desk.adjust("one", "ana", -1), Reply::Done);
    assert_eq!(desk.sqlite.dump(), before);
    assert_eq!(desk.adjustments().len(), 1);
}

#[test]
fn what_a_person_gave_survives_an_absence() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.next_reps(10);
    desk.calendar.absent("ana", desk.now_ms(), desk.now_ms() + DAY_MS, "out of office");
    desk.next_reps(20);
    desk.adjust("one", "ana", -4);
    desk.next_reps(20);
    desk.pass(DAY_MS);
    let after = desk.next_reps(20);
    assert_eq!(count(&after, "ana"), 12);
    // And is worked off once.
    desk.calendar.absent("ana", desk.now_ms(), desk.now_ms() + DAY_MS, "out of office");
    desk.next_reps(20);
    desk.pass(DAY_MS);
    assert_eq!(count(&desk.next_reps(20), "ana"), 10);
}

#[test]
fn what_is_worked_off_lets_nobody_come_back_with_more_than_two_leads() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let regular = desk.lead();
    let absent_for_a_day = || {
        desk.calendar.absent("ana", desk.now_ms(), desk.now_ms() + DAY_MS, "out of office");
        desk.next_reps(2);
        desk.pass(DAY_MS);
        desk.next()
    };
    desk.adjust("one", "ana", -10);
    desk.next_reps(40);
    absent_for_a_day();
    desk.calendar.absent("ana", desk.now_ms(), desk.now_ms() + 1, "out of office");
    assert_eq!(desk.rep_of(&regular), "ben");
    desk.pass(1);
    for _ in 0..40 {
        assert_eq!(desk.rep_of(&Take { person: regular.person.clone(), ..desk.lead() }), "ben");
    }
    absent_for_a_day();
    let after = desk.next_reps(20);
    assert!(count(&after, "ana") <= 12, "{after:?}");
}

#[test]
fn who_adjusted_what_and_why_is_on_record_latest_first() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.adjust("one", "ana", 2);
    desk.pass(5);
    desk.adjust("two", "ben", -1);
    let record = |at_ms, rep: &str, turns| Adjustment {
        at_ms,
        rep: rep.into(),
        lead_id: None,
        turns,
        by: "kim".into(),
        why: "covered for ben".into(),
    };
    assert_eq!(desk.adjustments(), [record(NINE_MS + 5, "ben", -1), record(NINE_MS, "ana", 2)]);
}

#[test]
fn an_adjustment_that_makes_no_sense_is_refused_with_a_fix() {
    let desk = Desk::of(&[rep("ana")]);
    let before = desk.sqlite.dump();
    let refused = |why: &str| Reply::Refused { why: why.into() };
    let range = "turns cannot be given: choose -20 to 20, and not 0";
    assert_eq!(desk.adjust("one", "ana", 0), refused(&format!("0 {range}")));
    assert_eq!(desk.adjust("one", "ana", 21), refused(&format!("21 {range}")));
    assert_eq!(desk.adjust("one", "ana", i32::MIN), refused(&format!("{} {range}", i32::MIN)));
    let unknown = "nobody in this team has the id `zoe`: look it up with `standing`";
    assert_eq!(desk.adjust("one", "zoe", 1), refused(unknown));
    let nameless = Command::Adjust {
        id: "one".into(),
        rep: "ana".into(),
        turns: 1,
        by: " ".into(),
        why: "because".into(),
    };
    let expected = "`by` is empty: an adjustment says what it is called, who made it and why";
    assert_eq!(desk.ask(&nameless), refused(expected));
    assert_eq!(desk.sqlite.dump(), before);
}

#[test]
fn adjustments_are_never_changed() {
    let desk = Desk::of_reps(&["ana"]);
    desk.adjust("one", "ana", 1);
    desk.take_statements_of_everything();
    let statements = desk.sqlite.take_statements();
    let touches = |sql: &&String| sql.contains("adjustment") && !sql.starts_with("SELECT");
    let writes: Vec<_> = statements.iter().filter(touches).collect();
    assert!(!writes.is_empty());
    assert!(!writes.iter().any(|sql| sql.starts_with("UPDATE")), "{writes:?}");
}

#[test]
fn adjustments_are_forgotten_after_more_than_a_year() {
    let desk = Desk::of_reps(&["ana"]);
    desk.adjust("one", "ana", 1);
    let day_ms = 24 * 60 * 60 * 1000;
    desk.pass(400 * day_ms);
    desk.sweep(30 * day_ms);
    assert_eq!(desk.adjustments().len(), 1);
    desk.pass(1);
    desk.sweep(30 * day_ms);
    assert!(desk.adjustments().is_empty());
}
