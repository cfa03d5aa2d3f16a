//! Teams of which nobody is active, or nobody works at some time of the week.

use std::collections::{BTreeMap, BTreeSet};

use beeline::routing::Team;
use beeline::schedule::{MINUTE_MS, Opening, Span, WEEK_MINUTES, Week, Zone, minute_of_week, span_algebra};

use super::{Availability, words};
use crate::analysis::Lint;
use crate::calendar_text::printed_moment;
use crate::csv::{Findings, Position};
use crate::roster::Rep;
use crate::staffing::{Staff, Time, gaps};

/// Tells of each team what its leads meet in a window, at its first rep.
pub(super) fn tell(availability: &Availability<'_>, window: Span, findings: &mut Findings) {
    let with_leads = availability.teams_with_leads();
    let closed: BTreeMap<&str, Closed> =
        with_leads.iter().filter_map(|team| Some((*team, Closed::of(availability, team, window)?))).collect();
    for team in availability.bundle.teams() {
        let Some(first) = availability.reps.iter().find(|rep| rep.team.value == team.id) else { continue };
        let active: Vec<&Rep> =
            availability.reps.iter().filter(|rep| rep.team.value == team.id && rep.is_active).collect();
        match active.as_slice() {
            [] => tell_inactive(availability, team, first, findings),
            [alone] if alone.daily_cap.is_none() && with_leads.contains(team.id.as_str()) => {
                tell_alone(team, alone, findings);
            }
            _ => {}
        }
        tell_promise(availability, team, first.hours.at, window, findings);
        // What the overflow does not do either is told there.
        let told_there = team.overflow.as_deref().and_then(|other| closed.get(other));
        if let Some(own) = closed.get(team.id.as_str()).filter(|own| told_there != Some(own)) {
            tell_closed(availability, team, own, first.hours.at, findings);
        }
    }
}

/// When nobody works who is asked about a team's leads.
#[derive(PartialEq, Eq)]
struct Closed {
    /// Minutes of the week, by the clock of the files: those of any week, but for holidays and days
    /// away.
    week: Week,
    /// Whether somebody works at some of them in a part of the year: clocks change at other times
    /// elsewhere.
    is_seasonal: bool,
    /// The longest time, holidays and days away included.
    longest: Option<Span>,
}

impl Closed {
    /// Nothing for a team about whose leads nobody is asked who is active.
    fn of(availability: &Availability<'_>, team: &str, window: Span) -> Option<Self> {
        let staff = Staff::asked(availability.bundle, team);
        if staff.iter().all(|team| team.active().next().is_none()) {
            return None;
        }
        let closed = gaps(&staff, Time::Ordinary, window);
        let open = on_the_clock(availability.zone, &span_algebra::complement(&closed, window));
        let week = on_the_clock(availability.zone, &closed);
        let is_seasonal = overlap(&week, &open);
        let longest = gaps(&staff, Time::Actual, window).into_iter().rev().max_by_key(|gap| gap.length_ms());
        Some(Self { week, is_seasonal, longest })
    }
}

/// Times as minutes of the week.
fn on_the_clock(zone: &Zone, spans: &[Span]) -> Week {
    let openings: BTreeSet<Opening> = spans.iter().flat_map(|span| openings(zone, *span)).collect();
    Week::of(openings)
}

/// A time as minutes of the week, in pieces where the clock changes.
fn openings(zone: &Zone, span: Span) -> Vec<Opening> {
    let mut openings = Vec::new();
    let mut from_ms = span.from_ms();
    while from_ms < span.until_ms() {
        let stretch = zone.stretch_at(from_ms);
        let until_ms = span.until_ms().min(stretch.until_ms);
        let minutes = (until_ms.saturating_sub(from_ms) / MINUTE_MS).min(i64::from(WEEK_MINUTES));
        openings.push(Opening {
            from_minute: minute_of_week(stretch.local_ms(from_ms)),
            minutes: u16::try_from(minutes).unwrap_or(WEEK_MINUTES),
        });
        from_ms = until_ms;
    }
    openings
}

