//! `roster.csv` and `holidays.csv` together: the reps of every team.

use std::collections::BTreeSet;

use beeline::routing::{BundleError, TeamRoster};

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
    pub(crate) fn problems(&self, files: &Files) -> Vec<Problem> {
        let (roster, holidays) = (files.shown(files::ROSTER), files.shown(files::HOLIDAYS));
        let used = Used { file: &roster, regions: &self.roster.regions, is_whole: self.roster.is_whole };
        let between = compare(&holidays, &self.holidays, used, None);
        let all = self.roster.problems.iter().chain(&self.holidays.problems).chain(&between);
        let mut problems: Vec<Problem> = all.cloned().collect();
        problems.sort_by_key(|problem| (problem.file == holidays, problem.line, problem.column));
        problems
    }
}
