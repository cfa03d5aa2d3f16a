//! Examples that say no more than they must.

use super::atoms::has;
use super::grid::Block;
use super::prover::Proof;
use super::space::{Dimension, Point};

/// An example of a claim about points.
///
/// The claim holds for every point with these atoms, whatever it has in the dimensions that
/// are not mentioned, and no mention can be dropped: without any one of them there is a point
/// for which the claim does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Dimension and atom, by dimension.
    pub atoms: Vec<(usize, u32)>,
    /// One such point, of the preferred atoms where none is mentioned.
    pub point: Point,
}

impl Proof<'_> {
    /// A witness for "in these rules and not in those", drawn from a block of which every
    /// point is.
    pub(crate) fn witness(
        &self,
        block: &Block,
        inside: &[usize],
        outside: impl IntoIterator<Item = usize>,
    ) -> Witness {
        let examples = self.examples(block);
        let needed = |dimension: usize| inside.iter().any(|rule| self.grid.set(*rule, dimension).is_some());
        let (mut kept, spare): (Vec<_>, Vec<_>) =
            examples.into_iter().partition(|(dimension, _)| needed(*dimension));
        let kept_off = |rule: usize, atoms: &[(usize, u32)]| -> Vec<(usize, u32)> {
            atoms
                .iter()
                .copied()
                .filter(|(dimension, atom)| self.keeps_off(rule, *dimension, *atom))
                .collect()
        };
        let outside = outside.into_iter().filter(|rule| !self.grid.is_void(*rule));
        let close = outside.filter(|rule| kept_off(*rule, &kept).is_empty());
        let ways: Vec<Vec<(usize, u32)>> = close.map(|rule| kept_off(rule, &spare)).collect();
        kept.extend(fewest_hitting(&ways));
        kept.sort_unstable();
        let mut point = self.typical.clone();
        for (dimension, atom) in &kept {
            point.get_mut(*dimension).into_iter().for_each(|place| *place = *atom);
        }
        Witness { atoms: kept, point }
    }

    /// The best example for each dimension in which not every atom will do.
    fn examples(&self, block: &Block) -> Vec<(usize, u32)> {
        let dimensions = self.table.space().dimensions().iter().enumerate();
        let bound = dimensions.filter(|(dimension, _)| !self.grid.is_free(block, *dimension));
        let best = |(dimension, of): (usize, &Dimension)| {
            of.example_of(self.grid.atoms(block, dimension)).map(|atom| (dimension, atom))
        };
        bound.filter_map(best).collect()
    }

    fn keeps_off(&self, rule: usize, dimension: usize, atom: u32) -> bool {
        self.grid.set(rule, dimension).is_some_and(|set| !has(set, atom))
    }
}

/// A few elements such that every list has one of them, and none of them is superfluous.
/// Takes what is in most lists first, of these the smallest.
fn fewest_hitting(lists: &[Vec<(usize, u32)>]) -> Vec<(usize, u32)> {
    let mut chosen: Vec<(usize, u32)> = Vec::new();
    let mut missed: Vec<&Vec<(usize, u32)>> = lists.iter().filter(|list| !list.is_empty()).collect();
    while !missed.is_empty() {
        let mut tally = std::collections::BTreeMap::new();
        missed
            .iter()
            .flat_map(|list| list.iter())
            .for_each(|element| *tally.entry(*element).or_insert(0) += 1);
        let Some((best, _)) =
            tally.into_iter().max_by_key(|(element, hits)| (*hits, std::cmp::Reverse(*element)))
        else {
            break;
        };
        missed.retain(|list| !list.contains(&best));
        chosen.push(best);
    }
    for element in chosen.clone() {
        let hits_without = |list: &Vec<(usize, u32)>| {
            list.is_empty() || list.iter().any(|other| *other != element && chosen.contains(other))
        };
        if lists.iter().all(hits_without) {
            chosen.retain(|other| *other != element);
        }
    }
    chosen
}
