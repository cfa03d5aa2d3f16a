//! Where a lead goes at every minute of the week, and how many reps work then.

use beeline::routing::{Facts, Form};
use beeline::schedule::{MINUTE_MS, Span, WEEK_MINUTES, Zone, minute_of_week};
use beeline_compiler::Compiled;
use beeline_compiler::staffing::Time;
use beeline_compiler::week::{AtWork, Stretch, week};
use serde::Serialize;

use crate::why::name;

/// The week of a lead: an ordinary one, without holidays and days out of office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Week {
    /// From the first minute of Monday to the last of Sunday, without a gap.
    pub parts: Vec<WeekPart>,
}

/// Minutes in a row at which it goes to the same team by the same rule, and is answered alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeekPart {
    /// The first minute, from Monday 00:00 by the clock of the files.
    pub from_minute: u16,
    /// The first minute after it; of the last part [`WEEK_MINUTES`].
    pub until_minute: u16,
    /// Team id.
    pub team: String,
    /// What the team is called.
    pub team_name: String,
    /// What decides: a rule's id, or what else does.
    pub rule: String,
    /// Who answers.
    pub answered_by: AnsweredBy,
    /// The teams that are asked for a rep, in order.
    pub at_work: Vec<RepsAtWork>,
}

/// Who answers the leads of a part of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AnsweredBy {
    /// No team with reps is asked: nobody in particular.
    Anybody,
    /// Reps of the team that it goes to.
    Team,
    /// None of that team works, and somebody of its overflow does.
    Overflow,
    /// Nobody works: leads wait.
    Nobody,
}

/// How many of a team work in a part of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RepsAtWork {
    /// What the team is called.
    pub team_name: String,
    /// At the minute with the fewest.
    pub fewest: usize,
    /// At the minute with the most.
    pub most: usize,
}

impl Week {
    /// An ordinary week by the clock of `window`, which is a week by the clock of the files.
    pub(crate) fn of(compiled: &Compiled, (form, facts): (&Form, &Facts), window: Span) -> Self {
        let zone = &compiled.zone;
        let stretches = week(&compiled.bundle, zone, (form, facts), Time::Ordinary, window);
        let mut parts: Vec<WeekPart> = Vec::new();
        for (minute, stretch) in by_the_clock(zone, &stretches) {
            match parts.last_mut().filter(|part| part.is_like(stretch)) {
                Some(part) => part.take(minute, stretch),
                None => parts.push(WeekPart::begun(compiled, minute, stretch)),
            }
        }
        Self { parts }
    }
}

/// Each minute that a clock shows in a week, and what holds then. Where the clock jumps, what held
/// before goes on; of an hour that it shows twice, the second counts.
fn by_the_clock<'a>(zone: &Zone, stretches: &'a [Stretch]) -> Vec<(u16, &'a Stretch)> {
    let mut shown: Vec<Option<&Stretch>> = vec![None; usize::from(WEEK_MINUTES)];
    for stretch in stretches {
        let mut at_ms = stretch.span.from_ms();
        while at_ms < stretch.span.until_ms() {
            let minute = minute_of_week(zone.stretch_at(at_ms).local_ms(at_ms));
            if let Some(place) = shown.get_mut(usize::from(minute)) {
                *place = Some(stretch);
            }
            at_ms = at_ms.saturating_add(MINUTE_MS);
        }
    }
    let mut latest = stretches.first();
    let held = (0..WEEK_MINUTES).zip(shown).map(|(minute, stretch)| {
        latest = stretch.or(latest);
        (minute, latest)
    });
    held.filter_map(|(minute, stretch)| Some((minute, stretch?))).collect()
}

impl WeekPart {
    fn begun(compiled: &Compiled, minute: u16, stretch: &Stretch) -> Self {
        let named = |team: &AtWork| RepsAtWork {
            team_name: name(&compiled.bundle, &team.team),
            fewest: team.reps,
            most: team.reps,
        };
        Self {
            from_minute: minute,
            until_minute: minute + 1,
            team: stretch.team.clone(),
            team_name: name(&compiled.bundle, &stretch.team),
            rule: stretch.rule.clone(),
            answered_by: AnsweredBy::at(stretch),
            at_work: stretch.at_work.iter().map(named).collect(),
        }
    }

    fn is_like(&self, stretch: &Stretch) -> bool {
        let there = (&self.team, &self.rule) == (&stretch.team, &stretch.rule);
        there && self.answered_by == AnsweredBy::at(stretch)
    }

    /// A team is always followed by the same teams, so that the counts are in one order.
    fn take(&mut self, minute: u16, stretch: &Stretch) {
        self.until_minute = minute + 1;
        for (known, now) in self.at_work.iter_mut().zip(&stretch.at_work) {
            known.fewest = known.fewest.min(now.reps);
            known.most = known.most.max(now.reps);
        }
    }
}

impl AnsweredBy {
    fn at(stretch: &Stretch) -> Self {
        let is_own = |team: &AtWork| team.team == stretch.team && team.reps > 0;
        if stretch.at_work.is_empty() {
            Self::Anybody
        } else if stretch.is_gap() {
            Self::Nobody
        } else if stretch.at_work.iter().any(is_own) {
            Self::Team
        } else {
            Self::Overflow
        }
    }
}
