//! Dates as year, month and day: `2026-12-24`.

use std::ops::Range;

use jiff::civil::Date;

use super::complaint::Complaint;
use super::cursor::{Cursor, number_of};
use super::mangled::{self, refused};
use super::token::Kind;

/// Three numbers with the same sign between them and no blank.
pub(super) struct Numbers {
    pub parts: [String; 3],
    pub sign: Kind,
    pub at: Range<usize>,
}

/// The three numbers that come next.
pub(super) fn numbers(cursor: &Cursor<'_>) -> Option<Numbers> {
    let part = |place| number_of(cursor.ahead(place)).map(str::to_owned);
    let sign = |place| {
        let kind = cursor.ahead(place).map(|token| token.kind.clone());
        kind.filter(|kind| matches!(kind, Kind::Dash | Kind::Dot | Kind::Slash))
    };
    let parts = [part(0)?, part(2)?, part(4)?];
    let first = sign(1)?;
    let is_one = sign(3).as_ref() == Some(&first) && cursor.is_tight(5);
    let at = cursor.here().start..cursor.ahead(4)?.at.end;
    is_one.then_some(Numbers { parts, sign: first, at })
}

/// Whether what comes next is a date, rightly written or not.
pub(super) fn is_ahead(cursor: &Cursor<'_>) -> bool {
    numbers(cursor).is_some() || mangled::is_ahead(cursor)
}

/// Reads a date.
pub(super) fn date(cursor: &mut Cursor<'_>) -> Result<Date, Complaint> {
    let Some(numbers) = numbers(cursor) else { return Err(mangled::complaint(cursor)) };
    let [year, month, day] = &numbers.parts;
    if numbers.sign != Kind::Dash || [year.len(), month.len(), day.len()] != [4, 2, 2] {
        return Err(refused(cursor, &numbers.at, &mangled::readings(&numbers)));
    }
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else {
        return Err(mangled::complaint(cursor));
    };
    let date = Date::new(year, month, day).map_err(|_| no_day(cursor, &numbers, (year, month)))?;
    cursor.advance(5);
    Ok(date)
}

/// What is wrong with a day that no calendar has.
fn no_day(cursor: &Cursor<'_>, numbers: &Numbers, (year, month): (i16, i8)) -> Complaint {
    let written = cursor.written(&numbers.at);
    let Ok(first) = Date::new(year, month, 1) else {
        let message = format!("`{written}` is no date: months go from 01 to 12");
        let fix = match mangled::readings(numbers).first() {
            Some(date) => format!("write {date}"),
            None => mangled::EXAMPLE.to_owned(),
        };
        return Complaint::new(numbers.at.clone(), message, fix);
    };
    let last = first.last_of_month();
    let message = format!("`{written}` is no date: that month has {} days", last.day());
    Complaint::new(numbers.at.clone(), message, format!("write {last}"))
}
