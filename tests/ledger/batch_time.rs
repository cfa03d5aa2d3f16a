//! A consumer ends a batch before the ledger sends its leads again.

use crate::support::claims::NOON_MS;
use beeline::ledger::{BatchTime, resend_after_ms};

/// A settlement's own deadline.
const SETTLE_MS: i64 = 2_000;

#[test]
fn the_last_call_of_a_batch_and_its_settlement_are_over_before_the_first_resend() {
    let time = BatchTime::from(NOON_MS);
    for begins_at_ms in (NOON_MS..=time.begin_until_ms()).step_by(250) {
        let ends_at_ms = begins_at_ms + i64::from(time.timeout_ms(10_000, begins_at_ms));
        assert!(ends_at_ms + SETTLE_MS <= NOON_MS + resend_after_ms(0, 0), "{begins_at_ms}");
    }
}

#[test]
fn a_call_that_must_not_be_given_up_early_has_its_eight_seconds_whenever_it_begins() {
    let time = BatchTime::from(NOON_MS);
    assert_eq!(time.timeout_ms(8_000, time.begin_until_ms()), 8_000);
}

#[test]
fn a_short_timeout_stays_as_it_is() {
    assert_eq!(BatchTime::from(NOON_MS).timeout_ms(300, NOON_MS + 4_000), 300);
}

#[test]
fn a_call_that_begins_after_all_time_is_given_up_at_once() {
    assert_eq!(BatchTime::from(NOON_MS).timeout_ms(10_000, NOON_MS + 60_000), 1);
}
