//! Bits out of bytes, the lowest first. Beyond the end they are zero.

/// A place in a string of bits.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bits<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// At least the next 56 bits, the next one lowest.
    fn ahead(&self) -> u64 {
        let rest = self.bytes.get(self.at / 8..).unwrap_or_default();
        let bytes = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut padded = [0; 8];
            padded.iter_mut().zip(rest).for_each(|(padded, byte)| *padded = *byte);
            padded
        });
        u64::from_le_bytes(bytes) >> (self.at % 8)
    }

    /// A number of `count` bits, up to 56, its lowest first.
    pub(super) fn take(&mut self, count: u32) -> u64 {
        let number = self.ahead() & ((1 << count) - 1);
        self.at += count as usize;
        number
    }

    /// A Rice coded number: a one for each multiple of 2^`low_bits`, a zero, and the rest.
    pub(super) fn rice(&mut self, low_bits: u32) -> u64 {
        let mut high = 0;
        loop {
            let ones = self.ahead().trailing_ones().min(48);
            high += u64::from(ones);
            self.at += ones as usize;
            if ones < 48 {
                break;
            }
        }
        self.at += 1;
        high << low_bits | self.take(low_bits)
    }
}

/// A number of seven bits a byte, the lowest first, and the bytes after it.
pub(crate) fn leb128(bytes: &[u8]) -> (u64, &[u8]) {
    let mut number = 0;
    let mut rest = bytes;
    let mut shift = 0;
    while let Some((byte, after)) = rest.split_first() {
        number |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        rest = after;
        if byte & 0x80 == 0 {
            break;
        }
    }
    (number, rest)
}
