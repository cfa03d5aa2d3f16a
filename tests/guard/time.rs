//! Time never goes back in a guard, nor stands still for long.

use crate::desk::{Desk, NAME};
use beeline::guard::{Budget, Command, Guard, Lane, Reason, Reply, SHORTEST_OPEN_MS, step};

#[test]
fn a_clock_that_goes_back_a_little_is_held() {
    let mut desk = Desk::new(Budget::UNNAMED);
    desk.open();
    desk.later(400);
    assert_eq!(desk.wait(Lane::Hot).1, SHORTEST_OPEN_MS - 400);
    desk.later(-300);
    assert_eq!(desk.wait(Lane::Hot).1, SHORTEST_OPEN_MS - 400);
    desk.later(300);
    assert_eq!(desk.wait(Lane::Hot).1, SHORTEST_OPEN_MS - 400);
    desk.later(SHORTEST_OPEN_MS - 400);
    assert!(desk.go(Lane::Hot, 1).probe);
}

#[test]
fn a_clock_that_was_far_ahead_does_not_leave_the_guard_waiting() {
    for ahead_ms in [3_600_000, 100 * 365 * 24 * 3_600_000, i64::MAX - 2_000_000] {
        let mut desk = Desk::new(Budget::UNNAMED);
        desk.later(ahead_ms).open();
        desk.later(-ahead_ms);
        assert_eq!(desk.wait(Lane::Hot).0, Reason::CircuitOpen, "{ahead_ms}");
        desk.later(SHORTEST_OPEN_MS);
        assert!(desk.go(Lane::Hot, 1).probe, "{ahead_ms}");
    }
}

#[test]
fn times_in_the_reply_are_by_the_askers_clock() {
    let mut desk = Desk::new(Budget::UNNAMED);
    desk.open();
    let ask = |at_ms| Command::Ask {
        destination: NAME.to_owned(),
        lane: Lane::Standard,
        items: 1,
        at_ms,
        budget: None,
    };
    let expected = Reply::Wait { until_ms: 7 + SHORTEST_OPEN_MS, reason: Reason::CircuitOpen };
    assert_eq!(desk.run(ask(7)), expected);
    desk.later(SHORTEST_OPEN_MS);
    let Reply::Go(go) = desk.run(ask(7)) else { panic!("no probe") };
    assert_eq!(go.stop_at_ms, 7 + 2_000);
}

#[test]
fn a_guard_for_another_destination_says_so_and_learns_nothing() {
    let guard = Guard::new("hubspot", Budget::HUBSPOT, 0);
    let ask = Command::Ask {
        destination: "salesforce".to_owned(),
        lane: Lane::Hot,
        items: 1,
        at_ms: 5,
        budget: None,
    };
    assert_eq!(step(guard.clone(), ask, 5), (guard, Reply::Misdirected));
}

#[test]
fn an_old_copy_takes_no_report_of_a_grant_it_does_not_know_for_one_of_its_own() {
    let mut desk = Desk::new(Budget::UNNAMED);
    let stored = desk.guard.clone();
    let unknown = desk.go(Lane::Hot, 1);
    desk.guard = stored.resume(Budget::UNNAMED);
    let own = desk.go(Lane::Hot, 1);
    assert_ne!(unknown.ticket, own.ticket);
}

#[test]
fn a_stored_copy_goes_on_with_todays_budget() {
    let mut desk = Desk::new(Budget { calls: 5, window_ms: 1_000 });
    desk.guard = desk.guard.clone().resume(Budget { calls: 9, window_ms: 1_000 });
    assert_eq!(desk.go(Lane::Hot, 100).permits, 9);
}
