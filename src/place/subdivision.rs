//! Subdivisions: ISO 3166-2 codes.

use std::borrow::Cow;
use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::CODES;
use super::country::Country;

/// The longest part of a code after the hyphen.
const MOST_CHARACTERS: usize = 3;

/// A part of a country by its ISO 3166-2 code, such as `US-CA`.
///
/// Read from JSON, anything of that form is one: what was once stored stays readable when ISO
/// withdraws a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subdivision {
    /// ASCII, zeros at its end.
    code: [u8; 3 + MOST_CHARACTERS],
}

impl Subdivision {
    /// The subdivision of a current code, in upper case.
    pub fn from_code(code: &str) -> Option<Self> {
        let (country, local) = code.split_once('-')?;
        let country = Country::from_code(country)?;
        Self::at(country, Self::place(country, local)? as u64)
    }

    /// The code, with the country's before the hyphen.
    pub fn as_str(&self) -> &str {
        // Always ASCII.
        std::str::from_utf8(&self.code).unwrap_or_default().trim_end_matches('\0')
    }

    /// The part of the code after the hyphen: `CA` of `US-CA`.
    pub fn local(&self) -> &str {
        self.as_str().get(3..).unwrap_or_default()
    }

    /// The country it is part of.
    pub const fn country(&self) -> Country {
        let [first, second, ..] = self.code;
        Country::of([first, second])
    }

    /// The place among its country's of one with that part of a code after the hyphen.
    pub(super) fn place(country: Country, local: &str) -> Option<usize> {
        Codes::of(country).place(local.as_bytes())
    }

    /// The subdivision at a place among its country's.
    pub(super) fn at(country: Country, place: u64) -> Option<Self> {
        let code = Codes::of(country).at(usize::try_from(place).ok()?)?;
        Some(Self { code })
    }

    /// How many subdivisions a country has.
    pub(super) fn count(country: Country) -> usize {
        Codes::of(country).count()
    }

    fn shaped(code: &str) -> Option<Self> {
        let (country, local) = code.split_once('-')?;
        let plain = local.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let sound =
            plain && (1..=MOST_CHARACTERS).contains(&local.len()) && Country::shaped(country).is_some();
        let mut padded = [0; 3 + MOST_CHARACTERS];
        padded.iter_mut().zip(code.bytes()).for_each(|(place, byte)| *place = byte);
        sound.then_some(Self { code: padded })
    }
}

/// The codes of a country's subdivisions, out of `CODES`: how many there are of one, of two
/// and of three characters after the hyphen, and then for each length the first characters of
/// all of its codes, their second ones and their third ones.
struct Codes {
    country: Country,
    counts: [usize; MOST_CHARACTERS],
    characters: &'static [u8],
}

impl Codes {
    fn of(country: Country) -> Self {
        let mut codes = Self { country, counts: [0; MOST_CHARACTERS], characters: &[] };
        let Some(index) = country.index() else { return codes };
        let mut rest = CODES;
        for _ in 0..=index {
            let Some((counts, after)) = rest.split_first_chunk::<MOST_CHARACTERS>() else { break };
            codes.counts = counts.map(usize::from);
            let length = codes.counts.iter().zip(1..).map(|(count, length)| count * length).sum();
            (codes.characters, rest) = after.split_at_checked(length).unwrap_or_default();
        }
        codes
    }

    fn count(&self) -> usize {
        self.counts.iter().sum()
    }

    /// For each length of codes: that length, how many there are of it, how many there are of
    /// smaller ones, and where their characters start.
    fn lengths(&self) -> impl Iterator<Item = (usize, usize, usize, usize)> {
        let mut before = 0;
        let mut start = 0;
        self.counts.into_iter().zip(1..).map(move |(count, length)| {
            let all = (length, count, before, start);
            before += count;
            start += count * length;
            all
        })
    }

    fn place(&self, local: &[u8]) -> Option<usize> {
        let (_, count, before, start) = self.lengths().find(|(length, ..)| *length == local.len())?;
        let column = |column: usize| self.characters.get(start + column * count..);
        let is_it = |place: &usize| {
            let mut columns = local.iter().enumerate();
            columns.all(|(at, character)| column(at).and_then(|column| column.get(*place)) == Some(character))
        };
        (0..count).find(is_it).map(|place| before + place)
    }

    /// The code at a place: `US-CA`, and zeros.
    fn at(&self, place: usize) -> Option<[u8; 3 + MOST_CHARACTERS]> {
        let (length, count, before, start) =
            self.lengths().find(|(_, count, before, _)| (*before..before + count).contains(&place))?;
        let [first, second] = self.country.code();
        let mut code = [first, second, b'-', 0, 0, 0];
        for (column, character) in code.iter_mut().skip(3).take(length).enumerate() {
            *character = *self.characters.get(start + column * count + place - before)?;
        }
        Some(code)
    }
}

impl fmt::Display for Subdivision {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for Subdivision {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Subdivision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Subdivision {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        Self::shaped(&code)
            .ok_or_else(|| D::Error::custom("a subdivision is an ISO 3166-2 code, such as \"US-CA\""))
    }
}
