//! Rules that say the same twice, or half of it each.

use super::atoms::AtomSet;
use super::prover::Proof;
use super::region::Region;
use super::table::Rule;

/// Two rules for the same region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Twin {
    /// The first rule of the region.
    pub first: usize,
    /// The later one.
    pub second: usize,
    /// Whether they decide the same.
    pub same_outcome: bool,
}

/// Two rules that can be one: put in the place of either, it decides what both did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// The earlier rule.
    pub first: usize,
    /// The later one.
    pub second: usize,
    /// The only dimension in which they differ.
    pub dimension: usize,
    /// The atoms of both there; full if the merged rule needs no set.
    pub atoms: AtomSet,
}

impl Proof<'_> {
    /// The first earlier rule with the same region. Rules without points have no twin.
    pub fn identical(&self, rule: usize) -> Option<Twin> {
        let rules = self.table.rules();
        let second = rules.get(rule).filter(|second| !second.region.is_empty())?;
        let first = rules.iter().take(rule).position(|first| first.region == second.region)?;
        let same_outcome = self.table.outcome(Some(first)) == second.outcome;
        Some(Twin { first, second: rule, same_outcome })
    }

    /// The earlier rules that have the same outcome, are equal in all dimensions but one, and
    /// have no rule with another outcome between that meets either of the two; nearest first.
    /// One rule of the two may contain the other, the wider being enough then. Rules without
    /// points are left out.
    pub fn mergeable(&self, rule: usize) -> Vec<Merge> {
        let rules = self.table.rules();
        let Some(second) = rules.get(rule).filter(|second| !second.region.is_empty()) else {
            return Vec::new();
        };
        let opposes = |between: &Rule, one: &Rule| {
            between.outcome != one.outcome && between.region.intersects(&one.region)
        };
        let earlier = rules.iter().enumerate().take(rule).rev();
        let in_reach = earlier.take_while(|(_, between)| !opposes(between, second));
        let alike = in_reach.filter(|(_, first)| first.outcome == second.outcome && !first.region.is_empty());
        let merges = alike.filter_map(|(place, first)| {
            let dimension = only_difference(&first.region, &second.region)?;
            let mut between = rules.iter().take(rule).skip(place + 1);
            let atoms = || self.atoms_of_both(dimension, &first.region, &second.region);
            (!between.any(|between| opposes(between, first))).then(|| Merge {
                first: place,
                second: rule,
                dimension,
                atoms: atoms(),
            })
        });
        merges.collect()
    }

    fn atoms_of_both(&self, dimension: usize, one: &Region, other: &Region) -> AtomSet {
        match (one.set(dimension), other.set(dimension)) {
            (Some(one), Some(other)) => one.union(other),
            _ => {
                let dimension = self.table.space().dimensions().get(dimension);
                AtomSet::all(dimension.map_or(0, |dimension| dimension.atoms()))
            }
        }
    }
}

/// The dimension in which the regions differ, if there is exactly one.
fn only_difference(one: &Region, other: &Region) -> Option<usize> {
    let changed = one.sets().iter().filter(|(dimension, set)| other.set(*dimension) != Some(set));
    let added = other.sets().iter().filter(|(dimension, _)| one.set(*dimension).is_none());
    let mut differing = changed.chain(added).map(|(dimension, _)| *dimension);
    let dimension = differing.next()?;
    differing.next().is_none().then_some(dimension)
}
