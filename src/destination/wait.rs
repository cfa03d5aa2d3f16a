//! How long a destination asks to be left alone.

use super::answer::Answer;
use crate::http_date;

const SECOND_MS: i64 = 1_000;
const DAY_MS: i64 = 86_400_000;
/// The longest wait that is believed: a day, and an hour for a clock that is off.
pub(super) const MAX_ASKED_MS: i64 = DAY_MS + 3_600_000;

/// `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date in the preferred form.
pub(super) fn retry_after_ms(answer: &Answer, now_ms: i64) -> Option<i64> {
    let text = answer.header("retry-after")?.trim();
    let asked_ms = match text.parse::<u32>() {
        Ok(seconds) => i64::from(seconds) * SECOND_MS,
        Err(_) => http_date::read(text)?.saturating_sub(now_ms),
    };
    Some(asked_ms.clamp(0, MAX_ASKED_MS))
}

/// A header that names whole seconds from now.
pub(super) fn seconds_ms(answer: &Answer, name: &str) -> Option<i64> {
    let seconds: u32 = answer.header(name)?.trim().parse().ok()?;
    Some((i64::from(seconds) * SECOND_MS).min(MAX_ASKED_MS))
}

/// Until the next day begins, in a zone that is so many minutes ahead of UTC.
pub(super) const fn next_day_ms(now_ms: i64, minutes_ahead_of_utc: i16) -> i64 {
    let local_ms = now_ms + minutes_ahead_of_utc as i64 * 60_000;
    DAY_MS - local_ms.rem_euclid(DAY_MS)
}
