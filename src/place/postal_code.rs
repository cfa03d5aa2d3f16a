//! Which part of a country a postal code is in, where its first characters tell.

use super::{Country, POSTAL_CODES, Recognized, Subdivision, distinct};
use crate::directory;
use crate::text::caseless::caseless;

/// The longest postal code with what people write around it: `US-12345-6789`.
const MOST_CHARACTERS: usize = 16;

/// A country's postal codes, as `build/` wrote them.
pub(super) struct PostalCodes {
    /// ISO 3166-1 alpha-2.
    pub(super) country: &'static str,
    /// How long whole codes are, blanks and dashes not counted.
    pub(super) lengths: &'static [usize],
    /// Whether there are letters in them.
    pub(super) lettered: bool,
    /// For each length of beginnings: that length and how many ranges there are, and for
    /// each range its first beginning less that of the one before, how many more follow, and
    /// in which of the country's subdivisions they are. All LEB128; a beginning is a number
    /// whose digits are its characters, to the base 10 or with letters 36.
    pub(super) ranges: &'static [u8],
}

/// The part of a country that a whole postal code lies in, as Google's address metadata has
/// it. Ambiguous where a code's beginning belongs to several; unknown for a country without
/// such data, and for what is not as long as the country's codes are.
///
/// Blanks, dashes and case do not matter, nor do letters where codes are digits (`I-20121`).
///
/// ```
/// use beeline::place::{Country, from_postal_code};
/// let usa = Country::from_code("US").ok_or("US")?;
/// let state = from_postal_code(usa, "94105-1804").known();
/// assert_eq!(state.map(|state| state.to_string()).as_deref(), Some("US-CA"));
/// # Ok::<(), &str>(())
/// ```
pub fn from_postal_code(country: Country, text: &str) -> Recognized<Subdivision> {
    let found = POSTAL_CODES.binary_search_by(|codes| codes.country.cmp(country.as_str()));
    let Some(codes) = found.ok().and_then(|at| POSTAL_CODES.get(at)) else { return Recognized::Unknown };
    if text.chars().nth(MOST_CHARACTERS).is_some() {
        return Recognized::Unknown;
    }
    let mut code = String::with_capacity(MOST_CHARACTERS);
    caseless(text, &mut |next| {
        if next.is_ascii_digit() || (codes.lettered && next.is_ascii_alphabetic()) {
            code.push(next.to_ascii_uppercase());
        }
    });
    if !codes.lengths.contains(&code.len()) {
        return Recognized::Unknown;
    }
    Recognized::at(distinct(codes.places(&code)), |place| Subdivision::at(country, place))
}

impl PostalCodes {
    /// In which of the country's subdivisions a code may be.
    fn places(&self, code: &str) -> Vec<u64> {
        let radix = if self.lettered { 36 } else { 10 };
        let mut places = Vec::new();
        let mut rest = self.ranges;
        while !rest.is_empty() {
            let length = usize::try_from(number(&mut rest)).unwrap_or(usize::MAX);
            let beginning = code.get(..length).and_then(|text| u64::from_str_radix(text, radix).ok());
            let mut from = 0;
            for _ in 0..number(&mut rest) {
                from += number(&mut rest);
                let to = from + number(&mut rest);
                let place = number(&mut rest);
                if beginning.is_some_and(|beginning| (from..=to).contains(&beginning)) {
                    places.push(place);
                }
            }
        }
        places
    }
}

/// The next number.
fn number(rest: &mut &[u8]) -> u64 {
    let (number, after) = directory::leb128(rest);
    *rest = after;
    number
}
