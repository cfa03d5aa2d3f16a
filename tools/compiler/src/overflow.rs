//! Who is asked when nobody of a team can take a lead now, and what only teams with reps can say.

use beeline::routing::MOST_TEAMS_ASKED;

use crate::analysis::Lint;
use crate::forms::known_team;
use crate::page::Page;
use crate::problem::{Problem, Severity};
use crate::reader::instead_of;
use crate::roster::Roster;
use crate::suggest::quoted;
use crate::teams::{OF_POOLS, Setting, Teams};

/// Adds what is wrong with them to the page of `routing.toml`.
pub(crate) fn tell(page: &mut Page<'_>, teams: &Teams, roster: &Roster) {
    let overflows = Overflows { teams, roster };
    let problems: Vec<Problem> = teams
        .settings
        .iter()
        .filter_map(|setting| {
            let (severity, message, fix) = overflows.fault(setting)?;
            Some(Problem { severity, ..page.source.problem(setting.at, message, fix) })
        })
        .collect();
    page.problems.extend(problems);
}

/// How bad it is, what is wrong, what to write instead.
type Fault = (Severity, String, String);

struct Overflows<'a> {
    teams: &'a Teams,
    roster: &'a Roster,
}

impl<'a> Overflows<'a> {
    fn fault(&self, setting: &Setting) -> Option<Fault> {
        if OF_POOLS.contains(&setting.name) {
            return self.without_reps(setting);
        }
        let other = self.overflow(&setting.team)?;
        let refused = |why: String, fix: String| {
            let message = format!("team `{}`: `overflow` is \"{other}\", {why}", setting.team);
            Some((Severity::Error, message, fix))
        };
        if let Err((why, instead)) = known_team(other, self.teams.known.as_ref()) {
            return refused(why, instead_of("overflow", &instead, "\"sales\""));
        }
        let asked = self.asked(&setting.team);
        if asked.iter().skip(1).any(|team| *team == setting.team) {
            // Of a loop, the team that stands first in the file tells.
            let is_first = asked.iter().filter_map(|team| self.at(team)).all(|at| setting.at <= at);
            let why = format!("and leads would go round in a circle: {}", asked.join(", "));
            return is_first.then(|| refused(why, "delete one of these lines".to_owned())).flatten();
        }
        if self.roster.is_whole && !self.roster.has(other) {
            let why = "and that team has no rep in roster.csv".to_owned();
            return refused(why, self.with_reps(&setting.team));
        }
        if asked.len() > MOST_TEAMS_ASKED && !self.is_overflow(&setting.team) {
            let why = format!("and no more than {MOST_TEAMS_ASKED} teams are asked: {}", asked.join(", "));
            return refused(why, "delete the `overflow` of one of them".to_owned());
        }
        None
    }

    /// A setting of a pool, of a team that has none.
    fn without_reps(&self, setting: &Setting) -> Option<Fault> {
        if self.roster.has(&setting.team) || !self.roster.is_whole {
            return None;
        }
        let Setting { team, name, .. } = setting;
        let message = format!("team `{team}`: `{name}` means nothing, because no rep is in that team");
        let message = Lint::NoPool.coded(&message);
        let fix = format!("delete the line, or add reps of team {team} to roster.csv");
        Some((Lint::NoPool.severity(), message, fix))
    }

    fn overflow(&self, team: &str) -> Option<&'a str> {
        self.teams.teams.iter().find(|known| known.id == team)?.overflow.as_deref()
    }

    /// The teams that are asked, the first of them once more if it comes to that.
    fn asked(&self, team: &'a str) -> Vec<&'a str> {
        let mut asked = vec![team];
        let mut next = self.overflow(team);
        while let Some(team) = next {
            let is_again = asked.contains(&team);
            asked.push(team);
            next = self.overflow(team).filter(|_| !is_again);
        }
        asked
    }

    fn at(&self, team: &str) -> Option<usize> {
        let overflow = |setting: &&Setting| setting.team == team && setting.name == "overflow";
        self.teams.settings.iter().find(overflow).map(|setting| setting.at)
    }

    /// Whether another team names this one.
    fn is_overflow(&self, team: &str) -> bool {
        self.teams.teams.iter().any(|other| other.overflow.as_deref() == Some(team))
    }

    /// What to write instead: a team with reps.
    fn with_reps(&self, team: &str) -> String {
        let other = self.teams.teams.iter().find(|other| other.id != team && self.roster.has(&other.id));
        match other {
            Some(other) => format!("add reps of it to roster.csv, or write overflow = {}", quoted(&other.id)),
            None => "add reps of it to roster.csv, or delete the line".to_owned(),
        }
    }
}
