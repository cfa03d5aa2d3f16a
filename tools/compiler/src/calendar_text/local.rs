//! From what a clock on the wall shows to moments.
//!
//! Local time is in milliseconds since the epoch, as if it were UTC.

use beeline::schedule::{Span, Zone};
use jiff::SignedDuration;
use jiff::civil::Date;

pub(super) const DAY_MS: i64 = 86_400_000;
const EPOCH: Date = Date::constant(1970, 1, 1);

/// The local time at which a day begins.
pub(super) fn midnight_ms(date: Date) -> i64 {
    date.duration_since(EPOCH).as_hours().saturating_mul(3_600_000)
}

/// The day of a local time.
pub(crate) fn date_of(local_ms: i64) -> Option<Date> {
    let days = SignedDuration::from_millis(local_ms.div_euclid(DAY_MS).saturating_mul(DAY_MS));
    EPOCH.checked_add(days).ok()
}

/// From the first moment at which a clock shows the one time or a later one, until the last
/// moment before which it shows an earlier one than the other; nothing if it shows none of them.
///
/// So an hour that the clock shows twice counts both times, and a time that it leaves out stands
/// for the moment of the change.
pub(crate) fn showing(zone: &Zone, from_local_ms: i64, until_local_ms: i64) -> Option<Span> {
    let first = zone.stretches().find_map(|stretch| {
        let moment_ms = stretch.moment_ms(from_local_ms).max(stretch.from_ms);
        (moment_ms < stretch.until_ms).then_some(moment_ms)
    });
    let last = zone.stretches().rev().find_map(|stretch| {
        let moment_ms = stretch.moment_ms(until_local_ms).min(stretch.until_ms);
        (moment_ms > stretch.from_ms).then_some(moment_ms)
    });
    Span::new(first?, last?)
}
