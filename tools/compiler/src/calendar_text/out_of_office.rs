//! Days out of office: `2026-12-24 to 2026-12-31; 2027-01-04 afternoon`.

use std::ops::Range;

use beeline::schedule::{DAY_MINUTES, MINUTE_MS, Span, Zone, span_algebra};
use jiff::civil::Date;

use super::clock::{self, Time};
use super::complaint::Complaint;
use super::cursor::Cursor;
use super::date;
use super::local::{DAY_MS, date_of, midnight_ms, showing};
use super::mangled;
use super::part_of_day::{NOON, Part};
use super::stint::{one_half, refuse_doubtful};
use super::token::Kind;
use crate::problem::shown;

const NOT_KEPT: &str =
    "after a date only times, morning or afternoon can stand; why somebody is away is not kept";

/// Reads when somebody is out of office, as moments by the clock of a zone.
///
/// Several absences are separated by a semicolon, a comma or a new line. Each is a date, with a
/// part of the day or times if it is not whole, or two of them with `to` in between: both days
/// count. What is over before the zone's horizon begins is left out.
///
/// # Errors
/// What is not understood or may mean two things, what ends before it begins, and what ends after
/// the zone's horizon. Words that are not understood are never repeated: they may be the reason
/// of an absence, which is nobody's business.
pub fn out_of_office(text: &str, zone: &Zone) -> Result<Vec<Span>, Complaint> {
    if matches!(text.trim().to_lowercase().as_str(), "none" | "never" | "-" | "–" | "—") {
        return Ok(Vec::new());
    }
    let mut cursor = Cursor::private(text);
    let mut spans = Vec::new();
    cursor.skip_separators();
    while !cursor.is_done() {
        let start = cursor.here().start;
        let (from_ms, until_ms) = absence(&mut cursor)?;
        spans.extend(within_horizon(&cursor, zone, cursor.since(start), (from_ms, until_ms))?);
        refuse_more(&cursor, start)?;
        cursor.skip_separators();
    }
    Ok(span_algebra::normal(spans))
}

/// Reads one moment, by the clock of a zone: `2026-11-23 10:00`, or a day alone for its beginning. A
/// time that the clock leaves out is the moment of the change.
///
/// # Errors
/// What is no date, or no time, and what follows it.
pub fn moment(text: &str, zone: &Zone) -> Result<i64, Complaint> {
    let mut cursor = Cursor::new(text);
    if !text.contains(|character: char| character.is_ascii_digit()) {
        let message = format!("`{}` is no date", shown(text.trim()));
        return Err(Complaint::new(0..text.len(), message, mangled::EXAMPLE));
    }
    let moment = end(&mut cursor)?;
    let from_ms = moment.first_ms();
    match showing(zone, from_ms, from_ms.saturating_add(DAY_MS)) {
        Some(span) if cursor.is_done() => Ok(span.from_ms()),
        _ => {
            let message = "only a date and a time can stand here";
            Err(Complaint::new(cursor.since(0), message, "write something like 2026-11-23 10:00"))
        }
    }
}

/// What may be said of a day.
#[derive(Clone)]
enum Mark {
    Part(Part),
    At(Time),
}

/// A date, and what is said of it.
struct End {
    date: Date,
    mark: Mark,
    at: Range<usize>,
}

impl End {
    /// The local time, if an absence begins there.
    fn first_ms(&self) -> i64 {
        self.local_ms(match &self.mark {
            Mark::Part(part) => part.minutes().0,
            Mark::At(time) => time.minute,
        })
    }

    /// The local time, if an absence ends there.
    fn last_ms(&self) -> i64 {
        self.local_ms(match &self.mark {
            Mark::Part(part) => part.minutes().1,
            Mark::At(time) => time.minute,
        })
    }

    fn local_ms(&self, minute: u16) -> i64 {
        midnight_ms(self.date).saturating_add(i64::from(minute) * MINUTE_MS)
    }
}

/// Reads one absence, as local times.
fn absence(cursor: &mut Cursor<'_>) -> Result<(i64, i64), Complaint> {
    let first = end(cursor)?;
    let is_range = cursor.take(&[Kind::Dash, Kind::To]);
    match (&first.mark, is_range) {
        (Mark::Part(_), false) => Ok((first.first_ms(), first.last_ms())),
        (Mark::At(time), false) => Err(no_end(cursor, &first, time)),
        (Mark::At(time), true) if cursor.number().is_some() && !date::is_ahead(cursor) => {
            let until = clock::time(cursor)?;
            refuse_doubtful(cursor, time, &until)?;
            if until.minute <= time.minute {
                return Err(next_day(cursor, &first, time, &until));
            }
            Ok((first.first_ms(), first.local_ms(until.minute)))
        }
        (_, true) => {
            let last = end(cursor)?;
            if let (Mark::At(from), Mark::At(until)) = (&first.mark, &last.mark) {
                one_half(cursor, from, until).map_err(in_full)?;
            }
            if last.last_ms() <= first.first_ms() {
                let at = first.at.start..last.at.end;
                let message = format!("`{}` ends before it begins", cursor.written(&at));
                let fix = format!("{} to {}", cursor.written(&last.at), cursor.written(&first.at));
                return Err(cursor.replacing(at, message, &fix));
            }
            Ok((first.first_ms(), last.last_ms()))
        }
    }
}

