//! A week: where the leads of one kind go at each of its minutes, and how many reps work then.

use std::collections::BTreeMap;

use beeline::routing::{Bundle, Facts, Form, route};
use beeline::schedule::{MINUTE_MS, Span, WEEK_MINUTES, Zone, minute_of_week};

use crate::calendar_text::showing;
use crate::staffing::{Staff, Time};

/// A part of a week in which nothing changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// When it is: whole minutes.
    pub span: Span,
    /// The minute of the week at which it begins, by the clock of the files.
    pub from_minute: u16,
    /// The team's id.
    pub team: String,
    /// The rule that decides, or what else does.
    pub rule: String,
    /// The teams that are asked for a rep, in order; none if no team with reps is asked.
    pub at_work: Vec<AtWork>,
}

/// How many of a team work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtWork {
    /// The team's id.
    pub team: String,
    /// How many of its active reps.
    pub reps: usize,
}

impl Stretch {
    /// Whether reps are asked, and none works.
    pub fn is_gap(&self) -> bool {
        !self.at_work.is_empty() && self.at_work.iter().all(|team| team.reps == 0)
    }
}

/// The week that a moment is in, from Monday 00:00 until the next one by the clock of a zone. It is
/// shorter or longer where that clock changes.
pub fn span_of_week(zone: &Zone, at_ms: i64) -> Option<Span> {
    let local_ms = zone.stretch_at(at_ms).local_ms(at_ms);
    let minute_ms = local_ms - local_ms.rem_euclid(MINUTE_MS);
    let monday_ms = minute_ms.saturating_sub(i64::from(minute_of_week(local_ms)) * MINUTE_MS);
    showing(zone, monday_ms, monday_ms.saturating_add(i64::from(WEEK_MINUTES) * MINUTE_MS))
}

/// Where leads go that fit `facts`, minute by minute of a window, and who works then: stretches
/// without a gap between them, no two neighbours alike. What `facts` say of the hour does not count.
pub fn week(
    bundle: &Bundle,
    zone: &Zone,
    (form, facts): (&Form, &Facts),
    time: Time,
    window: Span,
) -> Vec<Stretch> {
    let mut teams: BTreeMap<String, Counts> = BTreeMap::new();
    let mut stretches: Vec<Stretch> = Vec::new();
    let minutes = (0_usize..).zip((window.from_ms()..window.until_ms()).step_by(STEP));
    for (place, at_ms) in minutes {
        let minute = minute_of_week(zone.stretch_at(at_ms).local_ms(at_ms));
        let there = route(bundle, form, &Facts { minute, ..facts.clone() });
        let counts = teams
            .entry(there.team.clone())
            .or_insert_with(|| Counts::of(&Staff::asked(bundle, &there.team), time, window));
        let at_work = counts.at(place);
        let alike = |last: &&mut Stretch| {
            last.team == there.team && last.rule == there.rule && last.at_work == at_work
        };
        let until_ms = at_ms.saturating_add(MINUTE_MS);
        match stretches.last_mut().filter(alike) {
            Some(last) => last.span = Span::new(last.span.from_ms(), until_ms).unwrap_or(last.span),
            None => stretches.extend(Span::new(at_ms, until_ms).map(|span| Stretch {
                span,
                from_minute: minute,
                team: there.team.clone(),
                rule: there.rule.clone(),
                at_work: at_work.clone(),
            })),
        }
    }
    stretches
}

/// A minute, in milliseconds.
const STEP: usize = 60_000;

/// How many of each team that is asked work at each minute of a window.
struct Counts(Vec<(String, Vec<usize>)>);

impl Counts {
    fn of(staff: &[Staff], time: Time, window: Span) -> Self {
        let minutes = usize::try_from(window.length_ms() / MINUTE_MS).unwrap_or_default();
        let place = |at_ms: i64| usize::try_from((at_ms - window.from_ms()) / MINUTE_MS).unwrap_or_default();
        let counts = |team: &Staff| {
            let mut counts = vec![0; minutes];
            for span in team.at_work(time, window).into_iter().flatten() {
                let worked = counts.get_mut(place(span.from_ms())..place(span.until_ms()));
                worked.into_iter().flatten().for_each(|count| *count += 1);
            }
            (team.team.clone(), counts)
        };
        Self(staff.iter().map(counts).collect())
    }

    fn at(&self, place: usize) -> Vec<AtWork> {
        let reps = |counts: &Vec<usize>| counts.get(place).copied().unwrap_or_default();
        self.0.iter().map(|(team, counts)| AtWork { team: team.clone(), reps: reps(counts) }).collect()
    }
}
