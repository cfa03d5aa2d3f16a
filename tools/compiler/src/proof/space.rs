//! What a table decides about: dimensions, and which atoms make good examples.

use super::atoms::{AtomSet, has, members};

/// One atom per dimension, in the order of the [`Space`].
pub type Point = Vec<u32>;

/// One dimension: its atoms are `0..atoms`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    atoms: u32,
    avoided: Vec<u32>,
}

impl Dimension {
    /// A dimension of so many atoms, at least one. Its lowest atoms make the best examples.
    pub fn new(atoms: u32) -> Self {
        Self { atoms: atoms.max(1), avoided: Vec::new() }
    }

    /// Makes these atoms examples only when there is no other, worst last.
    #[must_use]
    pub fn avoid(mut self, atoms: impl IntoIterator<Item = u32>) -> Self {
        self.avoided = atoms.into_iter().collect();
        self
    }

    /// How many atoms there are.
    pub fn atoms(&self) -> u32 {
        self.atoms
    }

    /// The best example in the set; none if it is empty.
    pub fn example(&self, set: &AtomSet) -> Option<u32> {
        self.example_of(set.words())
    }

    pub(crate) fn example_of(&self, words: &[u64]) -> Option<u32> {
        let avoided = || self.avoided.iter().copied().find(|atom| has(words, *atom));
        members(words).find(|atom| !self.avoided.contains(atom)).or_else(avoided)
    }
}

/// The dimensions, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Space {
    dimensions: Vec<Dimension>,
}

impl Space {
    /// A space of these dimensions.
    pub fn new(dimensions: Vec<Dimension>) -> Self {
        Self { dimensions }
    }

    /// The dimensions, in order.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// Whether the point has one existing atom per dimension.
    pub fn contains(&self, point: &[u32]) -> bool {
        point.len() == self.dimensions.len()
            && point.iter().zip(&self.dimensions).all(|(atom, dimension)| *atom < dimension.atoms)
    }
}
