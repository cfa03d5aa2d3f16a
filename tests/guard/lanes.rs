//! Warm work is slowed first, then standard leads; hot leads always find room.

use crate::desk::{Desk, ended};
use beeline::guard::{Budget, Ending, Lane, Limits, Reason, Reply};

#[test]
fn a_window_keeps_room_for_more_urgent_lanes() {
    for (lane, share) in [(Lane::Warm, 12), (Lane::Standard, 17), (Lane::Hot, 20)] {
        let mut desk = Desk::new(Budget { calls: 20, window_ms: 10_000 });
        let go = desk.go(lane, 100);
        assert_eq!(go.permits, share, "{lane:?}");
    }
}

#[test]
fn what_leads_spent_counts_against_warm_work() {
    let mut desk = Desk::new(Budget { calls: 20, window_ms: 10_000 });
    let go = desk.go(Lane::Hot, 12);
    desk.ended(go, Ending::Answered, 12);
    assert_eq!(desk.wait(Lane::Warm), (Reason::WindowSpent, 10_000));
    assert_eq!(desk.go(Lane::Standard, 100).permits, 5);
}

#[test]
fn calls_at_a_time_keep_room_for_more_urgent_lanes() {
    let mut desk = Desk::new(Budget::UNNAMED);
    let mut warm = 0;
    while let Reply::Go(go) = desk.ask(Lane::Warm, 10) {
        warm += go.concurrency;
    }
    assert_eq!(warm, 2);
    assert_eq!(desk.wait(Lane::Warm).0, Reason::Busy);
    let mut all = warm;
    while let Reply::Go(go) = desk.ask(Lane::Standard, 10) {
        all += go.concurrency;
    }
    assert_eq!(all, 5);
    assert_eq!(desk.go(Lane::Hot, 10).concurrency, 1);
}

#[test]
fn where_there_is_room_for_one_call_warm_work_waits_for_the_lead_that_waits() {
    let mut desk = Desk::new(Budget { calls: 1, window_ms: 1_000 });
    let go = desk.go(Lane::Warm, 1);
    desk.ended(go, Ending::Answered, 1);
    assert_eq!(desk.wait(Lane::Hot), (Reason::WindowSpent, 1_000));
    desk.later(1_000);
    assert_eq!(desk.wait(Lane::Warm).0, Reason::LeadsFirst);
    let go = desk.go(Lane::Hot, 1);
    desk.ended(go, Ending::Answered, 1);
}

#[test]
fn warm_work_does_not_wait_for_ever_for_a_lead_that_never_comes() {
    let mut desk = Desk::new(Budget { calls: 1, window_ms: 1_000 });
    let go = desk.go(Lane::Standard, 1);
    desk.ended(go, Ending::Answered, 1);
    let (_, wait_ms) = desk.wait(Lane::Standard);
    desk.later(wait_ms);
    let (reason, wait_ms) = desk.wait(Lane::Warm);
    assert_eq!((reason, wait_ms), (Reason::LeadsFirst, 1_000));
    desk.later(wait_ms);
    desk.go(Lane::Warm, 1);
}

#[test]
fn warm_work_does_not_take_the_probe_from_a_lead_that_waits() {
    let mut desk = Desk::new(Budget::UNNAMED);
    desk.open();
    let (_, wait_ms) = desk.wait(Lane::Hot);
    desk.later(wait_ms);
    assert_eq!(desk.wait(Lane::Warm).0, Reason::LeadsFirst);
    assert!(desk.go(Lane::Hot, 1).probe);
}

#[test]
fn warm_work_stops_when_a_fifth_of_the_day_is_left() {
    for (remaining, stops) in [(1_000, false), (999, true), (0, true)] {
        let mut desk = Desk::new(Budget::UNNAMED);
        let go = desk.go(Lane::Standard, 1);
        let limits = Limits { day_max: Some(5_000), day_remaining: Some(remaining), ..Limits::default() };
        desk.report(go.ticket, ended(Ending::Answered, 1, 50), limits);
        match desk.ask(Lane::Warm, 1) {
            Reply::Wait { reason, .. } => assert!(stops && reason == Reason::DayNearlySpent, "{remaining}"),
            _ => assert!(!stops, "{remaining}"),
        }
        desk.go(Lane::Standard, 1);
    }
}

#[test]
fn what_was_said_of_the_day_is_forgotten_after_an_hour() {
    let mut desk = Desk::new(Budget::UNNAMED);
    let go = desk.go(Lane::Standard, 1);
    let limits = Limits { day_remaining: Some(0), ..Limits::default() };
    desk.report(go.ticket, ended(Ending::Answered, 1, 50), limits);
    assert_eq!(desk.later(3_599_999).wait(Lane::Warm).0, Reason::DayNearlySpent);
    desk.later(1).go(Lane::Warm, 1);
}
