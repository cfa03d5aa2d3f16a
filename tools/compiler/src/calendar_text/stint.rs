//! From one time of day to another: `09:00-18:00`, `22:00-06:00`, `9am-6pm`.
//!
//! An end before the beginning is on the next day, as long as that is what anybody would think:
//! `9-5` is not read as 20 hours, and `1-5` not as those of the night.

use std::ops::Range;

use beeline::schedule::DAY_MINUTES;

use super::clock::{self, Time, printed};
use super::complaint::Complaint;
use super::cursor::Cursor;
use super::token::Kind;
use super::weekday;

/// Overnight hours begin in the afternoon: a morning's beginning hints at a clock with twelve hours.
const OVERNIGHT_FROM: u16 = 13 * 60;
/// Nobody works longer through a night.
const OVERNIGHT_MINUTES: u16 = 16 * 60;

/// Whoever writes such an hour with one digit may mean the afternoon.
const SHORT_BEFORE: u16 = 6 * 60;

/// Hours that begin on a day.
#[derive(Clone, Debug)]
pub(super) struct Stint {
    /// Since midnight, below 24:00.
    pub from: u16,
    /// 1 to [`DAY_MINUTES`].
    pub minutes: u16,
    pub at: Range<usize>,
}

/// Whether hours that end on the next day are read as such.
pub(super) fn is_overnight(from: u16, minutes: u16) -> bool {
    from >= OVERNIGHT_FROM && minutes <= OVERNIGHT_MINUTES
}

/// Reads two times.
pub(super) fn stint(cursor: &mut Cursor<'_>) -> Result<Stint, Complaint> {
    let from = clock::time(cursor)?;
    if !cursor.take(&[Kind::Dash, Kind::To]) || cursor.number().is_none() {
        return Err(no_end(cursor, &from));
    }
    let until = clock::time(cursor)?;
    between(cursor, &from, &until)
}

fn no_end(cursor: &Cursor<'_>, from: &Time) -> Complaint {
    let message = format!("`{}` has no end", cursor.written(&from.at));
    let at = cursor.since(from.at.start);
    let is_day = |word| weekday::day(word).is_some();
    if from.minute == DAY_MINUTES || cursor.word().is_some_and(|word| !is_day(word)) {
        return Complaint::new(at, message, "write hours such as 09:00-18:00, or 00:00-24:00 for all day");
    }
    let later = (from.minute + 9 * 60).min(DAY_MINUTES);
    cursor.replacing(at, message, &format!("{}-{}", printed(from.minute), printed(later)))
}

/// The hours between two times that were read.
fn between(cursor: &Cursor<'_>, from: &Time, until: &Time) -> Result<Stint, Complaint> {
    let at = from.at.start..until.at.end;
    refuse_doubtful(cursor, from, until)?;
    if from.minute % DAY_MINUTES == until.minute % DAY_MINUTES
        && (from.minute, until.minute) != (0, DAY_MINUTES)
    {
        return Err(no_length(cursor, from, until));
    }
    if from.minute == DAY_MINUTES {
        let message = "24:00 is the end of a day, and nothing begins there";
        return Err(cursor.replacing(from.at.clone(), message, "00:00"));
    }
    let minutes =
        if until.minute > from.minute { until.minute - from.minute } else { overnight(cursor, from, until)? };
    Ok(Stint { from: from.minute, minutes, at })
}

fn no_length(cursor: &Cursor<'_>, from: &Time, until: &Time) -> Complaint {
    let at = from.at.start..until.at.end;
    let message = format!("`{}` ends when it begins", cursor.written(&at));
    if !until.may_be_half() || until.half_a_day_later() <= from.minute {
        return cursor.replacing(at, message, "00:00-24:00");
    }
    let (from, until) = (printed(from.minute), printed(until.half_a_day_later()));
    Complaint::new(at, message, format!("write {from}-{until}, or 00:00-24:00 for all day"))
}

/// How long hours last that end on the next day.
fn overnight(cursor: &Cursor<'_>, from: &Time, until: &Time) -> Result<u16, Complaint> {
    let minutes = until.minute + DAY_MINUTES - from.minute;
    let until_midnight = until.minute == 0;
    let clear = from.has_half && until.has_half && minutes <= OVERNIGHT_MINUTES;
    if until_midnight || clear || is_overnight(from.minute, minutes) {
        return Ok(minutes);
    }
    let at = from.at.start..until.at.end;
    let is_twelve = until.may_be_half() && until.half_a_day_later() > from.minute;
    let (first, last) =
        if is_twelve { (from.minute, until.half_a_day_later()) } else { (until.minute, from.minute) };
    let message = format!(
        "`{}` ends before it begins, and would last {} as hours over midnight",
        cursor.written(&at),
        lasting(minutes)
    );
    let fix = format!(
        "write {}-{}; if midnight is meant, write {}-24:00, and 00:00-{} for the next day",
        printed(first),
        printed(last),
        printed(from.minute),
        printed(until.minute)
    );
    Err(Complaint::new(at, message, fix))
}

fn lasting(minutes: u16) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours} hours"),
        (hours, rest) => format!("{hours} hours and {rest} minutes"),
    }
}

/// Refuses two times of one day that may be others on a clock with twelve hours.
pub(super) fn refuse_doubtful(cursor: &Cursor<'_>, from: &Time, until: &Time) -> Result<(), Complaint> {
    one_half(cursor, from, until)?;
    let half_a_day = DAY_MINUTES / 2;
    let may_be_night = from.is_short && (60..SHORT_BEFORE).contains(&from.minute);
    if !may_be_night || !until.may_be_half() || !(from.minute + 1..=half_a_day).contains(&until.minute) {
        return Ok(());
    }
    let at = from.at.start..until.at.end;
    let message = format!("`{}` may be in the night or in the afternoon", cursor.written(&at));
    let range = |later: u16| format!("{}-{}", printed(from.minute + later), printed(until.minute + later));
    Err(Complaint::new(at, message, format!("write {} or {}", range(0), range(half_a_day))))
}

/// Refuses `9-6pm`, where only one end says am or pm and the other might need it.
pub(super) fn one_half(cursor: &Cursor<'_>, from: &Time, until: &Time) -> Result<(), Complaint> {
    let is_doubtful = (from.has_half && until.may_be_half()) || (until.has_half && from.may_be_half());
    if !is_doubtful {
        return Ok(());
    }
    let at = from.at.start..until.at.end;
    let message = format!("`{}` says am or pm at one end only", cursor.written(&at));
    let pairs = readings(from).into_iter().flat_map(|from| {
        readings(until).into_iter().map(move |until| (from, if until == 0 { DAY_MINUTES } else { until }))
    });
    let sensible: Vec<String> = pairs
        .filter(|(from, until)| match until.checked_sub(*from) {
            Some(minutes) => (1..=OVERNIGHT_MINUTES).contains(&minutes),
            None => is_overnight(*from, until + DAY_MINUTES - from),
        })
        .map(|(from, until)| format!("{}-{}", printed(from), printed(until)))
        .collect();
    let fix = if sensible.is_empty() { "both ends with am or pm".to_owned() } else { sensible.join(" or ") };
    Err(Complaint::new(at, message, format!("write {fix}")))
}

/// The minutes of the day that a time may mean.
fn readings(time: &Time) -> Vec<u16> {
    if !time.may_be_half() {
        return vec![time.minute];
    }
    let later = time.half_a_day_later();
    vec![later - DAY_MINUTES / 2, later]
}
