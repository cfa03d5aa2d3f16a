//! What no rule takes, and rules that earlier ones leave nothing to.

use super::prover::{Proof, before};
use super::steps::Undecided;
use super::witness::Witness;

/// Rules that together take every point of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The rules, in order; none if the other has no point in the first place.
    pub rules: Vec<usize>,
    /// Whether each of them is known to be needed. Without any one of an irreducible cover,
    /// some point is left; if the steps did not suffice to know that, the rules are a cover
    /// all the same.
    pub is_irreducible: bool,
}

impl Proof<'_> {
    /// A point that no rule matches, so that the default decides.
    ///
    /// # Errors
    ///
    /// The steps were used up.
    pub fn uncovered(&self) -> Result<Option<Witness>, Undecided> {
        let found = self.search().outside(self.grid.full(), self.grid.rules())?;
        let all: Vec<usize> = self.grid.rules().collect();
        Ok(found.map(|part| self.small_witness(&mut self.search(), &part, &[], &all)))
    }

    /// The earlier rules that take every point of this rule, if they do.
    ///
    /// # Errors
    ///
    /// The steps were used up.
    pub fn unreachable(&self, rule: usize) -> Result<Option<Cover>, Undecided> {
        self.cover(rule, &self.grid.neighbours(rule))
    }

    pub(crate) fn cover(&self, rule: usize, neighbours: &[usize]) -> Result<Option<Cover>, Undecided> {
        if self.grid.is_void(rule) {
            let exists = self.grid.rules().contains(&rule);
            return Ok(exists.then_some(Cover { rules: Vec::new(), is_irreducible: true }));
        }
        let mut search = self.search();
        let found = search.outside(self.grid.block(rule), before(neighbours, rule))?;
        Ok(found.is_none().then(|| self.thinned(rule, search.used())))
    }

    /// Leaves out of a cover what is not needed, the latest rules first.
    fn thinned(&self, rule: usize, cover: Vec<usize>) -> Cover {
        let mut search = self.search();
        let mut cover = Cover { rules: cover, is_irreducible: true };
        let mut latest = cover.rules.last().copied();
        while let Some(tried) = latest {
            let others = cover.rules.iter().copied().filter(|other| *other != tried);
            // What is left without the rule can only be where the rule is.
            let own = self.grid.meet(&self.grid.block(rule), tried);
            match search.outside(own, others) {
                Ok(None) => cover.rules.retain(|other| *other != tried),
                Ok(Some(_)) => {}
                Err(_) => cover.is_irreducible = false,
            }
            latest = before(&cover.rules, tried).last();
        }
        cover
    }
}
