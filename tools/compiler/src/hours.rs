//! Hours of the week in rules and tests.

use beeline::schedule::DAY_MINUTES;

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

/// A minute of the week in words: `Mon 09:00`.
pub fn minute_in_words(minute: u16) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let day = DAYS.get(usize::from(minute / DAY_MINUTES)).copied().unwrap_or("Sun");
    format!("{day} {:02}:{:02}", minute % DAY_MINUTES / 60, minute % 60)
}
