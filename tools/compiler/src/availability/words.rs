//! Times of the week and lengths of time in words.

use beeline::schedule::{MINUTE_MS, Span, WEEK_MINUTES, Week};

use crate::calendar_text::printed_minute;

/// As many stretches of a week are named; people look at the week itself for more.
const MOST_NAMED: usize = 3;

/// `Sat 00:00 to Mon 08:00`, the first few of them.
pub(super) fn stretches(week: &Week) -> String {
    let mut all: Vec<(u16, u16)> = week.intervals().collect();
    let is_around_the_end = all.len() > 1
        && all.first().is_some_and(|(from, _)| *from == 0)
        && all.last().is_some_and(|(_, until)| *until == WEEK_MINUTES);
    if is_around_the_end {
        let (_, until) = all.remove(0);
        if let Some(last) = all.last_mut() {
            last.1 = until;
        }
    }
    let named = all
        .iter()
        .take(MOST_NAMED)
        .map(|(from, until)| format!("{} to {}", printed_minute(*from), printed_minute(*until)));
    let named = named.collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named}, and {more} more times a week"),
    }
}

/// `3 days 2 hours`.
pub(super) fn length(span: Span) -> String {
    let minutes = span.length_ms() / MINUTE_MS;
    let parts = [(minutes / 1_440, "day"), (minutes % 1_440 / 60, "hour"), (minutes % 60, "minute")];
    let part = |(number, unit): &(i64, &str)| match number {
        0 => None,
        1 => Some(format!("1 {unit}")),
        number => Some(format!("{number} {unit}s")),
    };
    parts.iter().filter_map(part).collect::<Vec<_>>().join(" ")
}
