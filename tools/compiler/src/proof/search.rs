//! The one question behind all others: has a box a point that none of these rules takes?
//!
//! A rule that reaches into the box either contains it, and the box is done; or is contained
//! in all dimensions but one, and the box shrinks by the rule's atoms there; or the box is
//! split along one dimension into the part outside the rule, which the rule no longer
//! concerns, and the part inside, where one dimension less keeps the rule from containing it.
//! Every part is looked at, so the answer is exact.

use std::cmp::Reverse;

use super::grid::{Block, Grid, Lie, lie, share_in_thousandths, within, without};
use super::steps::{Steps, Undecided};

/// Rules that are compared before a split.
const WEIGHED_RULES: usize = 64;
/// Words of a set that are compared in one step: 2,048 atoms.
const WORDS_A_STEP: usize = 32;

/// A rule that takes some of a box's points, not all.
#[derive(Clone, Copy, Debug)]
struct Rival {
    rule: usize,
    /// In how many dimensions the box has atoms that the rule has not: at least one.
    freedom: u32,
}

/// A box whose points were not decided yet.
#[derive(Debug)]
struct Open {
    block: Block,
    rivals: Vec<Rival>,
    /// The dimension and the atoms to narrow the box to before anything else.
    only: Option<(usize, Vec<u64>)>,
}

/// One or several searches that share their steps.
#[derive(Debug)]
pub(crate) struct Search<'a> {
    grid: &'a Grid,
    steps: Steps,
    used: Vec<usize>,
}

impl<'a> Search<'a> {
    pub fn new(grid: &'a Grid, steps: u64) -> Self {
        Self { grid, steps: Steps::new(steps), used: Vec::new() }
    }

    /// The steps, for work done outside.
    pub fn steps(&mut self) -> &mut Steps {
        &mut self.steps
    }

    /// The rules that the last search needed to take all points, in order; meaningful after
    /// it found none.
    pub fn used(&self) -> Vec<usize> {
        let mut used = self.used.clone();
        used.sort_unstable();
        used.dedup();
        used
    }

    /// A part of the block that has points and none of them in the rules; none if there is
    /// no such point.
    pub fn outside(
        &mut self,
        block: Block,
        rules: impl IntoIterator<Item = usize>,
    ) -> Result<Option<Block>, Undecided> {
        self.used.clear();
        if self.grid.is_empty(&block) {
            return Ok(None);
        }
        let mut open: Vec<Open> = self.opened(block, rules)?.into_iter().collect();
        while let Some(next) = open.pop() {
            let Some(mut next) = self.shrunk(next)? else { continue };
            self.steps.spend(next.rivals.len().min(WEIGHED_RULES))?;
            let Some((rule, dimension)) = self.split(&next) else { return Ok(Some(next.block)) };
            let atoms = self.grid.atoms(&next.block, dimension);
            let set = self.grid.set(rule, dimension).unwrap_or_default();
            let outside = Some((dimension, without(atoms, set)));
            next.only = Some((dimension, within(atoms, set)));
            let outside = Open { block: next.block.clone(), rivals: next.rivals.clone(), only: outside };
            open.extend([next, outside]);
        }
        Ok(None)
    }

    /// The block with the rules that take some of its points; none if one takes all.
    fn opened(
        &mut self,
        block: Block,
        rules: impl IntoIterator<Item = usize>,
    ) -> Result<Option<Open>, Undecided> {
        let mut rivals = Vec::new();
        for rule in rules.into_iter().filter(|rule| !self.grid.is_void(*rule)) {
            self.steps.spend(1)?;
            match self.grid.freedom(&block, rule) {
                None => {}
                Some(0) => {
                    self.used.push(rule);
                    return Ok(None);
                }
                Some(freedom) => rivals.push(Rival { rule, freedom }),
            }
        }
        Ok(Some(Open { block, rivals, only: None }))
    }

