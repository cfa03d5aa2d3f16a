//! Places: which country and which part of it was meant, however it was written.
//!
//! What has two meanings is reported as ambiguous, never guessed.
//!
//! | typed | is |
//! |---|---|
//! | a code | that place, before any name |
//! | a name in any of the languages of `data/`, or an alias there | its place, or all of its places |
//! | such a name with an article or the word for what it names | the same |
//! | anything else | unknown |
//!
//! A name of both a place and a part of that place is the whole: what is in `ES-M` is in
//! `ES-MD`, whichever "Madrid" was meant.

mod country;
mod name;
pub mod postal;
mod postal_code;
mod search;
mod subdivision;

pub use country::Country;
pub use postal_code::from_postal_code;
pub use subdivision::Subdivision;

use crate::directory::{Directory, Numbers};
use name::{Kind, Name};
use postal_code::PostalCodes;
use search::{MOST_BYTES, Search, distinct};

include!(concat!(env!("OUT_DIR"), "/places.rs"));

/// What a text turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognized<T> {
    /// This one.
    Known(T),
    /// One of these; they are in order of their codes, shorter codes first.
    Ambiguous(Vec<T>),
    /// None that is known.
    Unknown,
}

impl<T> Recognized<T> {
    /// The one, if it is only one.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(one) => Some(one),
            Self::Ambiguous(_) | Self::Unknown => None,
        }
    }

    /// What is at these places.
    fn at(places: Vec<u64>, at: impl Fn(u64) -> Option<T>) -> Self {
        let mut all: Vec<T> = places.into_iter().filter_map(at).collect();
        match all.len() {
            0 | 1 => all.pop().map_or(Self::Unknown, Self::Known),
            _ => Self::Ambiguous(all),
        }
    }
}

/// The country that a text names: by ISO 3166-1 alpha-2, alpha-3 or numeric code, or by a
/// name in any of thirty languages.
///
/// ```
/// use beeline::place::{Recognized, country};
/// let code = |text| country(text).known().map(|country| country.to_string());
/// assert_eq!(code("die Schweiz").as_deref(), Some("CH"));
/// assert_eq!(code("U.K.").as_deref(), Some("GB"));
/// assert!(matches!(country("Korea"), Recognized::Ambiguous(both) if both.len() == 2));
/// ```
pub fn country(text: &str) -> Recognized<Country> {
    let numbers = Numbers::below(COUNTRY_CODES.len());
    let by_code = |code: &str| Country::from_code(code)?.index();
    let by_name = |name: &Name| COUNTRY_NAMES.find(COUNTRY_NAMES.key().and_all(name.bytes()), numbers);
    let search = Search { kind: Kind::Country, by_code: &by_code, by_name: &by_name };
    Recognized::at(search.whole(text), Country::at)
}

/// The part of a country that a text names: by ISO 3166-2 code, with or without the
/// country's, or by a name or abbreviation, English or local.
///
/// ```
/// use beeline::place::{Country, subdivision};
/// let germany = Country::from_code("DE").ok_or("DE")?;
/// let code = |text| subdivision(germany, text).known().map(|part| part.to_string());
/// assert_eq!(code("Bavaria").as_deref(), Some("DE-BY"));
/// assert_eq!(code("Freistaat Bayern"), code("de-by"));
/// # Ok::<(), &str>(())
/// ```
pub fn subdivision(country: Country, text: &str) -> Recognized<Subdivision> {
    let Some(shelf) = country.index() else { return Recognized::Unknown };
    let numbers = Numbers::below(Subdivision::count(country));
    let by_code = |code: &str| {
        let local = || code.strip_prefix(country.as_str());
        Subdivision::place(country, code).or_else(|| Subdivision::place(country, local()?))
    };
    let by_name = |name: &Name| PART_NAMES.find_on(shelf, PART_NAMES.key().and_all(name.bytes()), numbers);
    let search = Search { kind: Kind::Part, by_code: &by_code, by_name: &by_name };
    let mut places = search.whole(text);
    if places.is_empty() && text.contains(',') && text.len() <= MOST_BYTES {
        // `Austin, TX`: whatever else is told.
        places = distinct(text.split(',').flat_map(|piece| search.read(piece)).collect());
    }
    Recognized::at(places, |place| Subdivision::at(country, place))
}
