//! Hours of the week in rules and tests.

use crate::calendar_text;
use crate::rules::{Refusal, refuse};

/// The minutes that `Mon-Fri 09:00-18:00` means.
pub(crate) fn week(text: &str) -> Result<Vec<(u16, u16)>, Refusal> {
    let week = calendar_text::hours(text)
        .map_err(|complaint| (format!("and {}", complaint.message), complaint.fix))?;
    let minutes: Vec<(u16, u16)> = week.intervals().collect();
    if minutes.is_empty() {
        return refuse("and no minute of the week is that", "write something like \"Mon-Fri 09:00-18:00\"");
    }
    Ok(minutes)
}

/// The minute that `Sat 10:00` means.
pub(crate) fn moment(text: &str) -> Result<u16, Refusal> {
    let minute = text.trim().rsplit_once(' ').and_then(|(day, clock)| {
        let week = calendar_text::hours(&format!("{day} {clock}-24:00")).ok()?;
        week.intervals().next().map(|(from, _)| from)
    });
    minute.map_or_else(|| refuse("and must be a day and a time", "write something like \"Sat 10:00\""), Ok)
}