    /// Narrows the box to what it is to be, and takes away the points of the rules that need
    /// no split; none if nothing is left.
    fn shrunk(&mut self, mut open: Open) -> Result<Option<Open>, Undecided> {
        while let Some((dimension, left)) = open.only.take().or_else(|| self.slice(&open)) {
            if left.iter().all(|word| *word == 0) {
                return Ok(None);
            }
            let Some(narrowed) = self.narrowed(open, dimension, &left)? else { return Ok(None) };
            open = narrowed;
        }
        Ok(Some(open))
    }

    /// What the rules that contain the block in all dimensions but one leave of that
    /// dimension.
    fn slice(&mut self, open: &Open) -> Option<(usize, Vec<u64>)> {
        let grid = self.grid;
        let mut slice: Option<(usize, Vec<u64>)> = None;
        for rival in open.rivals.iter().filter(|rival| rival.freedom == 1) {
            let crossed = |(dimension, set): &(usize, &[u64])| {
                lie(grid.atoms(&open.block, *dimension), set) == Lie::Across
            };
            let Some((dimension, set)) = grid.parts(rival.rule).find(crossed) else { continue };
            match &mut slice {
                None => slice = Some((dimension, without(grid.atoms(&open.block, dimension), set))),
                Some((sliced, left)) if *sliced == dimension => {
                    left.iter_mut().zip(set).for_each(|(left, set)| *left &= !set);
                }
                Some(_) => continue,
            }
            self.used.push(rival.rule);
        }
        slice
    }

    /// The rule and the dimension to split along: a rule nearest to containing the block, of
    /// the first few of these the one that takes most of it, and the dimension it takes the
    /// least of.
    fn split(&self, open: &Open) -> Option<(usize, usize)> {
        let fewest = open.rivals.iter().map(|rival| rival.freedom).min()?;
        let nearest = open.rivals.iter().filter(|rival| rival.freedom == fewest).take(WEIGHED_RULES);
        let weighed = nearest.filter_map(|rival| {
            let (volume, (_, dimension)) = self.weight(&open.block, rival.rule)?;
            Some((volume, Reverse(rival.rule), dimension))
        });
        weighed.max().map(|(_, rule, dimension)| (rule.0, dimension))
    }

    /// How much of the block the rule takes, in millionths, and the share and the dimension
    /// it takes the least of.
    fn weight(&self, block: &Block, rule: usize) -> Option<(u64, (u64, usize))> {
        let shares = self.grid.parts(rule).map(|(dimension, set)| {
            (share_in_thousandths(self.grid.atoms(block, dimension), set), dimension)
        });
        shares.filter(|(share, _)| *share < 1000).fold(None, |weight, (share, dimension)| {
            let (volume, least) = weight.unwrap_or((1_000_000, (share, dimension)));
            Some((volume * share / 1000, least.min((share, dimension))))
        })
    }

    /// The block with fewer atoms in one dimension; none if a rule contains what is left.
    fn narrowed(
        &mut self,
        mut open: Open,
        dimension: usize,
        atoms: &[u64],
    ) -> Result<Option<Open>, Undecided> {
        self.steps.spend(open.rivals.len() * (1 + atoms.len() / WORDS_A_STEP))?;
        let grid = self.grid;
        let before = grid.atoms(&open.block, dimension);
        let mut container = None;
        open.rivals.retain_mut(|rival| {
            let Some(set) = grid.set(rival.rule, dimension) else { return true };
            let was_across = lie(before, set) == Lie::Across;
            match lie(atoms, set) {
                Lie::Apart => return false,
                Lie::Around if was_across => rival.freedom = rival.freedom.saturating_sub(1),
                Lie::Around | Lie::Across => {}
            }
            if rival.freedom == 0 {
                container = container.or(Some(rival.rule));
            }
            true
        });
        if let Some(container) = container {
            self.used.push(container);
            return Ok(None);
        }
        grid.put(&mut open.block, dimension, atoms);
        Ok(Some(open))
    }
}
