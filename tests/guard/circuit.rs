//! The circuit opens on the vendor's failures only, asks with one call, and closes again.

use crate::desk::{Desk, ended};
use beeline::guard::{
    Budget, Circuit, Ending, GRACE_MS, LONGEST_OPEN_MS, Lane, Limits, MAX_TIMEOUT_MS, PROBE_GRANT_MS,
    PROBES_TO_CLOSE, Reason, SHORTEST_OPEN_MS,
};

#[test]
fn five_failures_in_a_row_open_it() {
    for ending in [Ending::Failed, Ending::TimedOut, Ending::Unconnected] {
        let mut desk = Desk::new(Budget::UNNAMED);
        assert_eq!(desk.batch(ending, 4), Circuit::Closed);
        assert_eq!(desk.batch(ending, 1), Circuit::Open);
        assert_eq!(desk.wait(Lane::Hot), (Reason::CircuitOpen, SHORTEST_OPEN_MS));
    }
}

#[test]
fn refusals_of_what_we_sent_never_open_it() {
    let mut desk = Desk::new(Budget::UNNAMED);
    for status in [400, 401, 403, 404, 409, 422] {
        let circuit = desk.batch(Ending::of_status(status), 20);
        assert_eq!(circuit, Circuit::Closed, "{status}");
    }
}

#[test]
fn too_many_requests_do_not_open_it() {
    let mut desk = Desk::new(Budget::UNNAMED);
    assert_eq!(Ending::of_status(429), Ending::Limited);
    for _ in 0..20 {
        let go = desk.go(Lane::Standard, 3);
        assert_eq!(desk.ended(go, Ending::Limited, go.permits), Circuit::Closed);
        desk.later(1_000_000);
    }
}

#[test]
fn statuses_that_speak_against_the_vendor_count() {
    for status in [408, 500, 502, 503, 504, 599] {
        assert!(Ending::of_status(status).is_failure(), "{status}");
    }
    for status in [200, 201, 204, 300, 400, 404, 429] {
        assert!(!Ending::of_status(status).is_failure(), "{status}");
    }
}

#[test]
fn half_of_ten_calls_failing_opens_it_though_never_five_in_a_row() {
    let mut desk = Desk::new(Budget::UNNAMED);
    let mut circuit = Circuit::Closed;
    for _ in 0..5 {
        assert_eq!(circuit, Circuit::Closed);
        desk.batch(Ending::Answered, 1);
        circuit = desk.batch(Ending::Failed, 1);
    }
    assert_eq!(circuit, Circuit::Open);
}

#[test]
fn every_tenth_answer_lost_does_not_open_it() {
    let mut desk = Desk::new(Budget::UNNAMED);
    for _ in 0..100 {
        assert_eq!(desk.batch(Ending::Answered, 9), Circuit::Closed);
        assert_eq!(desk.batch(Ending::TimedOut, 1), Circuit::Closed);
        desk.later(100);
    }
}

#[test]
fn failures_that_left_the_window_do_not_count_for_the_rate() {
    let mut desk = Desk::new(Budget::UNNAMED);
    for _ in 0..20 {
        desk.batch(Ending::Answered, 1);
        assert_eq!(desk.batch(Ending::Failed, 4), Circuit::Closed);
        desk.later(10_001);
    }
}

#[test]
fn once_its_time_is_over_one_call_is_sent_and_nothing_else() {
    let mut desk = Desk::new(Budget::UNNAMED);
    desk.open();
    desk.later(SHORTEST_OPEN_MS - 1);
    assert_eq!(desk.wait(Lane::Hot), (Reason::CircuitOpen, 1));
    desk.later(1);
    let probe = desk.go(Lane::Hot, 100);
    assert!(probe.probe);
    assert_eq!((probe.permits, probe.concurrency, probe.timeout_ms), (1, 1, MAX_TIMEOUT_MS));
    assert!(probe.rest_until_ms > desk.now_ms);
    assert_eq!(desk.wait(Lane::Hot).0, Reason::Probing);
}

#[test]
fn three_answered_probes_close_it() {
    let mut desk = Desk::new(Budget::UNNAMED);
    desk.open();
    desk.later(SHORTEST_OPEN_MS);
    for probe in 1..=PROBES_TO_CLOSE {
        let go = desk.go(Lane::Standard, 10);
        assert!(go.probe);
        let expected = if probe == PROBES_TO_CLOSE { Circuit::Closed } else { Circuit::HalfOpen };
        assert_eq!(desk.ended(go, Ending::Answered, 1), expected);
    }
    assert!(!desk.go(Lane::Standard, 10).probe);
}

