//! The rules as regions of a space, as `proof` knows them.

use beeline::routing::{Alternative, Answers, Bundle, Condition, Rule, Subject};

use super::column::{Atom, Column, columns};
use crate::proof::{self, AtomSet, Dimension, Misfit, Region, Space};

/// Rules more than this are not compared with each other: a note says so.
pub(crate) const MOST_PROVED: usize = 3_000;

/// Why nothing is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unproved {
    /// There are more than [`MOST_PROVED`].
    TooManyRules,
    /// A form's own questions have too many combinations of answers.
    TooManyCombinations,
    /// The regions do not fit their space: ours to mend.
    Misfit(Misfit),
}

/// The rules, in a space of the answers that they tell apart.
pub(crate) struct Model<'a> {
    pub bundle: &'a Bundle,
    pub columns: Vec<Column>,
    /// The rules in order. After them come the forms' own teams.
    pub table: proof::Table,
}

impl<'a> Model<'a> {
    pub(crate) fn of(bundle: &'a Bundle) -> Result<Self, Unproved> {
        if bundle.rules().len() > MOST_PROVED {
            return Err(Unproved::TooManyRules);
        }
        let columns = columns(bundle).ok_or(Unproved::TooManyCombinations)?;
        let rules = bundle.rules().iter().map(|rule| (region(&columns, rule), rule.team.as_str()));
        let own_teams = bundle.forms().iter().filter_map(|form| {
            let when = vec![Condition {
                subject: Subject::Form,
                answers: Answers::OneOf(vec![form.id.clone()]),
                unknown: false,
            }];
            let own = Rule { id: String::new(), team: form.team.clone()?, when, after_enrichment: false };
            Some((region(&columns, &own), form.team.as_deref()?))
        });
        let all: Vec<proof::Rule> = rules
            .chain(own_teams)
            .map(|(region, team)| proof::Rule { region, outcome: outcome(bundle, team) })
            .collect();
        let fallback = outcome(bundle, &bundle.fallback().id);
        let table = proof::Table::new(space(&columns), all, fallback).map_err(Unproved::Misfit)?;
        Ok(Self { bundle, columns, table })
    }

    /// Where the rules apply, without the forms' own teams.
    pub(crate) fn regions(&self) -> impl Iterator<Item = &Region> {
        self.table.rules().iter().take(self.bundle.rules().len()).map(|rule| &rule.region)
    }

    /// What combinations say, question by question.
    pub(crate) fn answers(&self, atoms: &[(usize, u32)]) -> Atom {
        let atom = |(column, atom): &(usize, u32)| {
            self.columns.get(*column)?.atoms.get(usize::try_from(*atom).ok()?).cloned()
        };
        atoms.iter().filter_map(atom).flatten().collect()
    }

    /// The leads that answer so.
    pub(crate) fn region_of(&self, answers: &[(Subject, Alternative)]) -> Region {
        self.columns.iter().enumerate().fold(Region::any(), |region, (place, column)| {
            let asked: Vec<&(Subject, Alternative)> =
                answers.iter().filter(|(subject, _)| column.subjects.contains(subject)).collect();
            if asked.is_empty() {
                return region;
            }
            region.with(place, column.atoms_where(|atom| asked.iter().all(|answer| atom.contains(answer))))
        })
    }

    /// A table of some regions: whether a point is in any of them.
    pub(crate) fn union_of(&self, regions: impl Iterator<Item = Region>) -> Result<proof::Table, Misfit> {
        let rules = regions.map(|region| proof::Rule { region, outcome: 1 }).collect();
        proof::Table::new(self.table.space().clone(), rules, 0)
    }

    /// The column that a question is in, and its combinations in which the answer is so.
    pub(crate) fn where_answer(
        &self,
        subject: &Subject,
        is_so: impl Fn(beeline::routing::Known<'_>) -> bool,
    ) -> Option<(usize, AtomSet)> {
        let place = self.columns.iter().position(|column| column.subjects.contains(subject))?;
        let column = self.columns.get(place)?;
        Some((place, column.atoms_where(|atom| is_so(super::column::known(atom, subject)))))
    }
}

/// Whoever reads an example can make little of a word that nothing names.
fn space(columns: &[Column]) -> Space {
    let dimension = |column: &Column| {
        let is_other = |atom: &Atom| atom.iter().any(|(_, answer)| *answer == Alternative::AnyOtherWord);
        Dimension::new(column.size()).avoid(column.atoms_where(is_other).iter())
    };
    Space::new(columns.iter().map(dimension).collect())
}

fn region(columns: &[Column], rule: &Rule) -> Region {
    columns.iter().enumerate().fold(Region::any(), |region, (place, column)| match column.fitting(rule) {
        Some(set) => region.with(place, set),
        None => region,
    })
}

/// A team as a number.
fn outcome(bundle: &Bundle, team: &str) -> u32 {
    let place = bundle.teams().iter().position(|known| known.id == team);
    place.and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX)
}
