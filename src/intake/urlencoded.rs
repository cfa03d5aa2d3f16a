//! `application/x-www-form-urlencoded` bodies (WHATWG URL, section 5.1), in any charset.

use std::borrow::Cow;

use super::charset::{Charset, Decoder};
use super::fields::{Fields, MAX_NAME_BYTES, MAX_VALUE_BYTES};
use super::malformed::Malformed;

/// The longest way to write one byte: `%41`.
const LONGEST_ESCAPE_BYTES: usize = 3;

/// Reads the fields. Without a declared charset they are in the one that a `_charset_` field
/// names (HTML, "naming form controls"), else in UTF-8.
pub(super) fn fields(
    body: &[u8],
    charset: Option<&Charset>,
    decoder: &dyn Decoder,
) -> Result<Fields, Malformed> {
    let named = match charset {
        None => plain_value(body, "_charset_").map(|label| Charset::from_label(&label)),
        Some(_) => None,
    };
    let charset = charset.or(named.as_ref()).unwrap_or(&Charset::Utf8);
    let text = |written: &[u8], max_bytes: usize, too_long: Malformed| {
        if written.len() > max_bytes * LONGEST_ESCAPE_BYTES {
            return Err(too_long);
        }
        let text = charset.text(unescape(written), decoder)?;
        if text.len() > max_bytes { Err(too_long) } else { Ok(text) }
    };
    let mut fields = Fields::default();
    for (name, value) in pairs(body) {
        let name = text(name, MAX_NAME_BYTES, Malformed::NameTooLong)?;
        fields.add(name, text(value, MAX_VALUE_BYTES, Malformed::ValueTooLong)?)?;
    }
    Ok(fields)
}

/// The value of a field, if its name and value are plain ASCII, before any charset is known.
pub(super) fn plain_value(body: &[u8], field: &str) -> Option<String> {
    let (_, value) = pairs(body).find(|(name, _)| *name == field.as_bytes())?;
    String::from_utf8(unescape(value).into_owned()).ok().filter(|value| value.is_ascii() && !value.is_empty())
}

/// Names and values as they are written. Empty ones between two ampersands are nothing.
fn pairs(body: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
        let end = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
        let (name, value) = pair.split_at_checked(end).unwrap_or((pair, b""));
        (name, value.strip_prefix(b"=").unwrap_or(value))
    })
}

/// A plus is a space, and `%41` is a byte; a percent sign that begins no byte is itself.
fn unescape(written: &[u8]) -> Cow<'_, [u8]> {
    if !written.iter().any(|byte| matches!(byte, b'+' | b'%')) {
        return Cow::Borrowed(written);
    }
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written;
    while let Some((byte, after)) = rest.split_first() {
        let (byte, after) = match byte {
            b'+' => (b' ', after),
            b'%' => escaped(after).unwrap_or((b'%', after)),
            plain => (*plain, after),
        };
        bytes.push(byte);
        rest = after;
    }
    Cow::Owned(bytes)
}

/// The byte of two hex digits, and what follows them.
pub(super) fn escaped(digits: &[u8]) -> Option<(u8, &[u8])> {
    let ([high, low], rest) = digits.split_first_chunk::<2>()?;
    let value = |digit: u8| char::from(digit).to_digit(16);
    let byte = value(*high)? * 16 + value(*low)?;
    Some((u8::try_from(byte).ok()?, rest))
}
