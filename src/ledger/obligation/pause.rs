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
/// a hundred leads in one call, and those that trickle in one by one cost a call each. Each stroke is
/// a power of two of these, so that what waits for long meets what waits for less.
const STROKE_MS: i64 = 1_000;
/// The longest time from one stroke to the next.
const LONGEST_STROKE_MS: i64 = 16 * STROKE_MS;

/// When to try again after an attempt that failed, and that may not be repeated before `earliest_ms`:
/// within the ceiling of this attempt.
pub fn after_attempt_until_ms(lead_id: LeadId, attempts: u32, earliest_ms: i64) -> i64 {
    let doublings = attempts.saturating_sub(1).min(16);
    let ceiling_ms = (BASE_MS << doublings).min(CAP_MS);
    spread(earliest_ms, ceiling_ms, lead_id.number(u64::from(attempts)))
}

/// When to try again after an attempt that was not made, of what has waited for `age_ms` and may not
/// be tried before `earliest_ms`.
pub fn while_waiting_until_ms(lead_id: LeadId, age_ms: i64, earliest_ms: i64) -> i64 {
    let ceiling_ms = (age_ms / SHARE_OF_AGE).clamp(0, SPREAD_CAP_MS);
    spread(earliest_ms, ceiling_ms, lead_id.number(earliest_ms.unsigned_abs()))
}

/// From `earliest_ms` over the time of the ceiling, evenly over the numbers, at strokes of which two to
/// four fit into it.
fn spread(earliest_ms: i64, ceiling_ms: i64, number: u64) -> i64 {
    let at_ms = earliest_ms.saturating_add(share_of(ceiling_ms, number));
    let mut stroke_ms = STROKE_MS;
    while stroke_ms * 4 <= ceiling_ms && stroke_ms < LONGEST_STROKE_MS {
        stroke_ms *= 2;
    }
    if ceiling_ms < stroke_ms * 2 {
        return at_ms;
    }
    let before_ms = at_ms - at_ms.rem_euclid(stroke_ms);
    if before_ms >= earliest_ms { before_ms } else { before_ms.saturating_add(stroke_ms) }
}

/// From nothing to all of `ceiling_ms`, evenly over the numbers.
fn share_of(ceiling_ms: i64, number: u64) -> i64 {
    let choices = u128::from(ceiling_ms.unsigned_abs()) + 1;
    i64::try_from((u128::from(number) * choices) >> 64).unwrap_or(ceiling_ms)
}
