//! What can be proved about the rules: which can never decide, which change nothing, and where
//! two of them would send a lead to different teams.
//!
//! Every finding holds for all leads that may come, with an example that says as little of a
//! lead as is needed.

mod column;
mod example;
mod forms;
mod places;

use std::collections::BTreeSet;

use beeline::routing::{Answers, Bundle, Condition, Rule, Subject};

use crate::page::Source;
use crate::problem::{Problem, Severity};
use crate::proof::{self, Proof, Region, Review, Space};
use column::Column;
use example::Examples;

/// Rules more than this are not compared with each other: a note says so.
const MOST_PROVED: usize = 3_000;

/// What is to be said about the rules, each with the line that it stands on.
pub(crate) fn remarks(source: &Source<'_>, bundle: &Bundle, lines: &[usize]) -> Vec<Problem> {
    let findings = Findings { source, bundle, lines };
    if bundle.rules().is_empty() {
        return Vec::new();
    }
    let unproved = |why: &str| {
        vec![findings.note(0, why, "nothing you must do: rules are checked one by one all the same")]
    };
    if bundle.rules().len() > MOST_PROVED {
        return unproved("there are too many rules to compare all of them with each other");
    }
    let Some(columns) = columns(bundle) else {
        return unproved(
            "rules ask about so many of a form's own questions that not every combination can be tried",
        );
    };
    let Ok(table) = table(bundle, &columns) else {
        return unproved("the rules could not be compared with each other, which is ours to mend");
    };
    let examples = Examples { columns: &columns };
    let proof = Proof::new(&table);
    let mut problems: Vec<Problem> =
        proof.reviews().flat_map(|review| findings.of(&review, &examples)).collect();
    problems.sort_by_key(|problem| (problem.line, problem.column));
    problems
}

/// The columns of what rules ask about.
fn columns(bundle: &Bundle) -> Option<Vec<Column>> {
    let mut columns = vec![forms::column(bundle)?];
    columns.extend(places::column(bundle));
    let known: BTreeSet<Subject> =
        columns.iter().flat_map(|column| column.subjects.iter().cloned()).collect();
    let asked: BTreeSet<&Subject> =
        bundle.rules().iter().flat_map(|rule| &rule.when).map(|condition| &condition.subject).collect();
    let rest = asked.into_iter().filter(|subject| !known.contains(subject));
    columns.extend(rest.map(|subject| Column::alone(subject, bundle.rules())));
    Some(columns)
}

/// The rules as regions of the columns. After them come the forms' own teams.
fn table(bundle: &Bundle, columns: &[Column]) -> Result<proof::Table, proof::Misfit> {
    let space = Space::new(columns.iter().map(|column| proof::Dimension::new(column.size())).collect());
    let team = |id: &str| {
        let place = bundle.teams().iter().position(|team| team.id == id);
        place.and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX)
    };
    let region = |rule: &Rule| {
        columns.iter().enumerate().fold(Region::any(), |region, (place, column)| match column.fitting(rule) {
            Some(set) => region.with(place, set),
            None => region,
        })
    };
    let rules =
        bundle.rules().iter().map(|rule| proof::Rule { region: region(rule), outcome: team(&rule.team) });
    let own_teams = bundle.forms().iter().filter_map(|form| {
        let when = vec![Condition {
            subject: Subject::Form,
            answers: Answers::OneOf(vec![form.id.clone()]),
            unknown: false,
        }];
        let own = Rule { id: String::new(), team: form.team.clone()?, when };
        Some(proof::Rule { region: region(&own), outcome: team(&own.team) })
    });
    proof::Table::new(space, rules.chain(own_teams).collect(), team(&bundle.fallback().id))
}

/// Puts findings into words.
struct Findings<'a> {
    source: &'a Source<'a>,
    bundle: &'a Bundle,
    lines: &'a [usize],
}

impl Findings<'_> {
    fn of(&self, review: &Review, examples: &Examples<'_>) -> Vec<Problem> {
        let Some(rule) = self.bundle.rules().get(review.rule) else { return Vec::new() };
        let mut problems = Vec::new();
        match &review.unreachable {
            Ok(None) => {}
            Ok(Some(cover)) if cover.rules.is_empty() => {
                let message = format!("rule `{}` fits no lead that can come", rule.id);
                problems.push(self.warning(review.rule, &message, "correct its conditions, or delete it"));
            }
            Ok(Some(cover)) => {
                let message = format!(
                    "rule `{}` never decides: every lead that it fits is taken by {}",
                    rule.id,
                    self.named(&cover.rules)
                );
                problems.push(self.warning(review.rule, &message, "delete it, or move it above them"));
            }
            Err(_) => problems.push(self.undecided(review.rule)),
        }
        if let Ok(Some(heirs)) = &review.redundant {
            let message = format!(
                "rule `{}` changes nothing: without it its leads go to team `{}` all the same{}",
                rule.id,
                rule.team,
                if heirs.rules.is_empty() {
                    String::new()
                } else {
                    format!(", by {}", self.named(&heirs.rules))
                }
            );
            problems.push(self.note(
                review.rule,
                &message,
                "nothing, if it is there to say so; else delete it",
            ));
        }
        for overlap in &review.overlaps.found {
            let Some(second) = self.bundle.rules().get(overlap.second) else { continue };
            let message = format!(
                "rules `{}` (line {}) and `{}` both fit some leads, and the first of them decides: {}",
                rule.id,
                self.line(overlap.first),
                second.id,
                examples.of(&overlap.witness)
            );
            let fix = format!(
                "nothing, if team `{}` is meant; else move `{}` above `{}`",
                rule.team, second.id, rule.id
            );
            problems.push(self.note(overlap.second, &message, &fix));
        }
        problems
    }

    fn undecided(&self, rule: usize) -> Problem {
        let id = self.bundle.rules().get(rule).map_or("", |rule| rule.id.as_str());
        let message = format!("it takes too long to find out whether rule `{id}` can ever decide");
        self.note(rule, &message, "nothing you must do; a test for it in tests.toml shows that it can")
    }

    /// Rules in a sentence; what is no rule is a form's own team.
    fn named(&self, rules: &[usize]) -> String {
        let name = |place: &usize| match self.bundle.rules().get(*place) {
            Some(rule) => format!("`{}` (line {})", rule.id, self.line(*place)),
            None => "the form's own team".to_owned(),
        };
        rules.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    fn line(&self, rule: usize) -> usize {
        self.lines.get(rule).copied().unwrap_or(1)
    }

    fn warning(&self, rule: usize, message: &str, fix: &str) -> Problem {
        let problem = self.source.problem_on(self.line(rule), message.to_owned(), fix);
        Problem { severity: Severity::Warning, ..problem }
    }

    fn note(&self, rule: usize, message: &str, fix: &str) -> Problem {
        Problem { severity: Severity::Note, ..self.warning(rule, message, fix) }
    }
}
