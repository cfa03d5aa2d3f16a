//! Points on either side of a rule's edges, to write tests from.

use super::atoms::AtomSet;
use super::prover::{Proof, before};
use super::space::Point;
use super::steps::Undecided;
use super::witness::Witness;

/// A point that a rule decides, and its neighbours outside the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// Where the rule is the first match.
    pub witness: Witness,
    /// One per constrained dimension, by dimension.
    pub neighbours: Vec<Neighbour>,
}

/// The witness's point with another atom in one dimension, outside the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The dimension.
    pub dimension: usize,
    /// The point; its atom there is the nearest by number that the rule does not have, the
    /// lower of two.
    pub point: Point,
    /// The rule that decides there; none if the default does.
    pub first_match: Option<usize>,
}

impl Proof<'_> {
    /// A point of the rule's own and its neighbours; none if the rule is unreachable.
    ///
    /// # Errors
    ///
    /// The steps were used up.
    pub fn boundary(&self, rule: usize) -> Result<Option<Boundary>, Undecided> {
        let around = self.grid.neighbours(rule);
        let Some(part) = self.reach(rule, &around)? else { return Ok(None) };
        let earlier: Vec<usize> = before(&around, rule).collect();
        let witness = self.small_witness(&mut self.search(), &part, &[rule], &earlier);
        let sets = self.table.rules().get(rule).map(|rule| rule.region.sets()).unwrap_or_default();
        let outside = |(dimension, set): &(usize, AtomSet)| self.neighbour(&witness.point, *dimension, set);
        let neighbours = sets.iter().filter_map(outside).collect();
        Ok(Some(Boundary { witness, neighbours }))
    }

    fn neighbour(&self, point: &[u32], dimension: usize, set: &AtomSet) -> Option<Neighbour> {
        let atom = *point.get(dimension)?;
        let outside = AtomSet::all(set.atoms()).difference(set);
        let nearest = outside.iter().min_by_key(|other| other.abs_diff(atom))?;
        let mut point = point.to_vec();
        *point.get_mut(dimension)? = nearest;
        let first_match = self.table.first_match(&point);
        Some(Neighbour { dimension, point, first_match })
    }
}
