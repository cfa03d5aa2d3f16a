//! How postal codes are compared: as text, in capitals, without blanks and dashes, and no more
//! of them than names a district: whole codes of some countries name a household, and what is
//! recorded of a decision is no personal data.

mod digits;
mod outward;

use serde::{Deserialize, Serialize};

pub use digits::{Digits, digits_of};
pub use outward::{outward_key, outward_of};

/// The country whose codes consist of an outward and an inward part.
pub const OUTWARD: &str = "GB";

/// How many characters of a code name a district; none where whole codes do no harm.
pub fn district_characters(country: &str) -> Option<usize> {
    match country {
        "CA" | "IE" => Some(3),
        "NL" => Some(4),
        "US" | "PR" => Some(5),
        _ => None,
    }
}

/// Postal codes that begin with one of a range of beginnings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PostalRange {
    /// The first beginning, as [`comparable`] writes it.
    pub from: String,
    /// The last one, included; as long as the first.
    pub to: String,
}

impl PostalRange {
    /// Whether a code, as [`comparable`] writes it, is one of them.
    pub fn contains(&self, code: &str) -> bool {
        let beginning = code.get(..self.from.len());
        beginning.is_some_and(|beginning| (self.from.as_str()..=self.to.as_str()).contains(&beginning))
    }
}

/// A postal code of a country (ISO 3166-1 alpha-2) as it is compared, whoever wrote it.
///
/// | country | what is left |
/// |---|---|
/// | CA, IE | the first three characters |
/// | GB | the outward code, area and district of two characters each: `E1 6AN` is `E-01` |
/// | one whose codes are digits, such as NL or US | as many digits as a code has |
/// | any other | all letters and digits |
///
/// What is left out would name a household.
pub fn comparable(country: &str, written: &str) -> String {
    let plain = plain(written);
    if country == OUTWARD {
        let outward = outward_of(&plain).unwrap_or(&plain);
        return outward_key(outward).unwrap_or_default();
    }
    if let Some(digits) = digits_of(country) {
        // `D-80331`, `NO-0150`: people put letters before them.
        return plain.chars().filter(char::is_ascii_digit).take(digits.length).collect();
    }
    plain.chars().take(district_characters(country).unwrap_or(usize::MAX)).collect()
}

/// Capitals and digits alone.
pub fn plain(written: &str) -> String {
    let kept = written.chars().filter(|character| character.is_alphanumeric());
    kept.flat_map(char::to_uppercase).collect()
}

/// Without the country's code, which may stand before a number: `LV-1010`.
pub fn stripped<'a>(country: &str, plain: &'a str) -> &'a str {
    let number = plain.strip_prefix(country).filter(|rest| rest.starts_with(|it: char| it.is_ascii_digit()));
    number.filter(|_| digits_of(country).is_some()).unwrap_or(plain)
}

/// A key as people write it.
pub fn shown(country: &str, key: &str) -> String {
    if country == OUTWARD { outward::shown(key) } else { key.to_owned() }
}
