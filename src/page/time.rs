//! Moments and spans in words. Everything is UTC: a page does not know the reader's zone.

use maud::{Markup, html};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A moment's date and time of day.
struct Civil {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    milli: i64,
}

/// Howard Hinnant's `civil_from_days`: years begin in March, so that the leap day is the
/// last of its year, and 400 of them (an era) always have the same number of days.
const fn civil(at_ms: i64) -> Civil {
    let days = at_ms.div_euclid(DAY_MS) + 719_468;
    let in_day = at_ms.rem_euclid(DAY_MS);
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    Civil {
        year: year_of_era + era * 400 + if month <= 2 { 1 } else { 0 },
        month,
        day: day_of_year - (153 * from_march + 2) / 5 + 1,
        hour: in_day / 3_600_000,
        minute: in_day / 60_000 % 60,
        second: in_day / 1_000 % 60,
        milli: in_day % 1_000,
    }
}

/// For programs, and `<time datetime>`: `2024-02-29T23:59:59.999Z`.
pub fn machine(at_ms: i64) -> String {
    let Civil { year, month, day, hour, minute, second, milli } = civil(at_ms);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// For people: `2024-02-29 23:59:59 UTC`.
pub fn stamp(at_ms: i64) -> String {
    let Civil { year, month, day, hour, minute, second, .. } = civil(at_ms);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

/// For people who compare: `23:59:59.999`, with the date if that is not the day of `since_ms`.
pub fn clock(at_ms: i64, since_ms: i64) -> String {
    let Civil { year, month, day, hour, minute, second, milli } = civil(at_ms);
    let clock = format!("{hour:02}:{minute:02}:{second:02}.{milli:03}");
    let same_day = at_ms.div_euclid(DAY_MS) == since_ms.div_euclid(DAY_MS);
    if same_day { clock } else { format!("{year:04}-{month:02}-{day:02} {clock}") }
}

/// How long ago: `12 s ago`. What lies ahead, as another machine's clock may have it, is now.
pub fn age(now_ms: i64, at_ms: i64) -> String {
    let seconds = now_ms.saturating_sub(at_ms) / 1000;
    if seconds < 1 { "just now".to_owned() } else { format!("{} ago", span(seconds)) }
}

/// A span in its largest unit, rounded down: `12 s`, `3 min`, `2 h`, `5 d`.
pub fn span(seconds: i64) -> String {
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..86_400 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", seconds / 86_400),
    }
}

/// How long something took: milliseconds as long as they can be read at a glance, then the
/// two largest units.
pub fn took(ms: i64) -> String {
    let seconds = ms / 1_000;
    match seconds {
        ..10 => format!("{ms} ms"),
        10..60 => format!("{seconds}.{} s", ms % 1_000 / 100),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        3_600..86_400 => format!("{} h {} min", seconds / 3_600, seconds % 3_600 / 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds % 86_400 / 3_600),
    }
}

/// What a visitor is promised, exactly and in whole words: `5 minutes`.
pub fn promise(seconds: u32) -> String {
    let (count, unit) = match seconds {
        seconds if seconds > 0 && seconds.is_multiple_of(86_400) => (seconds / 86_400, "day"),
        seconds if seconds > 0 && seconds.is_multiple_of(3_600) => (seconds / 3_600, "hour"),
        seconds if seconds > 0 && seconds.is_multiple_of(60) => (seconds / 60, "minute"),
        seconds => (seconds, "second"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// The element for a moment, whatever words it is shown in.
pub(super) fn element(at_ms: i64, words: &str) -> Markup {
    html! { time datetime=(machine(at_ms)) title=(stamp(at_ms)) { (words) } }
}