#[test]
fn a_vendor_that_is_back_is_called_as_often_at_once_as_one_that_was_never_away() {
    let mut desk = Desk::new(Budget::UNNAMED);
    let at_first = desk.guard.clone();
    let mut fresh = Desk { guard: at_first, now_ms: desk.now_ms };
    desk.open();
    desk.later(SHORTEST_OPEN_MS);
    for _ in 0..PROBES_TO_CLOSE {
        desk.batch(Ending::Answered, 1);
    }
    assert_eq!(desk.go(Lane::Hot, 10).concurrency, fresh.go(Lane::Hot, 10).concurrency);
}

#[test]
fn a_failed_probe_leaves_it_open_twice_as_long_up_to_a_bound() {
    let mut desk = Desk::new(Budget::UNNAMED);
    desk.open();
    let mut open_ms = SHORTEST_OPEN_MS;
    for _ in 0..8 {
        desk.later(open_ms);
        let go = desk.go(Lane::Standard, 10);
        assert_eq!(desk.ended(go, Ending::TimedOut, 1), Circuit::Open);
        open_ms = (open_ms * 2).min(LONGEST_OPEN_MS);
        assert_eq!(desk.wait(Lane::Standard), (Reason::CircuitOpen, open_ms));
    }
    assert_eq!(open_ms, LONGEST_OPEN_MS);
}

#[test]
fn after_a_steady_minute_the_next_opening_is_short_again() {
    let mut desk = Desk::new(Budget::UNNAMED);
    desk.open();
    for (steady_ms, expected_ms) in [(0, 2 * SHORTEST_OPEN_MS), (60_000, SHORTEST_OPEN_MS)] {
        desk.later(10_000);
        for _ in 0..PROBES_TO_CLOSE {
            desk.batch(Ending::Answered, 1);
        }
        desk.later(steady_ms);
        desk.open();
        assert_eq!(desk.wait(Lane::Hot), (Reason::CircuitOpen, expected_ms));
    }
}

#[test]
fn a_probe_that_is_never_reported_makes_room_for_another() {
    let mut desk = Desk::new(Budget::UNNAMED);
    desk.open();
    desk.later(SHORTEST_OPEN_MS);
    desk.go(Lane::Standard, 1);
    let lease_ms = PROBE_GRANT_MS + i64::from(MAX_TIMEOUT_MS) + GRACE_MS;
    let mut waited_ms = 0;
    while waited_ms < lease_ms {
        let (reason, wait_ms) = desk.wait(Lane::Standard);
        assert_eq!(reason, Reason::Probing);
        assert!(wait_ms <= 500, "a probe that ends sooner is heard of soon: {wait_ms}");
        waited_ms += wait_ms;
        desk.later(wait_ms);
    }
    assert_eq!(waited_ms, lease_ms);
    assert!(desk.go(Lane::Standard, 1).probe);
}

#[test]
fn what_was_sent_before_it_opened_neither_closes_it_nor_opens_it_again() {
    let mut desk = Desk::new(Budget::UNNAMED);
    let (early, late) = (desk.go(Lane::Hot, 1), desk.go(Lane::Hot, 1));
    desk.open();
    desk.later(SHORTEST_OPEN_MS);
    let probe = desk.go(Lane::Standard, 1);
    for _ in 0..PROBES_TO_CLOSE {
        assert_eq!(desk.ended(early, Ending::Answered, 5), Circuit::HalfOpen);
    }
    desk.ended(probe, Ending::Answered, 1);
    for _ in 1..PROBES_TO_CLOSE {
        desk.batch(Ending::Answered, 1);
    }
    assert_eq!(desk.ended(late, Ending::Failed, 5), Circuit::Closed);
}

#[test]
fn calls_made_unasked_count_but_do_not_pass_for_probes() {
    let mut desk = Desk::new(Budget::UNNAMED);
    assert_eq!(desk.report(None, ended(Ending::Failed, 5, 50), Limits::default()), Circuit::Open);
    desk.later(SHORTEST_OPEN_MS);
    desk.go(Lane::Standard, 1);
    assert_eq!(desk.report(None, ended(Ending::Answered, 9, 50), Limits::default()), Circuit::HalfOpen);
}

#[test]
fn a_report_told_twice_counts_once() {
    let mut desk = Desk::new(Budget::UNNAMED);
    let go = desk.go(Lane::Standard, 3);
    assert_eq!(desk.ended(go, Ending::Failed, 3), Circuit::Closed);
    let once = desk.guard.clone();
    assert_eq!(desk.ended(go, Ending::Failed, 3), Circuit::Closed);
    assert_eq!(desk.guard, once);
}
