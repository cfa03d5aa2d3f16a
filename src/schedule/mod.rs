//! When a rep works: weekly hours in a time zone, less holidays and days out of office.
//!
//! Time zones come as their offsets over a stated horizon ([`Zone`]): the edge has no time zone
//! database. Clock changes follow from one rule, *a moment is open if the clock then shows an
//! open minute*:
//!
//! * when the clock goes back, the hour it shows twice counts both times;
//! * when it goes forward, the minutes it never shows do not exist: hours that end among them
//!   end when the gap does, which is the moment it begins, and hours that begin among them begin
//!   there.
//!
//! Every boundary is on a whole minute of UTC, and every question is answered without an
//! allocation.

mod absence;
mod calendar;
mod malformed;
mod span;
pub mod span_algebra;
mod timetable;
mod week;
mod zone;

pub use absence::{Absence, Absences, Reason};
pub use calendar::{Calendar, Presence, Standing, Why};
pub use malformed::Malformed;
pub use span::Span;
pub use timetable::Timetable;
pub use week::{DAY_MINUTES, Opening, WEEK_MINUTES, Week, minute_of_week};
pub use zone::{Shift, Stretch, Zone};

/// A minute.
pub const MINUTE_MS: i64 = 60_000;

/// What calendars are made of lies from 1970 to the end of 9999, so that nothing overflows.
const LATEST_MS: i64 = 253_402_300_800_000;

/// A moment that a calendar may be made of, in minutes since the epoch.
fn whole_minute(at_ms: i64) -> Result<i64, Malformed> {
    if !(0..=LATEST_MS).contains(&at_ms) {
        return Err(Malformed::OutOfTime);
    }
    if at_ms % MINUTE_MS != 0 {
        return Err(Malformed::PartOfMinute);
    }
    Ok(at_ms / MINUTE_MS)
}

/// The moment that a bundle gives in minutes since the epoch.
fn from_minute(minute: i64) -> Result<i64, Malformed> {
    let at_ms = minute.checked_mul(MINUTE_MS).ok_or(Malformed::OutOfTime)?;
    whole_minute(at_ms).map(|_| at_ms)
}
