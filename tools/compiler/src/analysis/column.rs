//! The answers that rules tell apart, as columns that have nothing to do with each other: every
//! combination of one answer from each is a lead that may come.
//!
//! Questions whose answers depend on each other share a column: a form has its own lane and its
//! own questions, and a place is in one country, one part of it and one territory.

use std::collections::BTreeSet;

use beeline::routing::{
    Alternative, Bundle, Condition, Form, Known, Place, Rule, Subject, places, possible, told_apart,
};

use crate::proof::AtomSet;

/// A form may have so many combinations of answers to its own questions; with more, nothing is
/// proved.
const MOST_COMBINATIONS: usize = 4_000;

/// One combination of answers to a column's questions.
pub(crate) type Atom = Vec<(Subject, Alternative)>;

/// Questions, and every combination of answers to them that rules tell apart.
pub(crate) struct Column {
    pub subjects: BTreeSet<Subject>,
    pub atoms: Vec<Atom>,
}

/// The columns of what rules ask about. `None` if a form's own questions have too many
/// combinations.
pub(crate) fn columns(bundle: &Bundle) -> Option<Vec<Column>> {
    let asked: BTreeSet<&Subject> =
        bundle.rules().iter().flat_map(|rule| &rule.when).map(|condition| &condition.subject).collect();
    let mut columns = vec![Column::of_forms(bundle, &asked)?];
    if asked.iter().any(|subject| Place::SUBJECTS.contains(subject)) {
        columns.push(Column::of_places(bundle));
    }
    let known: BTreeSet<Subject> =
        columns.iter().flat_map(|column| column.subjects.iter().cloned()).collect();
    let rest = asked.into_iter().filter(|subject| !known.contains(subject));
    columns.extend(rest.map(|subject| Column::alone(subject, bundle.rules())));
    Some(columns)
}

impl Column {
    /// One question that depends on no other.
    fn alone(subject: &Subject, rules: &[Rule]) -> Self {
        let answers = told_apart(subject, rules);
        let atoms = answers.into_iter().map(|answer| vec![(subject.clone(), answer)]).collect();
        Self { subjects: BTreeSet::from([subject.clone()]), atoms }
    }

    fn of_places(bundle: &Bundle) -> Self {
        let atom = |place: Place| place.answers().map(|(subject, answer)| (subject, answer.clone())).to_vec();
        Self { subjects: Place::SUBJECTS.into(), atoms: places(bundle).into_iter().map(atom).collect() }
    }

    /// Forms, and every question of which a form decides which answers there are.
    fn of_forms(bundle: &Bundle, asked: &BTreeSet<&Subject>) -> Option<Self> {
        let apart = |subject: &Subject| told_apart(subject, bundle.rules());
        let is_narrowed = |subject: &Subject| {
            bundle.forms().iter().any(|form| possible(form, subject, apart(subject)) != apart(subject))
        };
        let is_bound = |subject: &Subject| match subject {
            Subject::Field(_) => true,
            Subject::Employees | Subject::Product | Subject::Consent(_) => is_narrowed(subject),
            _ => false,
        };
        let bound: Vec<&Subject> = asked.iter().copied().filter(|subject| is_bound(subject)).collect();
        let mut atoms = Vec::new();
        for form in bundle.forms() {
            atoms.extend(combinations(form, &bound, bundle.rules())?);
        }
        let own = [Subject::Form, Subject::Lane].into_iter();
        Some(Self { subjects: own.chain(bound.into_iter().cloned()).collect(), atoms })
    }

    /// The combinations that a rule's conditions on this column fit; `None` if it has none.
    pub(crate) fn fitting(&self, rule: &Rule) -> Option<AtomSet> {
        let asked: Vec<&Condition> =
            rule.when.iter().filter(|condition| self.subjects.contains(&condition.subject)).collect();
        if asked.is_empty() {
            return None;
        }
        Some(self.atoms_where(|atom| {
            asked.iter().all(|condition| condition.fits(known(atom, &condition.subject)))
        }))
    }

    /// The combinations of which something is so.
    pub(crate) fn atoms_where(&self, is_so: impl Fn(&Atom) -> bool) -> AtomSet {
        let numbered = (0_u32..).zip(&self.atoms).filter(|(_, atom)| is_so(atom)).map(|(number, _)| number);
        AtomSet::of(self.size(), numbered)
    }

    pub(crate) fn size(&self) -> u32 {
        u32::try_from(self.atoms.len()).unwrap_or(u32::MAX)
    }
}

/// The answer of a combination to one of its questions.
pub(crate) fn known<'a>(atom: &'a Atom, subject: &Subject) -> Known<'a> {
    atom.iter().find(|(asked, _)| asked == subject).map_or(Known::Nothing, |(_, answer)| answer.known())
}

/// Every combination of answers to the questions that one form's leads may have.
fn combinations(form: &Form, bound: &[&Subject], rules: &[Rule]) -> Option<Vec<Atom>> {
    let own = [Subject::Form, Subject::Lane];
    let mut all: Vec<Atom> = vec![Vec::new()];
    for subject in own.iter().chain(bound.iter().copied()) {
        let answers = possible(form, subject, told_apart(subject, rules));
        if all.len().saturating_mul(answers.len()) > MOST_COMBINATIONS {
            return None;
        }
        let with = |atom: &Atom, answer: &Alternative| {
            let mut atom = atom.clone();
            atom.push((subject.clone(), answer.clone()));
            atom
        };
        all = all.iter().flat_map(|atom| answers.iter().map(move |answer| with(atom, answer))).collect();
    }
    Some(all)
}