/// Reads a date and what follows it.
fn end(cursor: &mut Cursor<'_>) -> Result<End, Complaint> {
    let start = cursor.here().start;
    let date = date::date(cursor)?;
    if cursor.word() == Some("t") {
        cursor.advance(1);
    }
    let mark = match cursor.word().and_then(Part::from_word) {
        Some(part) => {
            cursor.advance(1);
            Mark::Part(part)
        }
        None if cursor.number().is_some() && !date::is_ahead(cursor) => Mark::At(clock::time(cursor)?),
        None => Mark::Part(Part::Whole),
    };
    let at = cursor.since(start);
    match &mark {
        Mark::At(time) if time.has_seconds && time.minute == 0 => Err(midnight(cursor, at, date)),
        _ => Ok(End { date, mark, at }),
    }
}

/// What is wrong with a midnight in seconds: nobody types it, and as an end it would cost a day.
fn midnight(cursor: &Cursor<'_>, at: Range<usize>, date: Date) -> Complaint {
    let message = format!("`{}` is a date to which a spreadsheet has added a time", cursor.written(&at));
    Complaint::new(at, message, format!("write {date}, in a column formatted as plain text"))
}

fn no_end(cursor: &Cursor<'_>, first: &End, time: &Time) -> Complaint {
    let until = if time.minute < NOON { NOON } else { DAY_MINUTES };
    let from = clock::printed(time.minute);
    let fix = format!("write {} {from} to {}", first.date, clock::printed(until));
    if is_over(cursor) {
        let message = format!("`{}` has no end", cursor.written(&first.at));
        return Complaint::new(first.at.clone(), message, fix);
    }
    Complaint::new(cursor.here(), NOT_KEPT, fix)
}

fn next_day(cursor: &Cursor<'_>, first: &End, time: &Time, until: &Time) -> Complaint {
    let at = first.at.start..until.at.end;
    let message = format!("`{}` ends before it begins", cursor.written(&at));
    let Ok(tomorrow) = first.date.tomorrow() else { return Complaint::new(at, message, "write a later end") };
    let (from, to) = (clock::printed(time.minute), clock::printed(until.minute));
    let overnight = format!("{} {from} to {tomorrow} {to}", first.date);
    if !until.may_be_half() || until.half_a_day_later() <= time.minute {
        return cursor.replacing(at, message, &overnight);
    }
    let later = clock::printed(until.half_a_day_later());
    Complaint::new(at, message, format!("write {} {from} to {later}, or {overnight}", first.date))
}

/// The same complaint, where two dates stand between the times.
fn in_full(complaint: Complaint) -> Complaint {
    Complaint { fix: "write both times as 09:00, or both with am or pm".to_owned(), ..complaint }
}

/// The moments of an absence, unless it is over when the horizon begins.
fn within_horizon(
    cursor: &Cursor<'_>,
    zone: &Zone,
    at: Range<usize>,
    (from_local_ms, until_local_ms): (i64, i64),
) -> Result<Option<Span>, Complaint> {
    let horizon = zone.horizon();
    let Some(span) = showing(zone, from_local_ms, until_local_ms) else { return Ok(None) };
    if span.until_ms() <= horizon.until_ms() {
        return Ok(Some(span).filter(|span| span.until_ms() > horizon.from_ms()));
    }
    let last = zone.stretch_at(horizon.until_ms() - 1).local_ms(horizon.until_ms() - DAY_MS);
    let last = date_of(last).map(|date| date.to_string()).unwrap_or_default();
    let message = format!("`{}` ends after {last}, and calendars reach no further", cursor.written(&at));
    let fix = format!("check the year; if it is right, end it on {last} for now");
    Err(Complaint::new(at, message, fix))
}

/// Whether nothing follows, or another absence.
fn is_over(cursor: &Cursor<'_>) -> bool {
    matches!(cursor.kind(), None | Some(Kind::Semicolon | Kind::Comma))
}

/// Refuses what follows an absence without a separator.
fn refuse_more(cursor: &Cursor<'_>, start: usize) -> Result<(), Complaint> {
    if is_over(cursor) {
        return Ok(());
    }
    let at = cursor.here();
    if date::is_ahead(cursor) {
        let message = "there is nothing between two dates";
        let fix =
            "write `to` between them if all days between are meant, and a semicolon if only these two are";
        return Err(Complaint::new(at, message, fix));
    }
    Err(Complaint::new(at, NOT_KEPT, format!("write {}", cursor.written(&cursor.since(start)))))
}
