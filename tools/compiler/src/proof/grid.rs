//! The table laid out for speed: every set in one array, a box of points as one run of words.

use std::collections::BTreeMap;
use std::ops::Range;

use super::atoms::{AtomSet, count, word_count};
use super::table::{Rule, Table};

/// No set: any atom will do.
const ANY: usize = usize::MAX;

/// A box of points: the words of one set per dimension, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block(Vec<u64>);

/// How a set lies to a dimension of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
    /// No atom of the block is in the set.
    Apart,
    /// All are.
    Around,
    /// Some are.
    Across,
}

#[derive(Debug)]
struct Row {
    /// Constrained dimensions and where their sets start, the most selective first.
    parts: Vec<(usize, usize)>,
    is_void: bool,
}

#[derive(Debug)]
pub(crate) struct Grid {
    /// Where each dimension's words are in a block.
    places: Vec<Range<usize>>,
    full: Block,
    /// The distinct sets of the table.
    sets: Vec<u64>,
    rows: Vec<Row>,
    /// By rule, then dimension: where the set starts, or [`ANY`].
    starts: Vec<usize>,
}

impl Grid {
    pub fn new(table: &Table) -> Self {
        let mut full = Vec::new();
        let mut places = Vec::new();
        for dimension in table.space().dimensions() {
            let start = full.len();
            full.extend_from_slice(AtomSet::all(dimension.atoms()).words());
            places.push(start..full.len());
        }
        let mut grid = Self {
            places,
            full: Block(full),
            sets: Vec::new(),
            rows: Vec::new(),
            starts: vec![ANY; table.rules().len() * table.space().dimensions().len()],
        };
        let mut known = BTreeMap::new();
        table.rules().iter().for_each(|rule| grid.add(rule, &mut known));
        grid
    }

