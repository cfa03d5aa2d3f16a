//! How long an attempt waits for the next one: exponential with full jitter
//! (aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter).
//!
//! The ledger has no randomness. A lead's id is an HMAC, so a number made of it and the attempt is
//! as good as one: what failed together does not come back together.

use crate::identity::LeadId;

/// The longest first pause; it doubles with each attempt.
const BASE_MS: i64 = 1_000;
/// The longest pause.
const CAP_MS: i64 = 15 * 60_000;
/// Of what waits for a destination that cannot be asked, the share of its age that it waits longer
/// at most: a backlog then comes back in a trickle, however large it is.
const SHARE_OF_AGE: i64 = 4;
/// The longest time over which what was postponed is spread.
const SPREAD_CAP_MS: i64 = 60_000;
/// What is spread comes back at the strokes of one clock, whichever ledger it waits in: a CRM takes
/// a hundred leads in one call, and those that trickle in one by one cost a call each.
const STROKE_MS: i64 = 1_000;

/// After an attempt that failed: anything up to the ceiling of this attempt.
pub fn after_attempt_ms(lead_id: LeadId, attempts: u32) -> i64 {
    let doublings = attempts.saturating_sub(1).min(16);
    share_of((BASE_MS << doublings).min(CAP_MS), lead_id.number(u64::from(attempts)))
}

/// When to try again after an attempt that was not made, of what has waited for `age_ms` and may not
/// be tried before `earliest_ms`.
pub fn while_waiting_until_ms(lead_id: LeadId, age_ms: i64, earliest_ms: i64) -> i64 {
    let spread_ms = (age_ms / SHARE_OF_AGE).clamp(0, SPREAD_CAP_MS);
    let at_ms = earliest_ms.saturating_add(share_of(spread_ms, lead_id.number(earliest_ms.unsigned_abs())));
    if spread_ms < STROKE_MS { at_ms } else { at_ms + (-at_ms).rem_euclid(STROKE_MS) }
}

/// From nothing to all of `ceiling_ms`, evenly over the numbers.
fn share_of(ceiling_ms: i64, number: u64) -> i64 {
    let choices = u128::from(ceiling_ms.unsigned_abs()) + 1;
    i64::try_from((u128::from(number) * choices) >> 64).unwrap_or(ceiling_ms)
}
