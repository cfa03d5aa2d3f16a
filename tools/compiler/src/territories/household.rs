//! Postal codes so exact that they name a household: they are written, as they are compared,
//! only as far as they name a district.

use beeline::place::postal::{OUTWARD, district_characters, outward_key, outward_of, plain};

/// What to write instead of a code that says too much, and what that is called.
pub(super) fn coarser(country: &str, written: &str) -> Option<(String, &'static str)> {
    if country == OUTWARD {
        return Some((outward_code(written)?, "the outward code"));
    }
    let most = district_characters(country)?;
    let code = plain(written);
    let first: String = code.chars().take(most).collect();
    let named = match country {
        "CA" | "IE" => "the first three characters",
        "NL" => "the four digits",
        _ => "the first five digits",
    };
    let is_more = code.chars().count() > most;
    let is_shaped = match country {
        "NL" => code.chars().skip(most).all(|character| character.is_ascii_uppercase()),
        "US" | "PR" => code.len() == 9 && code.bytes().all(|byte| byte.is_ascii_digit()),
        _ => true,
    };
    (is_more && is_shaped).then_some((first, named))
}

/// The outward code of a postcode of which more is written.
fn outward_code(written: &str) -> Option<String> {
    let mut parts = written.split_whitespace().map(plain);
    let first = parts.next()?;
    let is_district = |code: &str| outward_key(code).is_some_and(|key| key.len() > 2);
    if parts.next().is_some_and(|second| second.starts_with(|it: char| it.is_ascii_digit()))
        && is_district(&first)
    {
        return Some(first);
    }
    let code = plain(written);
    if let Some(outward) = outward_of(&code) {
        return Some(outward.to_owned());
    }
    // A sector: an outward code that ends with a letter, and a digit.
    let sector = code.strip_suffix(|last: char| last.is_ascii_digit())?;
    (outward_key(&code).is_none() && is_district(sector)).then(|| sector.to_owned())
}
