//! Days off for everybody: `2026-12-25`, `2026-12-24 afternoon`.

use beeline::schedule::{MINUTE_MS, Span, Zone};
use jiff::civil::Date;

use super::complaint::Complaint;
use super::cursor::Cursor;
use super::date;
use super::local::{midnight_ms, showing};
use super::part_of_day::Part;

/// Reads a date, and the part of the day if it is not whole.
///
/// # Errors
/// What is no date, and what follows it.
pub fn holiday(text: &str) -> Result<(Date, Part), Complaint> {
    let mut cursor = Cursor::new(text);
    let date = date::date(&mut cursor)?;
    let part = cursor.word().and_then(Part::from_word);
    cursor.advance(usize::from(part.is_some()));
    if !cursor.is_done() {
        let at = cursor.here().start..text.trim_end().len();
        let message = "a holiday is one date, and morning or afternoon if half of it is off";
        return Err(Complaint::new(
            at,
            message,
            format!("write {}", cursor.written(&cursor.since(0)).trim()),
        ));
    }
    Ok((date, part.unwrap_or_default()))
}

/// When a day is, or a part of it, by the clock of a zone: a whole day has 23, 24 or 25 hours
/// as a rule. Nothing for a day that the zone left out.
pub fn day_span(date: Date, part: Part, zone: &Zone) -> Option<Span> {
    let midnight_ms = midnight_ms(date);
    let (from, until) = part.minutes();
    let local_ms = |minute: u16| midnight_ms.saturating_add(i64::from(minute) * MINUTE_MS);
    showing(zone, local_ms(from), local_ms(until))
}