    fn add<'a>(&mut self, rule: &'a Rule, known: &mut BTreeMap<&'a AtomSet, usize>) {
        let row = self.rows.len() * self.places.len();
        let mut parts = Vec::new();
        for (dimension, set) in rule.region.sets() {
            let start = *known.entry(set).or_insert_with(|| {
                self.sets.extend_from_slice(set.words());
                self.sets.len() - set.words().len()
            });
            if let Some(place) = self.starts.get_mut(row + dimension) {
                *place = start;
            }
            // In thousandths: exactness is not needed, only an order.
            let density = u64::from(set.len()) * 1000 / u64::from(set.atoms().max(1));
            parts.push((density, word_count(set.atoms()), *dimension, start));
        }
        parts.sort_unstable();
        let parts = parts.into_iter().map(|(_, _, dimension, start)| (dimension, start)).collect();
        self.rows.push(Row { parts, is_void: rule.region.is_empty() });
    }

    pub fn dimensions(&self) -> Range<usize> {
        0..self.places.len()
    }

    pub fn rules(&self) -> Range<usize> {
        0..self.rows.len()
    }

    /// Whether the rule has no point at all.
    pub fn is_void(&self, rule: usize) -> bool {
        self.rows.get(rule).is_none_or(|row| row.is_void)
    }

    /// All points.
    pub fn full(&self) -> Block {
        self.full.clone()
    }

    /// The points of a rule.
    pub fn block(&self, rule: usize) -> Block {
        self.meet(&self.full, rule)
    }

    /// The points of a block that are a rule's too.
    pub fn meet(&self, block: &Block, rule: usize) -> Block {
        let mut met = block.clone();
        for (dimension, set) in self.parts(rule) {
            let words = met.0.get_mut(self.place(dimension)).unwrap_or_default();
            words.iter_mut().zip(set).for_each(|(word, set)| *word &= set);
        }
        met
    }

    /// The block's atoms in a dimension.
    pub fn atoms<'a>(&self, block: &'a Block, dimension: usize) -> &'a [u64] {
        block.0.get(self.place(dimension)).unwrap_or_default()
    }

    /// Gives the block other atoms in a dimension.
    pub fn put(&self, block: &mut Block, dimension: usize, atoms: &[u64]) {
        let words = block.0.get_mut(self.place(dimension)).unwrap_or_default();
        words.iter_mut().zip(atoms).for_each(|(word, atoms)| *word = *atoms);
    }

    /// Whether the block may have any atom there.
    pub fn is_free(&self, block: &Block, dimension: usize) -> bool {
        self.atoms(block, dimension) == self.atoms(&self.full, dimension)
    }

    /// Whether the block has no point.
    pub fn is_empty(&self, block: &Block) -> bool {
        self.dimensions().any(|dimension| self.atoms(block, dimension).iter().all(|word| *word == 0))
    }

    /// The rule's set in a dimension; none if any atom will do.
    pub fn set(&self, rule: usize, dimension: usize) -> Option<&[u64]> {
        let start = *self.starts.get(rule * self.places.len() + dimension)?;
        if start == ANY {
            return None;
        }
        self.sets.get(start..start + self.place(dimension).len())
    }

    /// The rule's constrained dimensions and their sets, the most selective first.
    pub fn parts(&self, rule: usize) -> impl Iterator<Item = (usize, &[u64])> {
        let parts = self.rows.get(rule).map(|row| row.parts.as_slice()).unwrap_or_default();
        parts.iter().map(|(dimension, start)| {
            let set = self.sets.get(*start..*start + self.place(*dimension).len());
            (*dimension, set.unwrap_or_default())
        })
    }

    /// In how many dimensions the block has atoms that the rule has not; none if they share
    /// no point.
    pub fn freedom(&self, block: &Block, rule: usize) -> Option<u32> {
        let mut freedom = 0;
        for (dimension, set) in self.parts(rule) {
            match lie(self.atoms(block, dimension), set) {
                Lie::Apart => return None,
                Lie::Around => {}
                Lie::Across => freedom += 1,
            }
        }
        Some(freedom)
    }

    /// The other rules that share a point with this one, in order.
    pub fn neighbours(&self, rule: usize) -> Vec<usize> {
        if self.is_void(rule) {
            return Vec::new();
        }
        let block = self.block(rule);
        let meets = |other: &usize| {
            let apart = |(dimension, set): (usize, &[u64])| !shares(self.atoms(&block, dimension), set);
            *other != rule && !self.parts(*other).any(apart)
        };
        self.rules().filter(meets).collect()
    }

    fn place(&self, dimension: usize) -> Range<usize> {
        self.places.get(dimension).cloned().unwrap_or_default()
    }
}

/// How the set lies to the block's atoms.
pub(crate) fn lie(atoms: &[u64], set: &[u64]) -> Lie {
    let both = |(shared, missed): (u64, u64), (atoms, set): (&u64, &u64)| {
        (shared | atoms & set, missed | atoms & !set)
    };
    match atoms.iter().zip(set).fold((0, 0), both) {
        (0, _) => Lie::Apart,
        (_, 0) => Lie::Around,
        _ => Lie::Across,
    }
}

/// The atoms that are not in the set.
pub(crate) fn without(atoms: &[u64], set: &[u64]) -> Vec<u64> {
    atoms.iter().zip(set).map(|(atoms, set)| atoms & !set).collect()
}

/// The atoms that are in the set.
pub(crate) fn within(atoms: &[u64], set: &[u64]) -> Vec<u64> {
    atoms.iter().zip(set).map(|(atoms, set)| atoms & set).collect()
}

/// The share of the atoms that are in the set, in thousandths.
pub(crate) fn share_in_thousandths(atoms: &[u64], set: &[u64]) -> u64 {
    let shared: u32 = atoms.iter().zip(set).map(|(atoms, set)| (atoms & set).count_ones()).sum();
    u64::from(shared) * 1000 / u64::from(count(atoms).max(1))
}

fn shares(atoms: &[u64], set: &[u64]) -> bool {
    atoms.iter().zip(set).any(|(atoms, set)| atoms & set != 0)
}
