//! Forms, and what depends on the form: its lane, and which questions it has.

use std::collections::BTreeSet;

use beeline::contract::{FieldKind, FieldRule};
use beeline::routing::{Bundle, Form, Rule, Subject, folded};

use super::column::{Answer, Atom, Column, told_apart};

/// A form may have so many combinations of answers to its own questions; with more, nothing is
/// proved.
const MOST_COMBINATIONS: usize = 4_000;

/// The column of forms. `None` if a form's own questions have too many combinations.
pub(super) fn column(bundle: &Bundle) -> Option<Column> {
    let rules = bundle.rules();
    let asked: BTreeSet<&Subject> =
        rules.iter().flat_map(|rule| &rule.when).map(|condition| &condition.subject).collect();
    let is_bound = |subject: &Subject| match subject {
        Subject::Field(_) => true,
        Subject::Employees | Subject::Product => bundle.forms().iter().any(|form| narrows(form, subject)),
        _ => false,
    };
    let bound: Vec<&Subject> = asked.into_iter().filter(|subject| is_bound(subject)).collect();
    let mut atoms = Vec::new();
    for form in bundle.forms() {
        atoms.extend(combinations(form, &bound, rules)?);
    }
    let own = [Subject::Form, Subject::Lane].into_iter();
    Some(Column { subjects: own.chain(bound.into_iter().cloned()).collect(), atoms })
}

/// What a form says of a standard question, if it says anything.
fn rule_of<'a>(form: &'a Form, subject: &Subject) -> Option<&'a FieldRule> {
    let name = match subject {
        Subject::Field(name) => name.as_str(),
        Subject::Employees => "employees",
        Subject::Product => "product",
        _ => return None,
    };
    form.contract.fields.get(name)
}

fn narrows(form: &Form, subject: &Subject) -> bool {
    rule_of(form, subject).is_some_and(|rule| rule.removed || rule.required || rule.kind == FieldKind::Choice)
}

/// Every combination of answers to the questions that one form's leads may have.
fn combinations(form: &Form, bound: &[&Subject], rules: &[Rule]) -> Option<Vec<Atom>> {
    let lane = Answer::Word(form.lane.name().to_owned());
    let mut all = vec![vec![(Subject::Form, Answer::Word(form.id.clone())), (Subject::Lane, lane)]];
    for subject in bound {
        let answers = answers(form, subject, rules);
        if all.len().saturating_mul(answers.len()) > MOST_COMBINATIONS {
            return None;
        }
        let with = |atom: &Atom, answer: &Answer| {
            let mut atom = atom.clone();
            atom.push(((*subject).clone(), answer.clone()));
            atom
        };
        all = all.iter().flat_map(|atom| answers.iter().map(move |answer| with(atom, answer))).collect();
    }
    Some(all)
}

/// The answers to a question that a form's leads may have.
fn answers(form: &Form, subject: &Subject, rules: &[Rule]) -> Vec<Answer> {
    let is_own = matches!(subject, Subject::Field(_));
    let rule = match rule_of(form, subject) {
        None if is_own => return vec![Answer::Unknown],
        Some(rule) if rule.removed => return vec![Answer::Unknown],
        None => return told_apart(subject, rules),
        Some(rule) => rule,
    };
    let choices: Vec<String> = rule.choices.iter().map(|choice| folded(choice)).collect();
    let is_of_its_kind = |answer: &Answer| match (answer, rule.kind) {
        (Answer::Word(word), FieldKind::Choice) => choices.contains(word),
        (Answer::Word(word), FieldKind::Boolean) => ["yes", "no"].contains(&word.as_str()),
        (Answer::Word(_) | Answer::Other, _) => rule.kind == FieldKind::Text,
        (Answer::Number(_), kind) => kind == FieldKind::Number,
        (Answer::Minute(_), _) => false,
        (Answer::Unknown, _) => !rule.required,
    };
    let mut answers: Vec<Answer> = told_apart(subject, rules).into_iter().filter(is_of_its_kind).collect();
    let named = |word: &str| answers.contains(&Answer::Word(word.to_owned()));
    let has_another = match rule.kind {
        FieldKind::Choice => choices.iter().any(|choice| !named(choice)),
        FieldKind::Boolean => !named("yes") || !named("no"),
        _ => false,
    };
    answers.extend(has_another.then_some(Answer::Other));
    answers
}
