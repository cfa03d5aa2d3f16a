//! What spreadsheets make of text that they take for a number.

/// `4.92E+11`, with a point or a comma.
pub(crate) fn is_scientific(written: &str) -> bool {
    let Some((number, exponent)) = written.split_once(['E', 'e']) else { return false };
    let Some(exponent) = exponent.strip_prefix(['+', '-']) else { return false };
    let is_part = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',');
    let begins = number.starts_with(|first: char| first.is_ascii_digit());
    begins && number.bytes().all(is_part) && are_digits(exponent)
}

/// Whether a text is digits alone, and some.
pub(crate) fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
