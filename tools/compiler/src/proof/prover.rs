//! Who answers questions about a table.

use super::atoms::AtomSet;
use super::coverage::Cover;
use super::grid::{Block, Grid};
use super::overlap::Overlaps;
use super::redundancy::Heirs;
use super::search::Search;
use super::space::{Dimension, Point};
use super::steps::{DEFAULT_STEPS, Undecided};
use super::table::Table;
use super::twins::{Merge, Twin};

/// Answers questions about one table. The questions are methods; each has its own steps.
/// Questions about a rule that does not exist are answered as if it had no points.
#[derive(Debug)]
pub struct Proof<'a> {
    pub(crate) table: &'a Table,
    pub(crate) grid: Grid,
    /// The best example of a point.
    pub(crate) typical: Point,
    steps: u64,
}

/// All that can be said about one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The rule.
    pub rule: usize,
    /// The earlier rules that leave it nothing, if they do.
    pub unreachable: Result<Option<Cover>, Undecided>,
    /// Who would decide the same without it, if somebody would everywhere.
    pub redundant: Result<Option<Heirs>, Undecided>,
    /// The later rules that it wins from by its place only.
    pub overlaps: Overlaps,
    /// The first earlier rule of the same region.
    pub identical: Option<Twin>,
    /// The earlier rules it could be one rule with.
    pub mergeable: Vec<Merge>,
}

impl<'a> Proof<'a> {
    /// Prepares for questions, of [`DEFAULT_STEPS`] each.
    pub fn new(table: &'a Table) -> Self {
        let dimensions = table.space().dimensions().iter();
        let best = |of: &Dimension| of.example(&AtomSet::all(of.atoms())).unwrap_or_default();
        Self { table, grid: Grid::new(table), typical: dimensions.map(best).collect(), steps: DEFAULT_STEPS }
    }

    /// Gives each question another number of steps.
    #[must_use]
    pub fn with_steps(mut self, steps: u64) -> Self {
        self.steps = steps;
        self
    }

    /// The table in question.
    pub fn table(&self) -> &'a Table {
        self.table
    }

    /// Reviews every rule in order, each when it is asked for: whoever iterates can show how
    /// far it is, and stop. Whether a point is left over is asked by [`Proof::uncovered`].
    pub fn reviews(&self) -> impl ExactSizeIterator<Item = Review> + '_ {
        self.grid.rules().map(|rule| self.review(rule))
    }

    fn review(&self, rule: usize) -> Review {
        let neighbours = self.grid.neighbours(rule);
        let reach = self.reach(rule, &neighbours);
        let (unreachable, redundant, overlaps) = match reach {
            Ok(Some(part)) => {
                let redundant = self.heirs(rule, &part, &neighbours);
                (Ok(None), redundant, self.overlaps_among(rule, &neighbours))
            }
            Ok(None) => (self.cover(rule, &neighbours), Ok(None), Overlaps::default()),
            Err(undecided) => (Err(undecided), Err(undecided), self.overlaps_among(rule, &neighbours)),
        };
        let (identical, mergeable) = (self.identical(rule), self.mergeable(rule));
        Review { rule, unreachable, redundant, overlaps, identical, mergeable }
    }

    /// A part of the rule that no earlier rule takes a point of.
    pub(crate) fn reach(&self, rule: usize, neighbours: &[usize]) -> Result<Option<Block>, Undecided> {
        let mut search = self.search();
        if self.grid.is_void(rule) {
            return Ok(None);
        }
        search.outside(self.grid.block(rule), before(neighbours, rule))
    }

    pub(crate) fn search(&self) -> Search<'_> {
        Search::new(&self.grid, self.steps)
    }
}

/// Those of the rules that come before this one.
pub(crate) fn before(rules: &[usize], rule: usize) -> impl Iterator<Item = usize> + '_ {
    rules.iter().copied().take_while(move |other| *other < rule)
}

/// Those of the rules that come after this one.
pub(crate) fn after(rules: &[usize], rule: usize) -> impl Iterator<Item = usize> + '_ {
    rules.iter().copied().skip_while(move |other| *other <= rule)
}
