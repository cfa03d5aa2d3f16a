//! Reps who never work, and hours that a clock leaves out.

use beeline::schedule::{
    Absences, Calendar, DAY_MINUTES, MINUTE_MS, Span, WEEK_MINUTES, Zone, minute_of_week,
};

use super::Availability;
use crate::analysis::Lint;
use crate::calendar_text::{printed_day, printed_minute};
use crate::csv::Findings;
use crate::roster::Rep;

/// Tells of each active rep who never works in a window, and of hours that do not exist.
pub(super) fn tell(availability: &Availability<'_>, window: Span, findings: &mut Findings) {
    for rep in availability.reps.iter().filter(|rep| rep.is_active) {
        if rep.hours.value.intervals().next().is_none() {
            let message = format!("rep `{}` is active, and works at no time", rep.rep.value);
            let fix = "write hours such as Mon-Fri 09:00-17:00, or no in `active`";
            findings.remark(Lint::NeverWorks, rep.hours.at, message, fix);
        } else if is_away_for_good(rep, window) {
            let message =
                format!("rep `{}` is active, and out of office as far as calendars reach", rep.rep.value);
            let fix = "correct `out_of_office`, or write no in `active`";
            findings.remark(Lint::AwayForGood, rep.rep.at, message, fix);
        }
        tell_left_out(rep, window, findings);
    }
}

fn is_away_for_good(rep: &Rep, window: Span) -> bool {
    let Ok(absences) = Absences::of(&[], &rep.out_of_office) else { return false };
    let calendar = Calendar { zone: &rep.time_zone.value, week: &rep.hours.value, absences: &absences };
    calendar.open_spans(window.from_ms(), window.until_ms()).next().is_none()
}

/// Hours that begin or end while the clock is put forward, the first time that it happens.
fn tell_left_out(rep: &Rep, window: Span, findings: &mut Findings) {
    let Some((at_ms, gap)) = forward(&rep.time_zone.value, window).find(|(_, gap)| is_cut(rep, *gap)) else {
        return;
    };
    let date = printed_day(&rep.time_zone.value, at_ms);
    let (from, until) = (printed_minute(gap.0), printed_minute(gap.1));
    let message = format!(
        "rep `{}`: on {date} the clock goes from {from} to {until}, and `hours` that begin or end between are that much shorter or longer",
        rep.rep.value
    );
    findings.remark(
        Lint::ClockChange,
        rep.hours.at,
        message,
        "nothing, if that does not matter; else let them begin and end at another time",
    );
}

/// When a clock is put forward, and the minutes of the week that it leaves out.
fn forward(zone: &Zone, window: Span) -> impl Iterator<Item = (i64, (u16, u16))> {
    let shifts = zone.shifts().iter().zip(zone.shifts().iter().skip(1));
    let forward = shifts.filter(|(before, after)| after.offset_minutes > before.offset_minutes);
    forward.filter(move |(_, after)| window.contains(after.from_ms)).map(|(before, after)| {
        let local = |offset: i16| minute_of_week(after.from_ms.saturating_add(i64::from(offset) * MINUTE_MS));
        (after.from_ms, (local(before.offset_minutes), local(after.offset_minutes)))
    })
}

/// Whether some hours begin or end among minutes that do not exist.
fn is_cut(rep: &Rep, (from, until): (u16, u16)) -> bool {
    let length = (until + WEEK_MINUTES - from) % WEEK_MINUTES;
    let is_inside = |minute: u16| {
        let after = (minute + WEEK_MINUTES - from) % WEEK_MINUTES;
        0 < after && after < length && length < DAY_MINUTES
    };
    rep.hours.value.intervals().any(|(begins, ends)| is_inside(begins) || is_inside(ends))
}
