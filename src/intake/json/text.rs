//! A JSON string, still as it was written.

use std::borrow::Cow;

use crate::intake::Malformed;

/// The longest way to write one byte of a string: `\u0041`.
const LONGEST_ESCAPE_BYTES: usize = 6;

/// A JSON string whose escapes are sound but not yet resolved.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    raw: &'a str,
    has_escapes: bool,
}

impl<'a> Text<'a> {
    /// What stands between the quotes. Every escape in it must be sound.
    pub(super) const fn new(raw: &'a str, has_escapes: bool) -> Self {
        Self { raw, has_escapes }
    }

    /// The text, if it has at most so many bytes. Nothing is allocated for a longer one.
    ///
    /// A surrogate without its other half (RFC 8259, section 8.2) becomes U+FFFD: what a
    /// script cut in two must not cost the lead.
    pub(crate) fn decode(self, max_bytes: usize) -> Option<Cow<'a, str>> {
        if !self.has_escapes {
            return (self.raw.len() <= max_bytes).then_some(Cow::Borrowed(self.raw));
        }
        if self.raw.len() > max_bytes.saturating_mul(LONGEST_ESCAPE_BYTES) {
            return None;
        }
        let text = unescape(self.raw);
        (text.len() <= max_bytes).then_some(Cow::Owned(text))
    }

    /// The text as a field's value.
    pub(crate) fn value(self) -> Result<String, Malformed> {
        let text = self.decode(crate::intake::MAX_VALUE_BYTES).ok_or(Malformed::ValueTooLong)?;
        Ok(text.into_owned())
    }

    /// Whether the text is this one.
    pub(crate) fn is(self, other: &str) -> bool {
        self.decode(other.len()).is_some_and(|text| text == other)
    }
}

fn unescape(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        text.push_str(plain);
        let (character, after) = escape(escaped);
        text.push(character);
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The character of one escape, given what follows its backslash, and what follows it.
fn escape(escaped: &str) -> (char, &str) {
    let mut characters = escaped.chars();
    let character = match characters.next() {
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => return code_point(characters.as_str()),
        Some(other) => other,
        None => char::REPLACEMENT_CHARACTER,
    };
    (character, characters.as_str())
}

/// The character of `\uXXXX`, or of two of them that are one character's halves.
fn code_point(digits: &str) -> (char, &str) {
    let (first, rest) = code_unit(digits);
    if let Some(character) = char::from_u32(first) {
        return (character, rest);
    }
    let second = rest.strip_prefix("\\u").map(code_unit);
    match second {
        Some((second, rest)) if first < 0xdc00 && (0xdc00..0xe000).contains(&second) => {
            let joined = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            (char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER), rest)
        }
        _ => (char::REPLACEMENT_CHARACTER, rest),
    }
}

fn code_unit(digits: &str) -> (u32, &str) {
    let (digits, rest) = digits.split_at_checked(4).unwrap_or((digits, ""));
    (u32::from_str_radix(digits, 16).unwrap_or(u32::from(char::REPLACEMENT_CHARACTER)), rest)
}
