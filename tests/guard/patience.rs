//! How long an answer is waited for, and how many calls go at a time.

use crate::desk::{Desk, ended};
use beeline::guard::{
    Budget, Circuit, Ending, Lane, Limits, MAX_CONCURRENCY, MAX_PER_BATCH, MAX_TIMEOUT_MS, MIN_CONCURRENCY,
    MIN_TIMEOUT_MS, Reply, START_TIMEOUT_MS,
};

fn answered(desk: &mut Desk, calls: u32, latency_ms: u32) {
    desk.report(None, ended(Ending::Answered, calls, latency_ms), Limits::default());
}

#[test]
fn a_vendor_nothing_is_known_of_gets_300_ms() {
    assert_eq!(Desk::new(Budget::UNNAMED).go(Lane::Hot, 1).timeout_ms, START_TIMEOUT_MS);
    assert_eq!(START_TIMEOUT_MS, 300);
}

#[test]
fn it_is_about_twice_what_the_slowest_answers_take() {
    for latency_ms in [150, 400, 1_000, 3_000] {
        let mut desk = Desk::new(Budget::UNNAMED);
        answered(&mut desk, 100, latency_ms);
        let timeout_ms = desk.guard.timeout_ms();
        assert!((2 * latency_ms..=latency_ms * 12 / 5).contains(&timeout_ms), "{latency_ms}: {timeout_ms}");
    }
}

#[test]
fn it_stays_within_its_bounds() {
    for (latency_ms, expected_ms) in [(0, MIN_TIMEOUT_MS), (1, MIN_TIMEOUT_MS), (u32::MAX, MAX_TIMEOUT_MS)] {
        let mut desk = Desk::new(Budget::UNNAMED);
        answered(&mut desk, 100, latency_ms);
        assert_eq!(desk.guard.timeout_ms(), expected_ms);
    }
}

#[test]
fn a_few_fast_answers_do_not_shorten_it() {
    let mut desk = Desk::new(Budget::UNNAMED);
    answered(&mut desk, 19, 5);
    assert_eq!(desk.guard.timeout_ms(), START_TIMEOUT_MS);
    answered(&mut desk, 1, 5);
    assert_eq!(desk.guard.timeout_ms(), MIN_TIMEOUT_MS);
}

#[test]
fn one_slow_answer_in_two_hundred_does_not_move_it() {
    let mut desk = Desk::new(Budget::UNNAMED);
    answered(&mut desk, 199, 100);
    let before_ms = desk.guard.timeout_ms();
    answered(&mut desk, 1, 5_000);
    assert_eq!(desk.guard.timeout_ms(), before_ms);
}

#[test]
fn it_follows_a_vendor_that_becomes_slower_and_faster_again() {
    let mut desk = Desk::new(Budget::UNNAMED);
    answered(&mut desk, 500, 50);
    answered(&mut desk, 10, 2_000);
    assert!(desk.guard.timeout_ms() >= 4_000);
    answered(&mut desk, 3_000, 50);
    assert_eq!(desk.guard.timeout_ms(), MIN_TIMEOUT_MS);
}

#[test]
fn what_was_long_ago_is_forgotten() {
    let mut desk = Desk::new(Budget::UNNAMED);
    answered(&mut desk, 100, 5_000);
    desk.later(3_600_000);
    answered(&mut desk, 1, 50);
    assert_eq!(desk.guard.timeout_ms(), START_TIMEOUT_MS);
}

#[test]
fn errors_that_come_fast_do_not_shorten_it() {
    let mut desk = Desk::new(Budget::UNNAMED);
    answered(&mut desk, 50, 1_000);
    let before_ms = desk.guard.timeout_ms();
    for ending in [Ending::Failed, Ending::Limited, Ending::Unconnected] {
        desk.report(None, ended(ending, 100, 1), Limits::default());
    }
    assert_eq!(desk.guard.timeout_ms(), before_ms);
}

#[test]
fn a_vendor_slower_than_the_timeout_is_in_use_again_within_seconds() {
    let mut desk = Desk::new(Budget::UNNAMED);
    answered(&mut desk, 300, 50);
    let began_ms = desk.now_ms;
    let slow_ms = 1_500;
    let mut fine = 0;
    while fine < 20 {
        assert!(desk.now_ms - began_ms < 60_000, "still {:?}", desk.guard);
        match desk.ask(Lane::Hot, 1) {
            Reply::Go(go) if go.timeout_ms >= slow_ms => {
                desk.later(i64::from(slow_ms));
                desk.report(go.ticket, ended(Ending::Answered, 1, slow_ms), Limits::default());
                fine += 1;
            }
            Reply::Go(go) => {
                desk.later(i64::from(go.timeout_ms));
                desk.report(go.ticket, ended(Ending::TimedOut, 1, go.timeout_ms), Limits::default());
                fine = 0;
            }
            Reply::Wait { until_ms, .. } => desk.now_ms = until_ms,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(desk.guard.circuit(), Circuit::Closed);
}

#[test]
fn no_batch_has_all_calls_that_go_at_a_time() {
    let mut desk = Desk::new(Budget::UNNAMED);
    assert_eq!(desk.go(Lane::Hot, 100).concurrency, MAX_PER_BATCH / 2);
    assert_eq!(desk.go(Lane::Hot, 100).concurrency, MAX_PER_BATCH / 2);
    assert!(matches!(desk.ask(Lane::Hot, 100), Reply::Wait { .. }));
}

/// How many calls hot leads may have on their way.
fn concurrency(desk: &Desk) -> u32 {
    let mut desk = Desk { guard: desk.guard.clone(), now_ms: desk.now_ms };
    let mut sum = 0;
    while let Reply::Go(go) = desk.ask(Lane::Hot, 6) {
        sum += go.concurrency;
    }
    sum
}

#[test]
fn it_rises_while_it_is_used_and_the_vendor_keeps_up() {
    let mut desk = Desk::new(Budget { calls: 1_000_000, window_ms: 1_000 });
    for _ in 0..300 {
        let mut out = Vec::new();
        while let Reply::Go(go) = desk.ask(Lane::Hot, 6) {
            out.push(go);
        }
        for go in out {
            desk.ended(go, Ending::Answered, go.permits);
        }
    }
    assert_eq!(concurrency(&desk), MAX_CONCURRENCY);
}

#[test]
fn it_does_not_rise_while_it_is_not_used() {
    let mut desk = Desk::new(Budget { calls: 1_000_000, window_ms: 1_000 });
    for _ in 0..300 {
        let go = desk.go(Lane::Hot, 1);
        desk.ended(go, Ending::Answered, 1);
    }
    assert_eq!(concurrency(&desk), 6);
}

#[test]
fn it_falls_by_three_tenths_once_a_second_and_never_below_its_bound() {
    let mut desk = Desk::new(Budget::UNNAMED);
    desk.batch(Ending::Failed, 1);
    assert_eq!(concurrency(&desk), 4);
    desk.batch(Ending::Failed, 1);
    assert_eq!(concurrency(&desk), 4);
    for _ in 0..9 {
        desk.later(1_000).batch(Ending::Failed, 1);
        desk.batch(Ending::Answered, 4);
    }
    assert_eq!(concurrency(&desk), MIN_CONCURRENCY);
}
