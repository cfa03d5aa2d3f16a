//! How long a destination asks to be left alone.

use super::answer::Answer;

const DAY_MS: i64 = 86_400_000;
/// The longest wait that is believed: a day, and an hour for a clock that is off.
const MAX_ASKED_MS: i64 = DAY_MS + 3_600_000;

/// `Retry-After`, as the guard reads it.
pub(super) fn retry_after_ms(answer: &Answer, now_ms: i64) -> Option<i64> {
    answer.limits(now_ms).retry_after_ms.map(believed)
}

/// How long until the window of the vendor's limit begins anew.
pub(super) fn reset_ms(answer: &Answer, now_ms: i64) -> Option<i64> {
    answer.limits(now_ms).reset_ms.map(believed)
}

fn believed(asked_ms: u32) -> i64 {
    i64::from(asked_ms).min(MAX_ASKED_MS)
}

/// Until the next day begins, in a zone that is so many minutes ahead of UTC.
pub(super) const fn next_day_ms(now_ms: i64, minutes_ahead_of_utc: i16) -> i64 {
    let local_ms = now_ms + minutes_ahead_of_utc as i64 * 60_000;
    DAY_MS - local_ms.rem_euclid(DAY_MS)
}
