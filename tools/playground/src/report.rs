//! What is told of the files.

use beeline::routing::Bundle;
use beeline_compiler::{Problem, Severity};
use serde::Serialize;

use crate::Said;
use crate::asks::{self, Ask};

/// Everything about the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether they could be built.
    pub ok: bool,
    /// What is wrong, and what is good to know, in the order of the files.
    pub problems: Vec<Told>,
    /// What they say, as far as leads can be tried on it.
    pub configuration: Option<Configuration>,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// The file's name, without its folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Character of the line, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub fix: String,
}

impl From<&Problem> for Told {
    fn from(problem: &Problem) -> Self {
        Self {
            severity: match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            file: problem.file.rsplit('/').next().unwrap_or_default().to_owned(),
            line: problem.line,
            column: problem.column,
            message: problem.message.clone(),
            fix: problem.fix.clone(),
        }
    }
}

/// What the files say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Configuration {
    /// The hash of the bundle that would be built of them, if one would.
    pub bundle: Option<String>,
    /// The ids of the forms.
    pub forms: Vec<String>,
    /// The teams.
    pub teams: Vec<Team>,
    /// The id of the team that takes what no rule does.
    pub fallback: String,
    /// The ids of the rules, in order.
    pub rules: Vec<String>,
    /// Whether any rule asks when a lead comes.
    pub has_hours: bool,
    /// What to ask of a lead that is tried.
    pub asks: Vec<Ask>,
    /// The leads of `tests.toml`.
    pub tests: Vec<Test>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Team {
    /// Id.
    pub id: String,
    /// Name on cards and pages.
    pub name: String,
}

/// A lead of `tests.toml`, and whether it goes where it must.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Test {
    /// What it shows.
    pub name: String,
    /// The line that its heading stands on.
    pub line: usize,
    /// What it says of the lead.
    pub lead: Said,
    /// The id of the team that it must go to.
    pub team: String,
    /// The rule that must decide so, if that is told.
    pub rule: Option<String>,
    /// Whether it does.
    pub passes: bool,
}

impl Configuration {
    pub(crate) fn of(bundle: &Bundle, hash: Option<String>, tests: Vec<Test>) -> Self {
        let team = |team: &beeline::routing::Team| Team { id: team.id.clone(), name: team.name.clone() };
        let asks = asks::of(bundle);
        Self {
            bundle: hash,
            forms: bundle.forms().iter().map(|form| form.id.clone()).collect(),
            teams: bundle.teams().iter().map(team).collect(),
            fallback: bundle.fallback().id.clone(),
            rules: bundle.rules().iter().map(|rule| rule.id.clone()).collect(),
            has_hours: asks.iter().any(|ask| ask.kind == asks::AskKind::Moment),
            asks,
            tests,
        }
    }
}
