//! Rules whose order decides, although neither is the exception of the other.

use super::prover::{Proof, before};
use super::steps::Undecided;
use super::witness::Witness;

/// Two rules with different outcomes, neither inside the other, that meet where nobody
/// else comes before or between them: swapping them would change the outcome there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The rule that wins.
    pub first: usize,
    /// The rule that would be next.
    pub second: usize,
    /// Where the first is the first match and the second the next.
    pub witness: Witness,
}

/// The overlaps of one rule with later ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlaps {
    /// What was found, by second rule.
    pub found: Vec<Overlap>,
    /// Second rules that the steps did not suffice for, and by how many steps.
    pub undecided: Vec<(usize, Undecided)>,
}

impl Proof<'_> {
    /// The overlaps in which this rule is first. All pairs of a rule share its steps;
    /// an unreachable rule has none.
    pub fn overlaps(&self, rule: usize) -> Overlaps {
        let neighbours = self.grid.neighbours(rule);
        match self.reach(rule, &neighbours) {
            Ok(None) => Overlaps::default(),
            Ok(Some(_)) | Err(_) => self.overlaps_among(rule, &neighbours),
        }
    }

    pub(crate) fn overlaps_among(&self, rule: usize, neighbours: &[usize]) -> Overlaps {
        let mut overlaps = Overlaps::default();
        let (mut search, mut polish) = (self.search(), self.search());
        let successors = self.successors(rule, neighbours);
        for second in successors.into_iter().flatten().filter(|second| self.is_rivalry(rule, *second)) {
            match self.handover(&mut search, rule, Some(second), neighbours) {
                Ok(None) => {}
                Ok(Some(part)) => {
                    let others: Vec<usize> = before(neighbours, second).collect();
                    let witness = self.small_witness(&mut polish, &part, &[rule, second], &others);
                    overlaps.found.push(Overlap { first: rule, second, witness });
                }
                Err(undecided) => overlaps.undecided.push((second, undecided)),
            }
        }
        overlaps
    }

    /// Whether the outcomes differ and neither region contains the other.
    fn is_rivalry(&self, first: usize, second: usize) -> bool {
        let rules = self.table.rules();
        let (Some(first), Some(second)) = (rules.get(first), rules.get(second)) else { return false };
        first.outcome != second.outcome
            && !first.region.is_subset(&second.region)
            && !second.region.is_subset(&first.region)
    }
}
