//! `roster.csv` and `holidays.csv` together: the reps of every team.

use std::collections::BTreeSet;

use beeline::routing::{BundleError, TeamRoster};

use crate::calendar_text::date_of;
use crate::files::{self, Files};
use crate::holidays::{Holidays, Used, compare};
use crate::problem::Problem;
use crate::roster::{Roster, crews::crews};
use crate::teams::Teams;

/// What both files say.
pub(crate) struct Reps {
    pub roster: Roster,
    holidays: Holidays,
}

impl Reps {
    /// Those of a configuration with these teams.
    pub(crate) fn of(files: &Files, teams: Option<&BTreeSet<String>>) -> Self {
        Self { roster: Roster::of(files, teams), holidays: Holidays::of(files) }
    }

    /// The reps of each team, as its pool reads them.
    pub(crate) fn crews(&self, teams: &Teams) -> Result<Vec<TeamRoster>, BundleError> {
        crews(&self.roster.reps, &self.holidays.holidays, &teams.policies)
    }

    /// What is wrong with either file, and with what one says of the other: first the roster, then
    /// the holidays, each from the first line to the last.
    /// `today_ms` is a moment of today, if it is known.
    pub(crate) fn problems(&self, files: &Files, today_ms: Option<i64>) -> Vec<Problem> {
        let (roster, holidays) = (files.shown(files::ROSTER), files.shown(files::HOLIDAYS));
        let used = Used { file: &roster, regions: &self.roster.regions, is_whole: self.roster.is_whole };
        let between = compare(&holidays, &self.holidays, used, today_ms.and_then(coming_year));
        let all = self.roster.problems.iter().chain(&self.holidays.problems).chain(&between);
        let mut problems: Vec<Problem> = all.cloned().collect();
        problems.sort_by_key(|problem| (problem.file == holidays, problem.line, problem.column));
        problems
    }
}

/// The year whose holidays should be known by now: that of the day a quarter of a year ahead.
fn coming_year(today_ms: i64) -> Option<i16> {
    const QUARTER_MS: i64 = 91 * 86_400_000;
    date_of(today_ms.saturating_add(QUARTER_MS)).map(|date| date.year())
}
