//! What can be said about rules that are not wrong: what can be proved about them, for all
//! leads that may come and with an example that says as little of a lead as is needed, and what
//! is probably not meant.

pub(crate) mod column;
mod conditions;
mod enrichment;
mod example;
mod gaps;
mod leftovers;
mod lint;
pub(crate) mod model;
mod reviews;

use std::collections::BTreeMap;

use beeline::routing::Bundle;

pub use lint::Lint;

use crate::cases::Case;
use crate::page::Source;
use crate::problem::Problem;
use model::{Model, Unproved};

/// The lines on which things stand in `routing.toml`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines {
    /// Where the fallback is named.
    pub fallback: usize,
    /// The headings of teams, by id.
    pub teams: BTreeMap<String, usize>,
    /// The headings of rules, in order.
    pub rules: Vec<usize>,
}

impl Lines {
    fn rule(&self, place: usize) -> usize {
        self.rules.get(place).copied().unwrap_or(1)
    }
}

/// A configuration in which nothing is wrong.
pub(crate) struct Checked<'a> {
    pub bundle: &'a Bundle,
    pub cases: &'a [Case],
    pub lines: &'a Lines,
    /// `routing.toml`.
    pub routing: &'a Source<'a>,
    /// `tests.toml`, if there is one.
    pub tests: Option<&'a Source<'a>>,
    /// How many steps a question may take, if that is said.
    pub steps: Option<u64>,
}

/// Something to be said.
struct Remark {
    lint: Lint,
    line: usize,
    /// In `tests.toml`, not in `routing.toml`.
    is_of_tests: bool,
    message: String,
    fix: String,
}

impl Remark {
    fn on_rules(lint: Lint, line: usize, message: String, fix: &str) -> Self {
        Self { lint, line, is_of_tests: false, message, fix: fix.to_owned() }
    }
}

/// What is to be said about the rules and their tests, by file and line.
pub(crate) fn remarks(checked: &Checked<'_>) -> Vec<Problem> {
    if checked.bundle.rules().is_empty() {
        return Vec::new();
    }
    let mut remarks = match Model::of(checked.bundle) {
        Ok(model) => {
            let mut remarks = reviews::of(checked, &model);
            remarks.extend(gaps::of(checked, &model));
            remarks.extend(conditions::that_fit_everything(checked, &model));
            remarks
        }
        Err(unproved) => vec![not_compared(unproved)],
    };
    remarks.extend(conditions::missing_steps(checked));
    remarks.extend(conditions::about_free_mail(checked));
    remarks.extend(enrichment::remarks(checked));
    remarks.extend(leftovers::idle_teams(checked));
    remarks.extend(leftovers::unused_territories(checked));
    remarks.extend(leftovers::untested_rules(checked));
    remarks.extend(leftovers::repeated_tests(checked));
    remarks.sort_by_key(|remark| (remark.is_of_tests, remark.line, remark.lint));
    remarks.into_iter().filter_map(|remark| problem(checked, remark)).collect()
}

fn not_compared(unproved: Unproved) -> Remark {
    let why = match unproved {
        Unproved::TooManyRules => "there are too many rules to compare all of them with each other",
        Unproved::TooManyCombinations => {
            "rules ask about so many of a form's own questions that not every combination can be tried"
        }
        Unproved::Misfit(_) => "the rules could not be compared with each other, which is ours to mend",
    };
    let fix = "nothing you must do: rules are checked one by one all the same";
    Remark::on_rules(Lint::NotCompared, 1, why.to_owned(), fix)
}

fn problem(checked: &Checked<'_>, remark: Remark) -> Option<Problem> {
    let source = if remark.is_of_tests { checked.tests? } else { checked.routing };
    let message = remark.lint.coded(&remark.message);
    Some(Problem { severity: remark.lint.severity(), ..source.problem_on(remark.line, message, &remark.fix) })
}
