//! The offsets of a time zone over some years, from the time zone database.

use beeline::schedule::{Shift, Zone};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::complaint::Complaint;
use super::zone_name::zone_of;

/// The years for which a zone's offsets are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    first: i16,
    last: i16,
}

impl Years {
    /// Those of every calendar in a bundle. After them the last offset holds, and an alert says so.
    pub const KEPT: Self = Self { first: 2026, last: 2035 };

    /// From the beginning of one year until the end of another, or of the same: between 1973,
    /// since when offsets are whole minutes, and 2100.
    pub fn new(first: i16, last: i16) -> Option<Self> {
        (1973 <= first && first <= last && last <= 2100).then_some(Self { first, last })
    }

    /// The first of them.
    pub const fn first(self) -> i16 {
        self.first
    }

    /// The last of them.
    pub const fn last(self) -> i16 {
        self.last
    }
}

/// The zone of a name, from the first midnight of these years by its clock until the last.
///
/// # Errors
/// Abbreviations and offsets, which say nothing of when the clock changes, and names that do not
/// exist.
pub fn zone(name: &str, years: Years) -> Result<Zone, Complaint> {
    let (spelled, zone) = zone_of(name)?;
    offsets(&zone, years).ok_or_else(|| {
        let message = format!("the offsets of `{spelled}` are not known for these years");
        Complaint::new(0..name.len(), message, "write the name of a zone with the same time")
    })
}

fn offsets(zone: &TimeZone, years: Years) -> Option<Zone> {
    let from = new_year(zone, years.first)?;
    let until = new_year(zone, years.last.checked_add(1)?)?;
    let later = zone.following(from).take_while(|change| change.timestamp() < until);
    let later = later.map(|change| (change.timestamp(), change.offset().seconds()));
    let mut shifts: Vec<Shift> = Vec::new();
    for (at, seconds) in std::iter::once((from, zone.to_offset(from).seconds())).chain(later) {
        let offset_minutes = i16::try_from(seconds / 60).ok().filter(|_| seconds % 60 == 0)?;
        if shifts.last().is_none_or(|last| last.offset_minutes != offset_minutes) {
            shifts.push(Shift { from_ms: at.as_millisecond(), offset_minutes });
        }
    }
    Zone::new(shifts, until.as_millisecond()).ok()
}

fn new_year(zone: &TimeZone, year: i16) -> Option<Timestamp> {
    let midnight = Date::new(year, 1, 1).ok()?.at(0, 0, 0, 0);
    zone.to_ambiguous_timestamp(midnight).compatible().ok()
}