/// Whether two weeks have a minute in common.
fn overlap(one: &Week, other: &Week) -> bool {
    one.intervals().any(|(from, until)| other.intervals().any(|(begin, end)| from < end && begin < until))
}

fn tell_inactive(availability: &Availability<'_>, team: &Team, first: &Rep, findings: &mut Findings) {
    let goes = match &team.overflow {
        Some(other) => format!("its leads are for team `{other}`"),
        None if availability.bundle.fallback().id == team.id => {
            "and it is the fallback: what nothing else decides about is for nobody".to_owned()
        }
        None => "its leads are for nobody".to_owned(),
    };
    let message = format!("no rep of team `{}` is active: {goes}", team.id);
    let fix = "write yes in `active` of one of them, or send its leads elsewhere in routing.toml";
    findings.remark(Lint::InactiveTeam, first.rep.at, message, fix);
}

fn tell_alone(team: &Team, alone: &Rep, findings: &mut Findings) {
    let message = format!(
        "nobody in team `{}` shares its leads with rep `{}`, who has no `daily_cap`",
        team.id, alone.rep.value
    );
    findings.remark(
        Lint::OnlyRep,
        alone.rep.at,
        message,
        "nothing, if that is meant; else write a cap such as 20, or add a rep",
    );
}

/// A promise that nobody is there for from beginning to end.
fn tell_promise(
    availability: &Availability<'_>,
    team: &Team,
    at: Position,
    window: Span,
    findings: &mut Findings,
) {
    let staff = Staff::asked(availability.bundle, &team.id);
    let open = span_algebra::complement(&gaps(&staff, Time::Ordinary, window), window);
    let longest = open.into_iter().max_by_key(|span| span.length_ms());
    let promised_ms = i64::from(team.sla_seconds) * 1_000;
    let Some(longest) = longest.filter(|longest| longest.length_ms() < promised_ms) else { return };
    let message = format!(
        "team `{}` promises an answer within {}, and its leads find somebody at work for {} on end at most",
        team.id,
        promised(team.sla_seconds),
        words::length(longest)
    );
    let fix = "nothing, if the next day is soon enough; else write less in `sla_seconds` in routing.toml";
    findings.remark(Lint::LongPromise, at, message, fix);
}

fn tell_closed(
    availability: &Availability<'_>,
    team: &Team,
    closed: &Closed,
    at: Position,
    findings: &mut Findings,
) {
    let Closed { week, is_seasonal, longest } = closed;
    let Some(longest) = longest else { return };
    let asked = match &team.overflow {
        Some(other) => format!("of team `{}`, nor of its overflow `{other}`,", team.id),
        None => format!("of team `{}`", team.id),
    };
    let nobody = if *week == Week::never() {
        format!("on some days nobody {asked} works")
    } else {
        let season = if *is_seasonal { ", part of that in part of the year only" } else { "" };
        format!("nobody {asked} works {} ({}{season})", words::stretches(week), availability.zone_name)
    };
    let until = printed_moment(availability.zone, longest.until_ms());
    let promise = if longest.length_ms() > i64::from(team.sla_seconds) * 1_000 {
        format!(", longer than the {} it promises", promised(team.sla_seconds))
    } else {
        String::new()
    };
    let message = format!(
        "{nobody}: leads wait, at most from {} to {until}{promise}",
        printed_moment(availability.zone, longest.from_ms())
    );
    let fix = "nothing, if that is meant; else add hours, or in routing.toml an `overflow` that works then";
    findings.remark(Lint::NobodyWorks, at, message, fix);
}

fn promised(seconds: u32) -> String {
    match Span::new(0, i64::from(seconds) * 1_000) {
        Some(span) if span.length_ms() >= MINUTE_MS => words::length(span),
        _ => format!("{seconds} seconds"),
    }
}
