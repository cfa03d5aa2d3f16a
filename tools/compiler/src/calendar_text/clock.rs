//! Times of day as people write them: `9`, `09:00`, `9.30`, `9am`, `24:00`.

use std::ops::Range;

use beeline::schedule::DAY_MINUTES;

use super::complaint::Complaint;
use super::cursor::{Cursor, number_of};
use super::token::Kind;

/// A time that was read.
#[derive(Clone, Debug)]
pub(super) struct Time {
    /// Since midnight, 24:00 included.
    pub minute: u16,
    /// The hour as it is written.
    pub hour: u16,
    /// Whether it says am or pm.
    pub has_half: bool,
    /// Whether the hour is one digit without am or pm: `9:00`, not `09:00`.
    pub is_short: bool,
    /// Whether it says seconds: a spreadsheet wrote it.
    pub has_seconds: bool,
    pub at: Range<usize>,
}

impl Time {
    /// Whether a clock with twelve hours may be meant.
    pub(super) fn may_be_half(&self) -> bool {
        !self.has_half && (1..=12).contains(&self.hour)
    }

    /// The time it would be with the other half of the day.
    pub(super) fn half_a_day_later(&self) -> u16 {
        self.minute % (DAY_MINUTES / 2) + DAY_MINUTES / 2
    }
}

/// A minute of the day as it is printed.
pub(super) fn printed(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Reads a time.
pub(super) fn time(cursor: &mut Cursor<'_>) -> Result<Time, Complaint> {
    let start = cursor.here().start;
    let Some(digits) = cursor.number().map(str::to_owned) else {
        let message = "a time is missing here";
        return Err(Complaint::new(cursor.here(), message, "write a time such as 09:00"));
    };
    cursor.advance(1);
    let (minutes, has_seconds) = minutes(cursor, start)?;
    let half = half(cursor);
    let at = cursor.since(start);
    let (Ok(hour), Ok(minute)) = (digits.parse::<u16>(), minutes.parse::<u16>()) else {
        return Err(no_time(cursor, at));
    };
    if matches!(digits.len(), 3 | 4) && hour <= 2_400 && hour % 100 < 60 && half.is_none() {
        let message = format!("`{}` has no colon between hours and minutes", cursor.written(&at));
        return Err(cursor.replacing(at, message, &printed(hour / 100 * 60 + hour % 100)));
    }
    if minute > 59 {
        let message = format!("`{}` is no time of day: minutes go from 00 to 59", cursor.written(&at));
        return Err(Complaint::new(at, message, "write a time such as 09:30"));
    }
    let minute = match half {
        None if hour < 24 || (hour == 24 && minute == 0) => hour * 60 + minute,
        Some(half) if (1..=12).contains(&hour) => half + hour % 12 * 60 + minute,
        Some(_) if (13..24).contains(&hour) => return Err(half_too_much(cursor, at, hour, minute)),
        _ => return Err(no_time(cursor, at)),
    };
    let has_half = half.is_some();
    Ok(Time { minute, hour, has_half, is_short: digits.len() == 1 && !has_half, has_seconds, at })
}

/// The minutes, and whether seconds follow, of which spreadsheets are fond.
fn minutes(cursor: &mut Cursor<'_>, start: usize) -> Result<(String, bool), Complaint> {
    let separated = matches!(cursor.kind(), Some(Kind::Colon | Kind::Dot)) && cursor.is_tight(2);
    let Some(minutes) = number_of(cursor.ahead(1)).filter(|_| separated).map(str::to_owned) else {
        return Ok(("00".to_owned(), false));
    };
    cursor.advance(2);
    let is_second = cursor.kind() == Some(&Kind::Colon) && cursor.is_tight(2);
    let seconds = number_of(cursor.ahead(1)).filter(|_| is_second).map(str::to_owned);
    cursor.advance(if seconds.is_some() { 2 } else { 0 });
    if minutes.len() != 2 || seconds.as_ref().is_some_and(|seconds| seconds != "00") {
        let at = cursor.since(start);
        let message = format!("`{}` is no time of day: write hours and minutes", cursor.written(&at));
        return Err(Complaint::new(at, message, "write a time such as 09:30"));
    }
    Ok((minutes, seconds.is_some()))
}

/// The minute at which the half of the day begins, if it is said.
fn half(cursor: &mut Cursor<'_>) -> Option<u16> {
    let half = match cursor.word() {
        Some("am") => 0,
        Some("pm") => DAY_MINUTES / 2,
        _ => return None,
    };
    cursor.advance(1);
    Some(half)
}

fn half_too_much(cursor: &Cursor<'_>, at: Range<usize>, hour: u16, minute: u16) -> Complaint {
    let message = format!("`{}` says the hour and am or pm: one of them is too much", cursor.written(&at));
    cursor.replacing(at, message, &printed(hour * 60 + minute))
}

fn no_time(cursor: &Cursor<'_>, at: Range<usize>) -> Complaint {
    let message = format!("`{}` is no time of day: they go from 00:00 to 24:00", cursor.written(&at));
    Complaint::new(at, message, "write a time such as 18:00")
}
