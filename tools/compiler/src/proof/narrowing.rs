//! Examples that need few dimensions: atoms are fixed one by one, each where it keeps off
//! the most rules.

use std::cmp::Reverse;

use super::atoms::{AtomSet, count, members};
use super::grid::{Block, without};
use super::prover::Proof;
use super::search::Search;
use super::steps::Undecided;
use super::witness::Witness;

/// An atom that could be fixed.
struct Pick {
    rules_kept_off: usize,
    dimension: usize,
    atom: u32,
}

impl Proof<'_> {
    /// A witness for "in these rules and not in those" with few dimensions. `part` is where
    /// the claim holds already; if nothing better is found, the witness is drawn from it.
    /// The search's steps limit how far better ones are looked for, never the claim.
    pub(crate) fn small_witness(
        &self,
        search: &mut Search<'_>,
        part: &Block,
        inside: &[usize],
        outside: &[usize],
    ) -> Witness {
        let drawn = self.witness(part, inside, outside.iter().copied());
        let start = inside.iter().fold(self.grid.full(), |block, rule| self.grid.meet(&block, *rule));
        match self.narrowed(search, start, outside) {
            Ok(Some(better)) => {
                let better = self.witness(&better, inside, outside.iter().copied());
                if better.atoms.len() < drawn.atoms.len() { better } else { drawn }
            }
            Ok(None) | Err(Undecided { .. }) => drawn,
        }
    }

    /// A part of the block outside of these rules, bound in few dimensions.
    fn narrowed(
        &self,
        search: &mut Search<'_>,
        mut block: Block,
        outside: &[usize],
    ) -> Result<Option<Block>, Undecided> {
        let mut best = None;
        let mut rivals = self.meeting(&block, outside);
        while !rivals.is_empty() {
            let Some((narrower, part)) = self.narrower(search, &block, &rivals)? else {
                return Ok(best);
            };
            rivals = self.meeting(&narrower, &rivals);
            block = narrower;
            best = Some(part);
        }
        Ok(Some(block))
    }

    /// The block with the best atom fixed that leaves a point outside of the rivals, and a
    /// part with such points.
    fn narrower(
        &self,
        search: &mut Search<'_>,
        block: &Block,
        rivals: &[usize],
    ) -> Result<Option<(Block, Block)>, Undecided> {
        let mut picks = Vec::new();
        for dimension in self.grid.dimensions() {
            picks.extend(self.pick(search, block, rivals, dimension)?);
        }
        picks.sort_by_key(|pick| (Reverse(pick.rules_kept_off), pick.dimension));
        for Pick { dimension, atom, .. } in picks {
            let mut narrower = block.clone();
            let atoms = self.table.space().dimensions().get(dimension).map_or(0, |of| of.atoms());
            self.grid.put(&mut narrower, dimension, AtomSet::of(atoms, [atom]).words());
            if let Some(part) = search.outside(narrower.clone(), rivals.iter().copied())? {
                return Ok(Some((narrower, part)));
            }
        }
        Ok(None)
    }

    /// The atom of one dimension that keeps off the most rivals, if any keeps off one.
    fn pick(
        &self,
        search: &mut Search<'_>,
        block: &Block,
        rivals: &[usize],
        dimension: usize,
    ) -> Result<Option<Pick>, Undecided> {
        let Some(of) = self.table.space().dimensions().get(dimension) else { return Ok(None) };
        let atoms = self.grid.atoms(block, dimension);
        let mut kept_off = vec![0_usize; of.atoms() as usize];
        for set in rivals.iter().filter_map(|rule| self.grid.set(*rule, dimension)) {
            let off = without(atoms, set);
            search.steps().spend(1 + count(&off) as usize)?;
            for atom in members(&off) {
                kept_off.get_mut(atom as usize).into_iter().for_each(|rules| *rules += 1);
            }
        }
        let Some(most) = kept_off.iter().copied().max().filter(|most| *most > 0) else { return Ok(None) };
        let best = (0..of.atoms()).zip(&kept_off).filter(|(_, rules)| **rules == most);
        let best = AtomSet::of(of.atoms(), best.map(|(atom, _)| atom));
        Ok(of.example(&best).map(|atom| Pick { rules_kept_off: most, dimension, atom }))
    }

    /// Those of the rules that share a point with the block.
    fn meeting(&self, block: &Block, rules: &[usize]) -> Vec<usize> {
        rules.iter().copied().filter(|rule| self.grid.freedom(block, *rule).is_some()).collect()
    }
}
