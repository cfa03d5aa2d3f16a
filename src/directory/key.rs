//! What a directory keeps of a text: 64 bits of it.

/// A text that is not in a directory falls on the place of one that is with odds of 1 to two to
/// the power of this: 1 to 8,192. A bit more makes each thousand entries 125 bytes larger.
pub const CERTAINTY_BITS: u32 = 13;

/// The 64-bit FNV-1a hash of some bytes (RFC 9923), mixed so that any of its bits will do.
///
/// No secret is in it: texts with equal keys can be made up on purpose. All they get is the
/// answer for another text that could have been sent as well.
#[derive(Clone, Copy)]
pub struct Key {
    state: u64,
}

impl Key {
    /// The key of no bytes at all. Another `seed` makes other keys.
    pub const fn new(seed: u64) -> Self {
        Self { state: 0xcbf2_9ce4_8422_2325 ^ seed }
    }

    /// The key with a byte more.
    #[must_use]
    pub const fn and(self, byte: u8) -> Self {
        Self { state: (self.state ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3) }
    }

    /// The key with these bytes more.
    #[must_use]
    pub fn and_all(self, bytes: impl IntoIterator<Item = u8>) -> Self {
        bytes.into_iter().fold(self, Self::and)
    }

    /// Every bit depends on every byte (the finalizer of MurmurHash3).
    const fn mixed(self) -> u64 {
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        mixed ^ (mixed >> 33)
    }

    /// Which of so many shelves, fewer than 2^32, the key belongs on.
    pub const fn shelf(self, shelves: usize) -> usize {
        // The high half, scaled.
        (((self.mixed() >> 32) * shelves as u64) >> 32) as usize
    }

    /// Where on a shelf of `count` entries it belongs, of which there are 2^`CERTAINTY_BITS`
    /// times as many places.
    pub const fn place(self, count: u64) -> u64 {
        // The low half, scaled; there are far fewer than 2^32 places.
        ((self.mixed() & 0xffff_ffff) * (count << CERTAINTY_BITS)) >> 32
    }
}

/// How the numbers of a shelf are written.
#[derive(Clone, Copy)]
pub enum Numbers {
    /// So many ones and a zero, where most numbers are zero.
    Unary,
    /// In so many bits.
    OfBits(u32),
}

impl Numbers {
    /// For the numbers below `count`.
    pub const fn below(count: usize) -> Self {
        Self::OfBits(count.next_power_of_two().trailing_zeros())
    }
}
