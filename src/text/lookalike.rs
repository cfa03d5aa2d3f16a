//! Characters that look like ASCII letters and digits (UTS 39).

include!(concat!(env!("OUT_DIR"), "/lookalikes.rs"));

/// The ASCII letters and digits, in lower case, that a character without case looks like.
///
/// `build/` wrote down, plane by plane, the low halves of code points, which of the texts
/// each looks like, and those texts between spaces.
pub(super) fn of(character: char) -> Option<&'static str> {
    let code = u32::from(character);
    let (codes, texts) = match code >> 16 {
        0 => (BASIC.as_slice(), BASIC_TEXTS.as_slice()),
        1 => (SUPPLEMENTARY.as_slice(), SUPPLEMENTARY_TEXTS.as_slice()),
        _ => return None,
    };
    let low = u16::try_from(code & 0xffff).ok()?;
    let at = codes.binary_search(&low).ok()?;
    TEXTS.split(' ').nth(usize::from(*texts.get(at)?))
}
