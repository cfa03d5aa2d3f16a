//! When the guard cannot be asked, leads go on and warm work waits.

use crate::desk::{Desk, ended};
use beeline::guard::{
    Budget, Circuit, Ending, Go, Lane, Limits, Reason, Reply, UNGUARDED_ITEMS, UNGUARDED_TIMEOUT_MS,
    unguarded,
};

#[test]
fn leads_go_on_few_at_a_time_and_patiently() {
    for (lane, concurrency) in [(Lane::Hot, 2), (Lane::Standard, 1)] {
        let expected = Go {
            ticket: None,
            timeout_ms: UNGUARDED_TIMEOUT_MS,
            concurrency,
            permits: UNGUARDED_ITEMS,
            probe: false,
            stop_at_ms: 15_000,
            rest_until_ms: 6_000,
        };
        assert_eq!(unguarded(lane, 100, 5_000), Reply::Go(expected));
    }
}

#[test]
fn a_small_batch_goes_whole() {
    let Reply::Go(go) = unguarded(Lane::Hot, 1, 5_000) else { panic!("a lead waits") };
    assert_eq!((go.permits, go.concurrency, go.rest_until_ms), (1, 1, 5_000));
}

#[test]
fn warm_work_waits() {
    assert_eq!(unguarded(Lane::Warm, 1, 5_000), Reply::Wait { until_ms: 65_000, reason: Reason::Unguarded });
}

#[test]
fn no_clock_is_too_late_for_it() {
    for at_ms in [i64::MIN, -1, 0, i64::MAX] {
        for lane in [Lane::Hot, Lane::Standard, Lane::Warm] {
            unguarded(lane, u32::MAX, at_ms);
        }
    }
}

#[test]
fn the_guard_is_told_of_it_later_and_counts_it() {
    let mut desk = Desk::new(Budget { calls: 10, window_ms: 10_000 });
    let circuit = desk.report(None, ended(Ending::Answered, 8, 50), Limits::default());
    assert_eq!(circuit, Circuit::Closed);
    assert_eq!(desk.go(Lane::Hot, 10).permits, 2);
}
