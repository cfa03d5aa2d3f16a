//! `Idempotency-Key` headers: reserved before a claim, bound after it.

use crate::support::claims::{NOON_MS, claim};
use crate::support::ledger::Ledger;
use beeline::ledger::HeaderKeyReply;

const KEY: &str = "digest-of-the-header";
/// Longer than a reservation, shorter than a binding.
const A_MINUTE_MS: i64 = 60_000;
const A_DAY_MS: i64 = 24 * 60 * A_MINUTE_MS;

#[test]
fn the_first_asker_gets_the_key_and_others_wait() {
    let ledger = Ledger::home();
    assert_eq!(ledger.reserve(KEY, &claim()), HeaderKeyReply::Reserved);
    assert_eq!(ledger.reserve(KEY, &claim()), HeaderKeyReply::InFlight);
    assert_eq!(ledger.reserve("another", &claim()), HeaderKeyReply::Reserved);
}

#[test]
fn another_body_under_the_same_key_is_told_so_at_any_time() {
    let ledger = Ledger::home();
    let other = claim().said("something else");
    ledger.reserve(KEY, &claim());
    assert_eq!(ledger.reserve(KEY, &other), HeaderKeyReply::OtherBody);
    ledger.bind(KEY, &claim(), claim().build(NOON_MS).lead_id);
    assert_eq!(ledger.reserve(KEY, &other), HeaderKeyReply::OtherBody);
}

#[test]
fn a_bound_key_answers_with_its_lead_for_a_day() {
    let ledger = Ledger::home();
    let lead_id = claim().build(NOON_MS).lead_id;
    ledger.reserve(KEY, &claim());
    ledger.bind(KEY, &claim(), lead_id);
    ledger.pass(A_DAY_MS - 1);
    assert_eq!(ledger.reserve(KEY, &claim()), HeaderKeyReply::Bound(lead_id));
    ledger.pass(1);
    assert_eq!(ledger.reserve(KEY, &claim()), HeaderKeyReply::Reserved);
}

#[test]
fn a_key_that_only_repeated_somebodys_lead_says_so() {
    let ledger = Ledger::home();
    let lead_id = claim().build(NOON_MS).lead_id;
    ledger.reserve(KEY, &claim());
    ledger.bind_repeat(KEY, &claim(), lead_id);
    assert_eq!(ledger.reserve(KEY, &claim()), HeaderKeyReply::BoundToRepeat(lead_id));
    ledger.pass(A_DAY_MS);
    ledger.reserve(KEY, &claim());
    ledger.bind(KEY, &claim(), lead_id);
    assert_eq!(ledger.reserve(KEY, &claim()), HeaderKeyReply::Bound(lead_id));
}

#[test]
fn a_request_that_died_holds_its_key_for_seconds_only() {
    let ledger = Ledger::home();
    ledger.reserve(KEY, &claim());
    ledger.pass(A_MINUTE_MS);
    assert_eq!(ledger.reserve(KEY, &claim()), HeaderKeyReply::Reserved);
    assert_eq!(ledger.reserve(KEY, &claim()), HeaderKeyReply::InFlight, "for the new holder");
}

#[test]
fn a_dead_reservation_does_not_hold_another_body_up() {
    let ledger = Ledger::home();
    let other = claim().said("something else");
    ledger.reserve(KEY, &claim());
    ledger.pass(A_MINUTE_MS);
    assert_eq!(ledger.reserve(KEY, &other), HeaderKeyReply::Reserved);
    assert_eq!(ledger.reserve(KEY, &claim()), HeaderKeyReply::OtherBody);
}

#[test]
fn a_key_given_back_is_free_at_once() {
    let ledger = Ledger::home();
    ledger.reserve(KEY, &claim());
    ledger.release(KEY);
    assert_eq!(ledger.reserve(KEY, &claim().said("corrected")), HeaderKeyReply::Reserved);
}

#[test]
fn a_bound_key_cannot_be_given_back() {
    let ledger = Ledger::home();
    let lead_id = claim().build(NOON_MS).lead_id;
    ledger.reserve(KEY, &claim());
    ledger.bind(KEY, &claim(), lead_id);
    ledger.release(KEY);
    assert_eq!(ledger.reserve(KEY, &claim()), HeaderKeyReply::Bound(lead_id));
}

#[test]
fn a_request_that_outlives_its_reservation_does_not_bind_somebody_elses_body_to_its_lead() {
    let ledger = Ledger::home();
    let (slow, quick) = (claim().said("slow"), claim().said("quick"));
    let (slow_lead, quick_lead) =
        (slow.build(NOON_MS).lead_id, claim().person("grace").build(NOON_MS).lead_id);
    ledger.reserve(KEY, &slow);
    ledger.pass(A_MINUTE_MS);
    assert_eq!(ledger.reserve(KEY, &quick), HeaderKeyReply::Reserved);
    ledger.bind(KEY, &slow, slow_lead);
    assert_eq!(ledger.reserve(KEY, &quick), HeaderKeyReply::InFlight, "its body was never the slow one's");
    ledger.bind(KEY, &quick, quick_lead);
    assert_eq!(ledger.reserve(KEY, &quick), HeaderKeyReply::Bound(quick_lead));
}

#[test]
fn a_reservation_that_was_forgotten_meanwhile_can_still_be_bound() {
    let ledger = Ledger::home();
    let lead_id = claim().build(NOON_MS).lead_id;
    ledger.reserve(KEY, &claim());
    ledger.pass(A_MINUTE_MS);
    ledger.sweep_all(A_DAY_MS);
    ledger.bind(KEY, &claim(), lead_id);
    assert_eq!(ledger.reserve(KEY, &claim()), HeaderKeyReply::Bound(lead_id));
}

#[test]
fn a_lead_id_that_cannot_be_read_is_an_error_not_a_free_key() {
    let ledger = Ledger::home();
    ledger.reserve(KEY, &claim());
    ledger.bind(KEY, &claim(), claim().build(NOON_MS).lead_id);
    ledger.sqlite.look("UPDATE header_key SET lead_id = 'ld_of_another_layout'", vec![]);
    let fingerprint = claim().build(NOON_MS).fingerprint;
    let command = beeline::ledger::Command::ReserveKey { key: KEY.into(), fingerprint };
    assert!(ledger.try_ask(&command).is_err());
}
