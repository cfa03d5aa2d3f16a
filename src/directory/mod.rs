//! Directories: which small numbers belong to a text, in a few bytes for each of thousands of
//! texts, and nothing to build before the first look.
//!
//! A directory does not have its texts, only the beginnings of their hashes ([`key::Key`]), on
//! shelves of a few dozen. An entry of a shelf is the difference to the hash before it, Rice
//! coded, and its number; looking something up reads one shelf from its beginning. All that
//! is written by `build/`, from the tables in `data/`.
//!
//! What is in a directory is always found. What is not is taken for something that is with
//! odds of at most 1 to 2^`certainty_bits`, which each directory states.

mod bits;
pub(crate) mod key;

use bits::Bits;
use key::{CERTAINTY_BITS, Key};

pub(crate) use bits::leb128;
pub(crate) use key::Numbers;

/// Texts and their numbers, as `build/` wrote them.
pub(crate) struct Directory {
    /// What the keys start from.
    pub(crate) seed: u64,
    /// Where in `shelves` each shelf starts, and the last one ends.
    pub(crate) starts: &'static [u16],
    /// The shelves: for each the number of its entries in LEB128, then the entries.
    pub(crate) shelves: &'static [u8],
}

impl Directory {
    /// The key of no bytes at all, to which those of a text are added.
    pub(crate) const fn key(&self) -> Key {
        Key::new(self.seed)
    }

    /// The numbers of the text with that key, on the shelf that is its.
    pub(crate) fn find(&self, key: Key, numbers: Numbers) -> Found {
        self.find_on(key.shelf(self.starts.len().saturating_sub(1)), key, numbers)
    }

    /// The same, on a shelf that something else tells.
    pub(crate) fn find_on(&self, shelf: usize, key: Key, numbers: Numbers) -> Found {
        let bounds = self.starts.get(shelf).zip(self.starts.get(shelf + 1));
        let bytes = bounds.and_then(|(from, to)| self.shelves.get(usize::from(*from)..usize::from(*to)));
        let (count, entries) = bits::leb128(bytes.unwrap_or_default());
        Found { bits: Bits::new(entries), left: count, at: 0, wanted: key.place(count), numbers }
    }
}

/// The numbers of one text: none, one, or several where it is ambiguous.
pub(crate) struct Found {
    bits: Bits<'static>,
    left: u64,
    at: u64,
    wanted: u64,
    numbers: Numbers,
}

impl Iterator for Found {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        while self.left > 0 {
            self.left -= 1;
            self.at += self.bits.rice(CERTAINTY_BITS);
            let number = match self.numbers {
                Numbers::Unary => self.bits.rice(0),
                Numbers::OfBits(count) => self.bits.take(count),
            };
            if self.at == self.wanted {
                return Some(number);
            }
            if self.at > self.wanted {
                self.left = 0;
            }
        }
        None
    }
}
