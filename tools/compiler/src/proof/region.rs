//! Where a rule applies: one set of atoms per dimension.

use super::atoms::AtomSet;

/// The points whose atom is in the given set of every constrained dimension. A dimension
/// that is not mentioned may have any atom.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region {
    /// By dimension.
    sets: Vec<(usize, AtomSet)>,
}

impl Region {
    /// All points.
    pub fn any() -> Self {
        Self::default()
    }

    /// Constrains the dimension to the set, in addition to what constrains it already.
    #[must_use]
    pub fn with(mut self, dimension: usize, set: AtomSet) -> Self {
        match self.sets.binary_search_by_key(&dimension, |(known, _)| *known) {
            Ok(found) => {
                if let Some((_, known)) = self.sets.get_mut(found) {
                    *known = known.intersection(&set);
                }
            }
            Err(place) => self.sets.insert(place, (dimension, set)),
        }
        self
    }

    /// The constrained dimensions and their sets, by dimension. In a rule of a
    /// [`Table`](super::Table), no set is full.
    pub fn sets(&self) -> &[(usize, AtomSet)] {
        &self.sets
    }

    /// The set of a dimension; none if it is not constrained.
    pub fn set(&self, dimension: usize) -> Option<&AtomSet> {
        let found = self.sets.binary_search_by_key(&dimension, |(known, _)| *known).ok()?;
        self.sets.get(found).map(|(_, set)| set)
    }

    /// Whether the region has no point.
    pub fn is_empty(&self) -> bool {
        self.sets.iter().any(|(_, set)| set.is_empty())
    }

    /// Whether the point is in the region. A point that lacks a constrained dimension is not.
    pub fn contains(&self, point: &[u32]) -> bool {
        self.sets.iter().all(|(dimension, set)| point.get(*dimension).is_some_and(|atom| set.contains(*atom)))
    }

    /// Whether some point is in both.
    pub fn intersects(&self, other: &Self) -> bool {
        let is_apart = |(dimension, set): &(usize, AtomSet)| {
            other.set(*dimension).is_some_and(|theirs| !set.intersects(theirs))
        };
        !self.is_empty() && !other.is_empty() && !self.sets.iter().any(is_apart)
    }

    /// Whether every point of this region is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        let holds = |(dimension, outer): &(usize, AtomSet)| {
            outer.is_full() || self.set(*dimension).is_some_and(|inner| inner.is_subset(outer))
        };
        self.is_empty() || other.sets.iter().all(holds)
    }

    /// The points of both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        other.sets.iter().fold(self.clone(), |region, (dimension, set)| region.with(*dimension, set.clone()))
    }

    /// The same region with another set, or any atom, in one dimension.
    #[must_use]
    pub fn replaced(&self, dimension: usize, set: Option<AtomSet>) -> Self {
        let others = self.sets.iter().filter(|(known, _)| *known != dimension).cloned().collect();
        let others = Self { sets: others };
        match set {
            Some(set) => others.with(dimension, set),
            None => others,
        }
    }
}
