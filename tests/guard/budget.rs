//! How many calls are let through in a window, and what "too many" leads to.

use crate::desk::{Desk, ended};
use beeline::guard::{
    Budget, Ending, GRACE_MS, GRANT_MS, LONGEST_PAUSE_MS, Lane, Limits, Reason, START_TIMEOUT_MS,
};

const TEN: Budget = Budget { calls: 10, window_ms: 10_000 };

fn spend(desk: &mut Desk, calls: u32) {
    let go = desk.go(Lane::Hot, calls);
    assert_eq!(go.permits, calls);
    desk.ended(go, Ending::Answered, calls);
}

#[test]
fn a_window_is_not_overspent_and_comes_back() {
    let mut desk = Desk::new(TEN);
    spend(&mut desk, 6);
    desk.later(4_000);
    assert_eq!(desk.go(Lane::Hot, 100).permits, 4);
    let (reason, wait_ms) = desk.wait(Lane::Hot);
    assert_eq!((reason, wait_ms), (Reason::WindowSpent, 6_000));
    desk.later(wait_ms);
    assert_eq!(desk.go(Lane::Hot, 100).permits, 6);
}

#[test]
fn what_was_granted_and_not_used_is_free_again() {
    let mut desk = Desk::new(TEN);
    let go = desk.go(Lane::Hot, 10);
    desk.ended(go, Ending::Answered, 3);
    assert_eq!(desk.go(Lane::Hot, 100).permits, 7);
}

#[test]
fn calls_of_a_consumer_that_died_count_from_when_they_must_be_over() {
    let mut desk = Desk::new(TEN);
    desk.go(Lane::Hot, 10);
    let over_ms = GRANT_MS + i64::from(START_TIMEOUT_MS) + GRACE_MS;
    desk.later(over_ms);
    assert_eq!(desk.wait(Lane::Hot), (Reason::WindowSpent, 10_000));
    desk.later(10_000);
    assert_eq!(desk.go(Lane::Hot, 10).permits, 10);
}

#[test]
fn the_rest_of_a_batch_is_told_when_to_ask() {
    let mut desk = Desk::new(TEN);
    spend(&mut desk, 4);
    desk.later(1_000);
    let go = desk.go(Lane::Hot, 10);
    assert_eq!(go.permits, 6);
    assert_eq!(go.rest_until_ms, desk.now_ms + 9_000);
    let whole = Desk::new(TEN).go(Lane::Hot, 3);
    assert_eq!(whole.rest_until_ms, 1_000_000);
}

#[test]
fn the_vendors_own_numbers_replace_the_assumed_ones() {
    let mut desk = Desk::new(TEN);
    let go = desk.go(Lane::Hot, 1);
    let limits = Limits { max: Some(190), remaining: Some(189), window_ms: Some(5_000), ..Limits::default() };
    desk.report(go.ticket, ended(Ending::Answered, 1, 50), limits);
    spend(&mut desk, 50);
    assert!(desk.go(Lane::Hot, 1_000).permits > 10);
    desk.later(5_000);
    assert!(desk.go(Lane::Hot, 1_000).permits > 10);
}

#[test]
fn calls_others_made_are_counted_as_the_vendor_counts_them() {
    let mut desk = Desk::new(TEN);
    let go = desk.go(Lane::Hot, 1);
    let limits = Limits { max: Some(10), remaining: Some(2), ..Limits::default() };
    desk.report(go.ticket, ended(Ending::Answered, 1, 50), limits);
    assert_eq!(desk.go(Lane::Hot, 10).permits, 2);
}

#[test]
fn too_many_pauses_everybody_for_as_long_as_the_vendor_says() {
    let mut desk = Desk::new(TEN);
    let go = desk.go(Lane::Standard, 1);
    let limits = Limits { retry_after_ms: Some(7_000), ..Limits::default() };
    desk.report(go.ticket, ended(Ending::Limited, 1, 50), limits);
    assert_eq!(desk.wait(Lane::Hot), (Reason::Paused, 7_000));
    desk.later(7_000);
    desk.go(Lane::Hot, 1);
}

#[test]
fn a_server_error_that_names_a_wait_pauses_too() {
    let mut desk = Desk::new(TEN);
    let go = desk.go(Lane::Standard, 1);
    let limits = Limits { retry_after_ms: Some(7_000), ..Limits::default() };
    desk.report(go.ticket, ended(Ending::Failed, 1, 50), limits);
    assert_eq!(desk.wait(Lane::Hot), (Reason::Paused, 7_000));
}

#[test]
fn without_a_wait_named_each_refusal_in_a_row_pauses_ten_seconds_longer() {
    let mut desk = Desk::new(Budget::UNNAMED);
    for pause_ms in [10_000, 20_000, 30_000] {
        desk.batch(Ending::Limited, 1);
        assert_eq!(desk.wait(Lane::Standard), (Reason::Paused, pause_ms));
        desk.later(pause_ms);
    }
    desk.batch(Ending::Answered, 1);
    desk.batch(Ending::Limited, 1);
    assert_eq!(desk.wait(Lane::Standard), (Reason::Paused, 10_000));
}

#[test]
fn several_batches_that_hear_it_at_once_are_one_refusal() {
    let mut desk = Desk::new(Budget::UNNAMED);
    let both = [desk.go(Lane::Hot, 1), desk.go(Lane::Hot, 1)];
    for go in both {
        desk.ended(go, Ending::Limited, 1);
    }
    assert_eq!(desk.wait(Lane::Hot), (Reason::Paused, 10_000));
}

#[test]
fn after_a_refusal_only_as_many_calls_go_as_go_at_once() {
    let mut desk = Desk::new(Budget::UNNAMED);
    desk.batch(Ending::Limited, 1);
    desk.later(10_000);
    let go = desk.go(Lane::Hot, 100);
    assert_eq!(go.permits, go.concurrency);
}

#[test]
fn a_spent_day_is_asked_about_once_an_hour() {
    let mut desk = Desk::new(Budget::UNNAMED);
    let go = desk.go(Lane::Standard, 1);
    let limits = Limits { day_max: Some(250_000), day_remaining: Some(0), ..Limits::default() };
    desk.report(go.ticket, ended(Ending::Limited, 1, 50), limits);
    assert_eq!(desk.wait(Lane::Hot), (Reason::Paused, LONGEST_PAUSE_MS));
}

#[test]
fn a_spent_day_outweighs_the_end_of_the_window() {
    for (day_remaining, pause_ms) in [(0, LONGEST_PAUSE_MS), (1, 2_000)] {
        let mut desk = Desk::new(Budget::PIPEDRIVE);
        let go = desk.go(Lane::Standard, 1);
        let limits =
            Limits { reset_ms: Some(2_000), day_remaining: Some(day_remaining), ..Limits::default() };
        desk.report(go.ticket, ended(Ending::Limited, 1, 50), limits);
        assert_eq!(desk.wait(Lane::Hot), (Reason::Paused, pause_ms));
    }
}

#[test]
fn no_pause_is_longer_than_an_hour_whatever_the_vendor_says() {
    let mut desk = Desk::new(Budget::UNNAMED);
    let go = desk.go(Lane::Standard, 1);
    let limits = Limits { retry_after_ms: Some(u32::MAX), ..Limits::default() };
    desk.report(go.ticket, ended(Ending::Limited, 1, 50), limits);
    assert_eq!(desk.wait(Lane::Hot), (Reason::Paused, LONGEST_PAUSE_MS));
}
