//! Bytes as text: hex, base32 and both base64 (RFC 4648), without padding.
//!
//! One loop for all of them: a general library is a tenth of the ledger's wasm. The tests
//! hold it against one.

/// An alphabet of 16, 32 or 64 characters.
#[derive(Clone, Copy)]
pub struct Encoding {
    alphabet: &'static [u8],
    bits: u32,
}

/// Lower-case hex.
pub const HEX: Encoding = Encoding { alphabet: b"0123456789abcdef", bits: 4 };
/// Lower-case base32hex (RFC 4648, section 7).
pub const BASE32: Encoding = Encoding { alphabet: b"0123456789abcdefghijklmnopqrstuv", bits: 5 };
/// The URL-safe alphabet (RFC 4648, section 5).
pub const BASE64URL: Encoding =
    Encoding { alphabet: b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", bits: 6 };
/// The standard alphabet (RFC 4648, section 4).
pub const BASE64: Encoding =
    Encoding { alphabet: b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", bits: 6 };

impl Encoding {
    /// The text of some bytes.
    pub fn encode(self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len() * 8 / self.bits as usize + 1);
        let (mut held, mut count) = (0_u32, 0);
        for byte in bytes {
            held = (held << 8) | u32::from(*byte);
            count += 8;
            while count >= self.bits {
                count -= self.bits;
                text.push(self.letter(held >> count));
            }
        }
        if count > 0 {
            text.push(self.letter(held << (self.bits - count)));
        }
        text
    }

    fn letter(self, held: u32) -> char {
        let place = held & ((1 << self.bits) - 1);
        self.alphabet.get(place as usize).map_or('0', |letter| char::from(*letter))
    }

    /// The bytes of a text; `None` unless it is exactly what [`encode`](Self::encode) makes.
    pub fn decode(self, text: &str) -> Option<Vec<u8>> {
        let mut places = [u8::MAX; 256];
        for (place, letter) in (0_u8..).zip(self.alphabet) {
            *places.get_mut(usize::from(*letter))? = place;
        }
        let mut bytes = Vec::with_capacity(text.len() * self.bits as usize / 8);
        let (mut held, mut count) = (0_u32, 0);
        for letter in text.bytes() {
            let place = places.get(usize::from(letter)).copied().filter(|place| *place != u8::MAX)?;
            held = (held << self.bits) | u32::from(place);
            count += self.bits;
            if count >= 8 {
                count -= 8;
                bytes.push(u8::try_from((held >> count) & 0xff).ok()?);
            }
        }
        // What is left over must be less than a letter, and nothing but padding.
        let exact = count < self.bits && held & ((1 << count) - 1) == 0;
        exact.then_some(bytes)
    }
}
