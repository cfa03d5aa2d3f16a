//! Rules that could be deleted.

use super::grid::Block;
use super::prover::{Proof, after, before};
use super::search::Search;
use super::steps::Undecided;

/// Who takes over from a redundant rule, always with the same outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heirs {
    /// The later rules that become first at some point, in order.
    pub rules: Vec<usize>,
    /// Whether the default does, too.
    pub default: bool,
}

impl Proof<'_> {
    /// Who would take over if the rule were deleted, if that changed no outcome anywhere.
    /// None if some outcome would change, or if the rule is unreachable: that is another
    /// finding. Of two rules that make each other redundant both are, but only one can go.
    ///
    /// # Errors
    ///
    /// The steps were used up.
    pub fn redundant(&self, rule: usize) -> Result<Option<Heirs>, Undecided> {
        let neighbours = self.grid.neighbours(rule);
        let Some(part) = self.reach(rule, &neighbours)? else { return Ok(None) };
        self.heirs(rule, &part, &neighbours)
    }

    /// The same for a rule of which a reached part is known.
    pub(crate) fn heirs(
        &self,
        rule: usize,
        part: &Block,
        neighbours: &[usize],
    ) -> Result<Option<Heirs>, Undecided> {
        let outcome = self.table.outcome(Some(rule));
        let example = self.witness(part, &[rule], before(neighbours, rule)).point;
        let next = after(neighbours, rule).find(|later| self.contains(*later, &example));
        if self.table.outcome(next) != outcome {
            return Ok(None);
        }
        let mut search = self.search();
        let mut heirs = Heirs { rules: Vec::new(), default: false };
        let successors: Vec<Option<usize>> = self.successors(rule, neighbours);
        let (same, other): (Vec<_>, Vec<_>) =
            successors.into_iter().partition(|next| self.table.outcome(*next) == outcome);
        for next in other {
            if self.succeeds(&mut search, rule, next, neighbours)? {
                return Ok(None);
            }
        }
        for next in same {
            if self.succeeds(&mut search, rule, next, neighbours)? {
                heirs.rules.extend(next);
                heirs.default |= next.is_none();
            }
        }
        Ok(Some(heirs))
    }

    /// Who could come next after the rule, the default last. Nobody does after a later rule
    /// that contains this one.
    pub(crate) fn successors(&self, rule: usize, neighbours: &[usize]) -> Vec<Option<usize>> {
        let block = self.grid.block(rule);
        let mut successors = Vec::new();
        for later in after(neighbours, rule) {
            successors.push(Some(later));
            if self.grid.freedom(&block, later) == Some(0) {
                return successors;
            }
        }
        successors.push(None);
        successors
    }

    fn succeeds(
        &self,
        search: &mut Search<'_>,
        rule: usize,
        next: Option<usize>,
        neighbours: &[usize],
    ) -> Result<bool, Undecided> {
        self.handover(search, rule, next, neighbours).map(|found| found.is_some())
    }

    /// A part in which the rule is first and the other comes next.
    pub(crate) fn handover(
        &self,
        search: &mut Search<'_>,
        rule: usize,
        next: Option<usize>,
        neighbours: &[usize],
    ) -> Result<Option<Block>, Undecided> {
        let block = self.grid.block(rule);
        let (block, end) = match next {
            Some(next) => (self.grid.meet(&block, next), next),
            None => (block, usize::MAX),
        };
        search.outside(block, before(neighbours, end))
    }

    fn contains(&self, rule: usize, point: &[u32]) -> bool {
        self.table.rules().get(rule).is_some_and(|rule| rule.region.contains(point))
    }
}
