//! Weekly hours as they are printed: `Mon-Fri 09:00-18:00; Sat 10:00-14:00`.

use beeline::schedule::{DAY_MINUTES, Opening, WEEK_MINUTES, Week};

use super::clock::printed;
use super::stint::is_overnight;
use super::weekday::short;

/// Hours of one day: when they begin, and how many minutes they last.
type DayHours = Vec<(u16, u16)>;

/// Prints weekly hours. Each week is printed in one way, and what is printed is read as the same
/// week again.
pub fn printed_hours(week: &Week) -> String {
    if *week == Week::always() {
        return "always".to_owned();
    }
    let mut groups: Vec<(DayHours, Vec<u16>)> = Vec::new();
    for (day, hours) in (0..).zip(by_day(week)) {
        match groups.iter_mut().find(|(same, _)| *same == hours) {
            _ if hours.is_empty() => {}
            Some((_, days)) => days.push(day),
            None => groups.push((hours, vec![day])),
        }
    }
    let entry =
        |(hours, days): &(DayHours, Vec<u16>)| format!("{} {}", printed_days(days), printed_day(hours));
    match groups.iter().map(entry).collect::<Vec<_>>() {
        entries if entries.is_empty() => "never".to_owned(),
        entries => entries.join("; "),
    }
}

/// The hours that begin on each day.
fn by_day(week: &Week) -> [DayHours; 7] {
    let mut days: [DayHours; 7] = Default::default();
    for mut opening in around_the_end(week) {
        loop {
            let (day, from) = (opening.from_minute / DAY_MINUTES, opening.from_minute % DAY_MINUTES);
            let today = opening.minutes.min(DAY_MINUTES - from);
            let minutes = if is_overnight(from, opening.minutes) { opening.minutes } else { today };
            if let Some(hours) = days.get_mut(usize::from(day)) {
                hours.push((from, minutes));
            }
            opening.minutes -= minutes;
            opening.from_minute = (opening.from_minute + minutes) % WEEK_MINUTES;
            if opening.minutes == 0 {
                break;
            }
        }
    }
    for hours in &mut days {
        hours.sort_unstable();
    }
    days
}

/// The week's hours, those that were cut at its end in one piece.
fn around_the_end(week: &Week) -> Vec<Opening> {
    let opening = |(from, until): (u16, u16)| Opening { from_minute: from, minutes: until - from };
    let mut openings: Vec<Opening> = week.intervals().map(opening).collect();
    let begins = openings.first().copied().filter(|first| first.from_minute == 0);
    let ends = openings.last_mut().filter(|last| last.from_minute + last.minutes == WEEK_MINUTES);
    if let (Some(first), Some(last)) = (begins, ends) {
        last.minutes += first.minutes;
        openings.remove(0);
    }
    openings
}

fn printed_day(hours: &[(u16, u16)]) -> String {
    let stint = |(from, minutes): &(u16, u16)| {
        let until = from + minutes;
        let until = if until > DAY_MINUTES { until - DAY_MINUTES } else { until };
        format!("{}-{}", printed(*from), printed(until))
    };
    hours.iter().map(stint).collect::<Vec<_>>().join(", ")
}

/// Rising days, with those that follow each other in one piece.
fn printed_days(days: &[u16]) -> String {
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *day => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let run = |(first, last): &(u16, u16)| match (first, last) {
        (0, 6) => "daily".to_owned(),
        (first, last) if first == last => short(*first).to_owned(),
        (first, last) => format!("{}-{}", short(*first), short(*last)),
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}
