//! Who is busy is spared, as long as that is known.

use crate::support::calendar::MINUTE_MS;
use crate::support::desk::{Desk, NINE_MS, rep, standing_of};
use beeline::pool::{Command, Load, Policy, Reply, Standing, UnknownLoad};

const STALE_MS: i64 = 2 * MINUTE_MS + 1;

fn desk_with(unknown_load: UnknownLoad) -> Desk {
    let desk = Desk::empty();
    desk.enlist_with(&[rep("ana"), rep("ben")], Policy { unknown_load, ..Policy::default() });
    desk
}

#[test]
fn a_busy_rep_is_skipped() {
    for load in [Load::Busy, Load::OnCall] {
        let desk = Desk::of_reps(&["ana", "ben"]);
        desk.report("ana", load);
        assert_eq!(desk.next_reps(3), ["ben", "ben", "ben"]);
    }
}

#[test]
fn if_all_are_busy_they_take_turns() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.report("ana", Load::Busy);
    desk.report("ben", Load::OnCall);
    assert_eq!(desk.next_reps(4), ["ana", "ben", "ana", "ben"]);
}

#[test]
fn a_rep_nobody_ever_reported_on_is_as_good_as_idle() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.report("ana", Load::Idle);
    assert_eq!(desk.next_reps(4), ["ana", "ben", "ana", "ben"]);
}

#[test]
fn a_stale_report_comes_after_idle_and_before_busy() {
    let desk = Desk::of_reps(&["ana", "ben", "cy"]);
    desk.report("ana", Load::Idle);
    desk.pass(STALE_MS);
    desk.report("ben", Load::Busy);
    desk.report("cy", Load::Idle);
    assert_eq!(desk.next_reps(2), ["cy", "cy"]);
    desk.report("ben", Load::Busy);
    desk.pass(1);
    desk.report("cy", Load::Busy);
    assert_eq!(desk.next_reps(2), ["ana", "ana"]);
}

#[test]
fn a_report_of_busy_is_stale_after_two_minutes_and_not_before() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.report("ana", Load::OnCall);
    desk.report("ben", Load::OnCall);
    desk.pass(1);
    desk.report("ben", Load::OnCall);
    desk.pass(STALE_MS - 2);
    assert_eq!(desk.next(), "ana");
    assert_eq!(desk.next(), "ben");
    desk.pass(1);
    // Of one nobody knows any more, of the other that he talks.
    assert_eq!(desk.next_reps(2), ["ana", "ana"]);
}

#[test]
fn policy_may_count_unknown_as_idle_or_as_busy() {
    let desk = desk_with(UnknownLoad::AsIdle);
    desk.report("ana", Load::Busy);
    desk.pass(STALE_MS);
    desk.report("ben", Load::Idle);
    assert_eq!(desk.next_reps(2), ["ana", "ben"]);

    let desk = desk_with(UnknownLoad::AsBusy);
    desk.report("ben", Load::Idle);
    assert_eq!(desk.next_reps(2), ["ben", "ben"]);
    desk.pass(1);
    desk.report("ben", Load::Busy);
    assert_eq!(desk.next_reps(2), ["ana", "ben"]);
}

#[test]
fn reports_out_of_order_leave_the_newest() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    desk.report("ana", Load::Idle);
    let late = Command::Busy { rep: "ana".into(), state: Load::Busy, at_ms: NINE_MS - 1 };
    assert_eq!(desk.ask(&late), Reply::Done);
    assert_eq!(desk.next(), "ana");
}

#[test]
fn a_reporter_whose_clock_is_ahead_does_not_make_a_report_last() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    let ahead = Command::Busy { rep: "ana".into(), state: Load::Busy, at_ms: NINE_MS + 60 * MINUTE_MS };
    desk.ask(&ahead);
    desk.pass(1);
    desk.report("ana", Load::Idle);
    assert_eq!(desk.next(), "ana");
}

#[test]
fn a_report_of_somebody_else_is_dropped() {
    let desk = Desk::of_reps(&["ana"]);
    let before = desk.sqlite.dump();
    desk.report("zoe", Load::Busy);
    assert_eq!(desk.sqlite.dump(), before);
}

#[test]
fn the_table_says_since_when_somebody_is_busy() {
    let desk = Desk::of_reps(&["ana", "ben"]);
    for _ in 0..5 {
        desk.report("ana", Load::OnCall);
        desk.pass(MINUTE_MS);
    }
    let engaged = Standing::Engaged { load: Load::OnCall, since_ms: NINE_MS };
    assert_eq!(standing_of(&desk.standing().table, "ana"), engaged);
    // Nobody knows what was in between.
    desk.pass(STALE_MS);
    desk.report("ana", Load::OnCall);
    let engaged = Standing::Engaged { load: Load::OnCall, since_ms: desk.now_ms() };
    assert_eq!(standing_of(&desk.standing().table, "ana"), engaged);
}
