//! British outward codes: the part of a postcode that names a district, not a street.

/// The inward part: a digit and two letters.
const INWARD_CHARACTERS: usize = 3;

/// An outward code in a form in which text order is the order of districts, and a beginning is
/// never the beginning of another district: the area in two characters, the district in two
/// digits. `E1` becomes `E-01`, so that it is not the beginning of `E-14`.
///
/// Takes capitals without blanks; also an area alone (`SW`), which stands for its districts.
pub fn outward_key(outward: &str) -> Option<String> {
    let digits_at = outward.find(|character: char| !character.is_ascii_uppercase()).unwrap_or(outward.len());
    let (area, district) = outward.split_at_checked(digits_at)?;
    if !(1..=2).contains(&area.len()) {
        return None;
    }
    let letter_at = district.find(|character: char| !character.is_ascii_digit()).unwrap_or(district.len());
    let (number, letter) = district.split_at_checked(letter_at)?;
    let is_letter = letter.len() <= 1 && letter.bytes().all(|byte| byte.is_ascii_uppercase());
    match number.len() {
        0 if letter.is_empty() => Some(format!("{area:-<2}")),
        1 | 2 if is_letter => Some(format!("{area:-<2}{number:0>2}{letter}")),
        _ => None,
    }
}

/// The outward part of a whole postcode in capitals without blanks; nothing if it is none.
pub fn outward_of(postcode: &str) -> Option<&str> {
    let (outward, inward) = postcode.split_at_checked(postcode.len().checked_sub(INWARD_CHARACTERS)?)?;
    let mut inward = inward.bytes();
    let is_inward = inward.next().is_some_and(|byte| byte.is_ascii_digit())
        && inward.all(|byte| byte.is_ascii_uppercase());
    (is_inward && outward_key(outward).is_some_and(|key| key.len() > 2)).then_some(outward)
}

/// A key as people write it.
pub(super) fn shown(key: &str) -> String {
    let (area, district) = key.split_at_checked(2).unwrap_or((key, ""));
    let district = district.strip_prefix('0').unwrap_or(district);
    format!("{}{district}", area.trim_end_matches('-'))
}
