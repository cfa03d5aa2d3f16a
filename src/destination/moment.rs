//! Moments as vendors write them: ISO 8601 in UTC, with or without fractions of a second.

use crate::http_date::{days_since_1970, digits};
use crate::page::time;

/// `2024-02-29T23:59:59.999Z`
pub(super) fn write(at_ms: i64) -> String {
    time::machine(at_ms)
}

/// Milliseconds since 1970 of `2024-02-29T23:59:59.999Z`, or with `+0000` at its end as Salesforce
/// writes it; `None` of anything else.
pub(super) fn read(text: &str) -> Option<i64> {
    let rest = text.strip_suffix('Z').or_else(|| text.strip_suffix("+0000"));
    let (date, time) = rest.or_else(|| text.strip_suffix("+00:00"))?.split_once('T')?;
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let month = digits(month, 2).filter(|month| (1..=12).contains(month))?;
    let days = days_since_1970(digits(year, 4)?, month, digits(day, 2)?)?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = time.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    let seconds = (digits(hour, 2)? * 60 + digits(minute, 2)?) * 60 + digits(second, 2)?;
    let millis = digits(&format!("{fraction:0<3}").chars().take(3).collect::<String>(), 3)?;
    Some((days * 86_400 + seconds) * 1_000 + millis)
}
