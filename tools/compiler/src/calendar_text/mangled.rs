//! Dates as spreadsheets and habits write them. Each is recognised, so that the fix is the date,
//! and refused: which of the numbers is the month is a matter of country.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use super::complaint::Complaint;
use super::cursor::{Cursor, number_of, word_of};
use super::date::Numbers;
use super::token::{Kind, Token};

pub(super) const EXAMPLE: &str = "write year, month and day, such as 2026-12-24";

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Spreadsheets count days from here (Excel, "DATE function": day 1 is 1900-01-01, and 1900 is
/// held for a leap year).
const DAY_ZERO: Date = Date::constant(1899, 12, 30);
/// The counted days that are taken for dates: 2000 to 2099.
const COUNTED: std::ops::RangeInclusive<i32> = 36_526..=73_050;

/// What is wrong where a date should be.
pub(super) fn complaint(cursor: &Cursor<'_>) -> Complaint {
    if let Some((date, at)) = counted(cursor) {
        let message =
            format!("`{}` is a date that a spreadsheet has turned into a number", cursor.written(&at));
        return Complaint::new(at, message, format!("write {date}, in a column formatted as plain text"));
    }
    if let Some((date, at)) = named(cursor) {
        return refused(cursor, &at, date.as_slice());
    }
    Complaint::new(cursor.here(), "a date is missing here", EXAMPLE)
}

/// Whether a date follows that is not written in numbers only.
pub(super) fn is_ahead(cursor: &Cursor<'_>) -> bool {
    counted(cursor).is_some() || named(cursor).is_some()
}

/// Refuses a date that may be one of these.
pub(super) fn refused(cursor: &Cursor<'_>, at: &Range<usize>, readings: &[Date]) -> Complaint {
    let written = cursor.written(at);
    let (message, fix) = match readings {
        [] => (format!("`{written}` is no whole date"), EXAMPLE.to_owned()),
        [date] => (
            format!("`{written}` is not written as year-month-day; a spreadsheet may have changed it"),
            format!("write {date}, in a column formatted as plain text"),
        ),
        several => (
            format!("`{written}` may be {}", several.iter().map(in_words).collect::<Vec<_>>().join(" or ")),
            format!("write {}", several.iter().map(Date::to_string).collect::<Vec<_>>().join(" or ")),
        ),
    };
    Complaint::new(at.clone(), message, fix)
}

/// The dates that three numbers may mean: the year is first or last, and only with a slash or a
/// hyphen after it may the month come before the day.
pub(super) fn readings(numbers: &Numbers) -> Vec<Date> {
    let [first, second, third] = &numbers.parts;
    let as_date = |year: &str, month: &str, day: &str| {
        Date::new(year_of(year)?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    let (usual, unusual) = match first.len() {
        4 => (as_date(first, second, third), as_date(first, third, second)),
        _ => (as_date(third, second, first), as_date(third, first, second)),
    };
    let is_settled = first.len() == 4 || numbers.sign == Kind::Dot;
    let mut dates: Vec<Date> = match usual {
        Some(date) if is_settled => vec![date],
        usual => usual.into_iter().chain(unusual).collect(),
    };
    dates.dedup();
    dates
}

/// A year of four digits, or of two in this century.
fn year_of(digits: &str) -> Option<i16> {
    match digits.len() {
        4 => digits.parse().ok(),
        2 => digits.parse::<i16>().ok().map(|year| 2000 + year),
        _ => None,
    }
}

/// A day as spreadsheets count them.
fn counted(cursor: &Cursor<'_>) -> Option<(Date, Range<usize>)> {
    let days = cursor.number()?.parse::<i32>().ok().filter(|days| COUNTED.contains(days))?;
    Some((DAY_ZERO.checked_add(days.days()).ok()?, cursor.here()))
}

/// `24-Dec-2026`, `24 Dec 26`, `Dec 24, 2026`: the date, if the year is there and it is one.
fn named(cursor: &Cursor<'_>) -> Option<(Option<Date>, Range<usize>)> {
    let is_filler = |token: &Token| matches!(token.kind, Kind::Dash | Kind::Comma | Kind::Dot);
    let mut parts = (0..5).map_while(|place| cursor.ahead(place)).filter(|token| !is_filler(token));
    let (one, two, three) = (parts.next()?, parts.next()?, parts.next());
    let (day, month) = match (word_of(Some(one)).and_then(month), word_of(Some(two)).and_then(month)) {
        (Some(month), None) => (two, month),
        (None, Some(month)) => (one, month),
        _ => return None,
    };
    let day: i8 = number_of(Some(day))?.parse().ok()?;
    let is_one_word = cursor.is_tight(5);
    let year = number_of(three).filter(|year| year.len() == 4 || is_one_word).and_then(year_of);
    let last = three.filter(|_| year.is_some()).unwrap_or(two);
    let date = year.and_then(|year| Date::new(year, month, day).ok());
    Some((date, one.at.start..last.at.end))
}

fn month(word: &str) -> Option<i8> {
    let names = |name: &&str| {
        let name = name.to_ascii_lowercase();
        name == word || word.len() == 3 && name.starts_with(word)
    };
    MONTHS.iter().position(names).and_then(|place| i8::try_from(place + 1).ok())
}

fn in_words(date: &Date) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|place| MONTHS.get(place));
    format!("{} {} {}", date.day(), month.copied().unwrap_or_default(), date.year())
}
