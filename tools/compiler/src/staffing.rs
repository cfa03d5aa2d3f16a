//! Who works when: the reps that are asked about a team's leads, one team after the other.

use beeline::pool::{Crew, RosterMember};
use beeline::routing::{Bundle, TeamRoster};
use beeline::schedule::{Absences, Calendar, Span, Timetable, span_algebra};

/// What counts of a rep's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Time {
    /// The weekly hours alone, as in a week without holidays in which nobody is away.
    Ordinary,
    /// The weekly hours less holidays and days out of office.
    Actual,
}

/// A team with reps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// The team's id.
    pub team: String,
    /// Its reps.
    pub crew: Crew,
}

impl Staff {
    /// The teams that are asked about the leads of one, in order, as far as they have reps.
    pub fn asked(bundle: &Bundle, team: &str) -> Vec<Self> {
        bundle.asked_for_a_rep(team).into_iter().filter_map(Self::of).collect()
    }

    /// A team as a bundle carries it: nothing only for what no compiler has written.
    pub fn of(roster: &TeamRoster) -> Option<Self> {
        Some(Self { team: roster.team.clone(), crew: Crew::read(&roster.crew).ok()? })
    }

    /// The reps who get leads at all.
    pub fn active(&self) -> impl Iterator<Item = &RosterMember> {
        self.crew.members.iter().filter(|member| member.active)
    }

    /// When each active rep works in a window: a list for each, in order.
    pub fn at_work(&self, time: Time, window: Span) -> Vec<Vec<Span>> {
        self.active().map(|member| self.worked(&member.timetable, time, window)).collect()
    }

    fn worked(&self, timetable: &Timetable, time: Time, window: Span) -> Vec<Span> {
        let Some(calendar) = timetable.calendar(&self.crew.zones) else { return Vec::new() };
        let none = Absences::default();
        let absences = if time == Time::Ordinary { &none } else { calendar.absences };
        let calendar = Calendar { absences, ..calendar };
        calendar.open_spans(window.from_ms(), window.until_ms()).collect()
    }

    /// The timetables of its active reps, each once: many reps have the same.
    fn timetables(&self, time: Time) -> Vec<&Timetable> {
        let mut different: Vec<&Timetable> = Vec::new();
        for timetable in self.active().map(|member| &member.timetable) {
            let is_same = |known: &&Timetable| {
                let absences = time == Time::Ordinary || known.absences == timetable.absences;
                (known.zone, &known.week) == (timetable.zone, &timetable.week) && absences
            };
            if !different.iter().any(is_same) {
                different.push(timetable);
            }
        }
        different
    }
}

/// When nobody of several teams works in a window.
pub fn gaps(staff: &[Staff], time: Time, window: Span) -> Vec<Span> {
    let of_team = |team: &Staff| {
        let timetables = team.timetables(time).into_iter();
        timetables.flat_map(|timetable| team.worked(timetable, time, window)).collect::<Vec<_>>()
    };
    let at_work = span_algebra::normal(staff.iter().flat_map(of_team).collect());
    span_algebra::complement(&at_work, window)
}
