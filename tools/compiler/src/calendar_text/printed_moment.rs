//! Moments as they are printed: `Thu 2026-12-24 17:00`.

use beeline::schedule::{DAY_MINUTES, Zone, minute_of_week};

use super::clock::printed;
use super::local::date_of;
use super::weekday::short;

/// The day that a clock shows: `2026-12-24`.
pub fn printed_day(zone: &Zone, at_ms: i64) -> String {
    let local_ms = zone.stretch_at(at_ms).local_ms(at_ms);
    date_of(local_ms).map(|date| date.to_string()).unwrap_or_default()
}

/// What a clock shows, with the day of the week: `Thu 2026-12-24 17:00`.
pub fn printed_moment(zone: &Zone, at_ms: i64) -> String {
    let minute = minute_of_week(zone.stretch_at(at_ms).local_ms(at_ms));
    let (day, clock) = (short(minute / DAY_MINUTES), printed(minute % DAY_MINUTES));
    format!("{day} {} {clock}", printed_day(zone, at_ms))
}

/// A day of the week, from Monday at 0: `Sat`.
pub fn printed_weekday(day: u16) -> &'static str {
    short(day % 7)
}

/// A minute of the week: `Sat 00:00`.
pub fn printed_minute(minute: u16) -> String {
    format!("{} {}", short(minute / DAY_MINUTES % 7), printed(minute % DAY_MINUTES))
}
