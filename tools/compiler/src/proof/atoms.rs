//! Sets of the atoms of one dimension.

use std::fmt;
use std::sync::Arc;

const WORD_BITS: u32 = u64::BITS;

/// A set of atoms `0..atoms` of one dimension, as bits. Cheap to clone: the bits are shared.
///
/// Sets are compared and combined with sets of the same dimension; atoms that the other
/// dimension does not have count as absent from the other set.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AtomSet {
    atoms: u32,
    words: Arc<[u64]>,
}

impl AtomSet {
    /// The set without atoms, of a dimension that has `atoms`.
    pub fn none(atoms: u32) -> Self {
        Self { atoms, words: vec![0; word_count(atoms)].into() }
    }

    /// The set of all atoms of a dimension that has `atoms`.
    pub fn all(atoms: u32) -> Self {
        Self::from_words(atoms, vec![u64::MAX; word_count(atoms)])
    }

    /// The set of those `members` that are atoms: what is not below `atoms` is left out.
    pub fn of(atoms: u32, members: impl IntoIterator<Item = u32>) -> Self {
        let mut words = vec![0; word_count(atoms)];
        for member in members.into_iter().filter(|member| *member < atoms) {
            let (word, bit) = place(member);
            if let Some(word) = words.get_mut(word) {
                *word |= bit;
            }
        }
        Self { atoms, words: words.into() }
    }

    /// A set of the given words, lowest atom in the lowest bit of the first. Bits beyond the
    /// last atom are cleared, words beyond dropped.
    pub(crate) fn from_words(atoms: u32, mut words: Vec<u64>) -> Self {
        words.resize(word_count(atoms), 0);
        let used_bits = atoms % WORD_BITS;
        if let Some(last) = words.last_mut().filter(|_| used_bits > 0) {
            *last &= (1 << used_bits) - 1;
        }
        Self { atoms, words: words.into() }
    }

    /// How many atoms the dimension has.
    pub fn atoms(&self) -> u32 {
        self.atoms
    }

    /// The bits, lowest atom in the lowest bit of the first word.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// How many atoms are in the set.
    pub fn len(&self) -> u32 {
        count(&self.words)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Whether every atom of the dimension is in the set.
    pub fn is_full(&self) -> bool {
        self.len() == self.atoms
    }

    /// Whether the atom is in the set.
    pub fn contains(&self, atom: u32) -> bool {
        has(&self.words, atom)
    }

    /// The lowest atom.
    pub fn first(&self) -> Option<u32> {
        first(&self.words)
    }

    /// The atoms, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        members(&self.words)
    }

    /// Whether some atom is in both.
    pub fn intersects(&self, other: &Self) -> bool {
        self.words.iter().zip(other.words.iter()).any(|(one, other)| one & other != 0)
    }

    /// Whether every atom of this set is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.words, &other.words) || self.pairs(other).all(|(one, other)| one & !other == 0)
    }

    /// The atoms of this set that are in the other too.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        self.combined(other, |one, other| one & other)
    }

    /// The atoms of this set that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.combined(other, |one, other| one & !other)
    }

    /// The atoms of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.combined(other, |one, other| one | other)
    }

    fn combined(&self, other: &Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        Self::from_words(self.atoms, self.pairs(other).map(|(one, other)| combine(one, other)).collect())
    }

    fn pairs<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (u64, u64)> + 'a {
        self.words.iter().copied().zip(other.words.iter().copied().chain(std::iter::repeat(0)))
    }
}

impl fmt::Debug for AtomSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}

/// The words that so many atoms need.
pub(crate) fn word_count(atoms: u32) -> usize {
    atoms.div_ceil(WORD_BITS) as usize
}

/// The word of an atom and its bit there.
pub(crate) fn place(atom: u32) -> (usize, u64) {
    ((atom / WORD_BITS) as usize, 1 << (atom % WORD_BITS))
}

pub(crate) fn has(words: &[u64], atom: u32) -> bool {
    let (word, bit) = place(atom);
    words.get(word).is_some_and(|word| word & bit != 0)
}

pub(crate) fn count(words: &[u64]) -> u32 {
    words.iter().map(|word| word.count_ones()).sum()
}

pub(crate) fn first(words: &[u64]) -> Option<u32> {
    members(words).next()
}

pub(crate) fn members(words: &[u64]) -> impl Iterator<Item = u32> + '_ {
    (0_u32..).step_by(WORD_BITS as usize).zip(words).flat_map(|(start, word)| {
        let with_lowest_dropped = |rest: &u64| Some(rest & (rest - 1)).filter(|rest| *rest != 0);
        let rests = std::iter::successors(Some(*word).filter(|word| *word != 0), with_lowest_dropped);
        rests.map(move |rest| start + rest.trailing_zeros())
    })
}
