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

/// The minute that `Sat 10:00` means: one day by its name, and one time.
pub(crate) fn moment(text: &str) -> Result<u16, Refusal> {
    let minute = text.trim().rsplit_once(' ').and_then(|(day, clock)| {
        let is_one_word = day.trim_end_matches(['.', ',', ':']).chars().all(char::is_alphabetic);
        let week = calendar_text::hours(&format!("{day} {clock}-24:00")).ok().filter(|_| is_one_word)?;
        let mut intervals = week.intervals();
        let (from, until) =
            intervals.next().filter(|(from, until)| from / DAY_MINUTES == (until - 1) / DAY_MINUTES)?;
        (until % DAY_MINUTES == 0 && intervals.next().is_none()).then_some(from)
    });
    minute
        .map_or_else(|| refuse("and must be one day and one time", "write something like \"Sat 10:00\""), Ok)
}
