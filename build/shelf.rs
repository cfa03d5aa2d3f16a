//! Writes directories: the shelves that `src/directory` reads.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::key::{CERTAINTY_BITS, Key, Numbers};
use crate::{Fallible, table};

/// How many entries a shelf has on average, where the key tells the shelf. More make the
/// directory smaller by little, fewer make looking something up faster by little.
const ENTRIES_ON_A_SHELF: usize = 96;

/// Seeds to try before giving up. One in a few does it.
const SEEDS: u64 = 1000;

/// A directory to be.
pub struct Plan {
    /// The name of the static; its shelves are `{name}.bin`, in lower case.
    name: &'static str,
    entries: Entries,
}

enum Entries {
    /// The key tells the shelf.
    ByKey(Shelf),
    /// Something else does.
    Shelved(Vec<Shelf>),
}

/// Texts and their numbers.
pub struct Shelf {
    pub entries: BTreeSet<(Vec<u8>, u64)>,
    pub numbers: Numbers,
    /// Texts that are looked up in vain on the way to others: none of them may be found.
    pub absent: BTreeSet<Vec<u8>>,
}

impl Plan {
    /// A directory in which the key tells the shelf.
    pub const fn by_key(name: &'static str, all: Shelf) -> Self {
        Self { name, entries: Entries::ByKey(all) }
    }

    /// A directory in which something else tells the shelf.
    pub const fn shelved(name: &'static str, shelves: Vec<Shelf>) -> Self {
        Self { name, entries: Entries::Shelved(shelves) }
    }

    /// Writes the file of shelves, and gives the static in Rust.
    pub fn write(&self) -> Fallible<String> {
        let written = (0..SEEDS).find_map(|seed| Some((seed, self.with_seed(seed)?)));
        let (seed, shelves) =
            written.ok_or_else(|| format!("{}: no seed keeps all texts apart", self.name))?;
        let mut starts = vec![0];
        let mut bytes = Vec::new();
        for shelf in shelves {
            bytes.extend(shelf);
            starts.push(u16::try_from(bytes.len()).map_err(|_| format!("{}: over 64 KiB", self.name))?);
        }
        let file = format!("{}.bin", self.name.to_lowercase());
        table::write(&file, bytes)?;
        let mut rust = String::new();
        writeln!(rust, "static {}: Directory = Directory {{", self.name)?;
        writeln!(rust, "    seed: {seed},")?;
        writeln!(rust, "    starts: &{starts:?},")?;
        writeln!(rust, "    shelves: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\")),\n}};")?;
        Ok(rust)
    }

    /// The shelves, unless two texts look alike on one.
    fn with_seed(&self, seed: u64) -> Option<Vec<Vec<u8>>> {
        let key = |text: &[u8]| Key::new(seed).and_all(text.iter().copied());
        let shelves = match &self.entries {
            Entries::ByKey(all) => &dealt(all, key),
            Entries::Shelved(shelves) => shelves,
        };
        shelves.iter().map(|shelf| written(shelf, key)).collect()
    }
}

/// A shelf's bytes, unless two of its texts look alike, or an absent one looks like one of them.
fn written(shelf: &Shelf, key: impl Fn(&[u8]) -> Key) -> Option<Vec<u8>> {
    let count = shelf.entries.len() as u64;
    let place = |text: &Vec<u8>| key(text).place(count);
    let mut entries: Vec<_> =
        shelf.entries.iter().map(|(text, number)| (place(text), text, *number)).collect();
    entries.sort_unstable();
    let alike =
        entries.windows(2).any(|two| matches!(two, [one, next] if one.0 == next.0 && one.1 != next.1));
    let occupied = |text| entries.binary_search_by_key(&place(text), |(place, ..)| *place).is_ok();
    if alike || shelf.absent.iter().any(occupied) {
        return None;
    }
    let mut bits = Bits::default();
    let mut before = 0;
    for (place, _, number) in entries {
        bits.rice(place - before, CERTAINTY_BITS);
        match shelf.numbers {
            Numbers::Unary => bits.rice(number, 0),
            Numbers::OfBits(count) => bits.put(number, count),
        }
        before = place;
    }
    Some([leb128(count), bits.bytes].concat())
}

/// The entries, each on the shelf that its key tells.
fn dealt(all: &Shelf, key: impl Fn(&[u8]) -> Key) -> Vec<Shelf> {
    let count = all.entries.len().div_ceil(ENTRIES_ON_A_SHELF);
    let empty = || Shelf { entries: BTreeSet::new(), numbers: all.numbers, absent: BTreeSet::new() };
    let mut shelves: Vec<Shelf> = std::iter::repeat_with(empty).take(count).collect();
    for (text, number) in &all.entries {
        if let Some(shelf) = shelves.get_mut(key(text).shelf(count)) {
            shelf.entries.insert((text.clone(), *number));
        }
    }
    for text in &all.absent {
        if let Some(shelf) = shelves.get_mut(key(text).shelf(count)) {
            shelf.absent.insert(text.clone());
        }
    }
    shelves
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    filled: usize,
}

impl Bits {
    fn push(&mut self, bit: bool) {
        if self.filled.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let Some(last) = self.bytes.last_mut() {
            *last |= u8::from(bit) << (self.filled % 8);
        }
        self.filled += 1;
    }

    fn put(&mut self, number: u64, bits: u32) {
        (0..bits).for_each(|bit| self.push(number >> bit & 1 == 1));
    }

    fn rice(&mut self, number: u64, low_bits: u32) {
        (0..number >> low_bits).for_each(|_| self.push(true));
        self.push(false);
        self.put(number, low_bits);
    }
}

/// Seven bits a byte, the lowest first.
pub fn leb128(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}
