//! What would have to be different about a point for another rule to decide.

use super::atoms::AtomSet;
use super::grid::Block;
use super::prover::Proof;
use super::search::Search;
use super::steps::Undecided;

/// The most dimensions that are changed together.
const MOST_CHANGES: usize = 3;

/// Who should be the first match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// This rule.
    Rule(usize),
    /// Any rule with another outcome than the point has, or the default if it has another.
    OtherOutcome,
}

/// One way to the goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The dimensions to change, ascending, and the atoms of which any will do in each, in
    /// any combination.
    pub atoms: Vec<(usize, AtomSet)>,
    /// Who decides then; none if the default does.
    pub first_match: Option<usize>,
}

/// The ways to the goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counterfactuals {
    /// The rule is the first match as it is.
    Already,
    /// Changes of as few dimensions as possible. For one dimension they are complete: one
    /// change per dimension and deciding rule, with all the atoms. For more, there is every
    /// set of that many dimensions that will do, each with one box of atoms.
    Changes(Vec<Change>),
    /// No change of up to three dimensions will do.
    OutOfReach,
}

/// A rule and where the point is outside of it.
struct Near {
    rule: usize,
    outside: Vec<usize>,
}

impl Proof<'_> {
    /// The smallest changes to a point that make the goal the first match. A point outside
    /// the space is out of reach of everything.
    ///
    /// # Errors
    ///
    /// The steps were used up.
    pub fn counterfactuals(&self, point: &[u32], goal: Goal) -> Result<Counterfactuals, Undecided> {
        if !self.table.space().contains(point) {
            return Ok(Counterfactuals::OutOfReach);
        }
        let current = self.table.first_match(point);
        if matches!(goal, Goal::Rule(rule) if current == Some(rule)) {
            return Ok(Counterfactuals::Already);
        }
        let outcome = self.table.outcome(current);
        let reaches = |winner: Option<usize>| match goal {
            Goal::Rule(rule) => winner == Some(rule),
            Goal::OtherOutcome => self.table.outcome(winner) != outcome,
        };
        let near = self.near(point);
        let Some(needed) = needed(goal, &near) else { return Ok(Counterfactuals::OutOfReach) };
        let mut search = self.search();
        for changed in needed.len().max(1)..=MOST_CHANGES {
            let mut changes = Vec::new();
            for dimensions in selections(&self.constrained(), needed, changed) {
                if let [dimension] = dimensions.as_slice() {
                    changes.extend(self.single_changes(*dimension, &near, &reaches));
                } else {
                    changes.extend(self.joint_change(&mut search, point, &dimensions, &near, &reaches)?);
                }
            }
            if !changes.is_empty() {
                return Ok(Counterfactuals::Changes(changes));
            }
        }
        Ok(Counterfactuals::OutOfReach)
    }

    /// The rules that so few changes could make match, in order.
    fn near(&self, point: &[u32]) -> Vec<Near> {
        let rules = self.table.rules().iter().enumerate().filter(|(_, rule)| !rule.region.is_empty());
        let measured = rules.map(|(number, rule)| {
            let misses = |dimension: usize, set: &AtomSet| {
                point.get(dimension).is_none_or(|atom| !set.contains(*atom))
            };
            let sets = rule.region.sets().iter();
            let outside = sets.filter(|(dimension, set)| misses(*dimension, set));
            Near { rule: number, outside: outside.map(|(known, _)| *known).take(MOST_CHANGES + 1).collect() }
        });
        measured.filter(|near| near.outside.len() <= MOST_CHANGES).collect()
    }

    /// The dimensions that some rule constrains.
    fn constrained(&self) -> Vec<usize> {
        let is_constrained =
            |dimension: &usize| self.grid.rules().any(|rule| self.grid.set(rule, *dimension).is_some());
        self.grid.dimensions().filter(is_constrained).collect()
    }

    /// Who decides for which atoms of one dimension, where that reaches the goal.
    fn single_changes(
        &self,
        dimension: usize,
        near: &[Near],
        reaches: &impl Fn(Option<usize>) -> bool,
    ) -> Vec<Change> {
        let atoms = self.table.space().dimensions().get(dimension).map_or(0, |dimension| dimension.atoms());
        let mut left = AtomSet::all(atoms);
        let mut changes = Vec::new();
        let mut note = |atoms: AtomSet, first_match: Option<usize>| {
            if !atoms.is_empty() && reaches(first_match) {
                changes.push(Change { atoms: vec![(dimension, atoms)], first_match });
            }
        };
        for near in near.iter().filter(|near| near.outside.iter().all(|outside| *outside == dimension)) {
            let region = self.table.rules().get(near.rule).map(|rule| &rule.region);
            let Some(set) = region.and_then(|region| region.set(dimension)) else {
                note(left, Some(near.rule));
                return changes;
            };
            note(left.intersection(set), Some(near.rule));
            left = left.difference(set);
        }
        note(left, None);
        changes
    }

    /// A box of atoms in these dimensions that reaches the goal.
    fn joint_change(
        &self,
        search: &mut Search<'_>,
        point: &[u32],
        dimensions: &[usize],
        near: &[Near],
        reaches: &impl Fn(Option<usize>) -> bool,
    ) -> Result<Option<Change>, Undecided> {
        search.steps().spend(near.len())?;
        let matching: Vec<usize> = near
            .iter()
            .filter(|near| near.outside.iter().all(|outside| dimensions.contains(outside)))
            .map(|near| near.rule)
            .collect();
        let winners = matching.iter().copied().map(Some).chain([None]).enumerate();
        for (place, winner) in winners.filter(|(_, winner)| reaches(*winner)) {
            let around = self.around(point, dimensions);
            let block = winner.map_or_else(|| around.clone(), |rule| self.grid.meet(&around, rule));
            if let Some(found) = search.outside(block, matching.iter().copied().take(place))? {
                let atoms =
                    dimensions.iter().map(|dimension| (*dimension, self.atoms_in(&found, *dimension)));
                return Ok(Some(Change { atoms: atoms.collect(), first_match: winner }));
            }
        }
        Ok(None)
    }

    /// The points that differ from this one in these dimensions only.
    fn around(&self, point: &[u32], free: &[usize]) -> Block {
        let mut block = self.grid.full();
        let dimensions = self.table.space().dimensions().iter().zip(point).enumerate();
        for (dimension, (of, atom)) in dimensions.filter(|(dimension, _)| !free.contains(dimension)) {
            self.grid.put(&mut block, dimension, AtomSet::of(of.atoms(), [*atom]).words());
        }
        block
    }

    fn atoms_in(&self, block: &Block, dimension: usize) -> AtomSet {
        let atoms = self.table.space().dimensions().get(dimension).map_or(0, |dimension| dimension.atoms());
        AtomSet::from_words(atoms, self.grid.atoms(block, dimension).to_vec())
    }
}

/// The dimensions that have to change in any case; none if the goal is too far.
fn needed(goal: Goal, near: &[Near]) -> Option<&[usize]> {
    match goal {
        Goal::OtherOutcome => Some(&[]),
        Goal::Rule(rule) => near.iter().find(|near| near.rule == rule).map(|near| near.outside.as_slice()),
    }
}

/// Every selection of so many of the items that has the needed ones, in order.
fn selections(items: &[usize], needed: &[usize], size: usize) -> Vec<Vec<usize>> {
    let Some(free) = size.checked_sub(needed.len()) else { return Vec::new() };
    let others: Vec<usize> = items.iter().copied().filter(|item| !needed.contains(item)).collect();
    let mut selections = combinations(&others, free);
    for selection in &mut selections {
        selection.extend_from_slice(needed);
        selection.sort_unstable();
    }
    selections.sort_unstable();
    selections
}

/// Every selection of so many of the items, in their order.
fn combinations(items: &[usize], size: usize) -> Vec<Vec<usize>> {
    let Some(rest) = size.checked_sub(1) else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let later = items.get(place + 1..).unwrap_or_default();
        all.extend(combinations(later, rest).into_iter().map(|mut others| {
            others.insert(0, *item);
            others
        }));
    }
    all
}
