//! Countries: ISO 3166-1 codes.

use std::borrow::Cow;
use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::COUNTRY_CODES;

/// A country by its ISO 3166-1 alpha-2 code, such as `DE`.
///
/// `XK`, which ISO leaves to its users and which everybody uses for Kosovo, is one. Read from
/// JSON any two upper-case letters are: what was once stored stays readable when ISO
/// withdraws a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country {
    /// Upper-case ASCII letters.
    code: [u8; 2],
}

impl Country {
    /// The country of an assigned code, in upper case.
    pub fn from_code(code: &str) -> Option<Self> {
        let country = Self::shaped(code)?;
        country.index().map(|_| country)
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        // Always ASCII.
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// Of two upper-case letters.
    pub(super) const fn of(code: [u8; 2]) -> Self {
        Self { code }
    }

    /// The two letters.
    pub(super) const fn code(self) -> [u8; 2] {
        self.code
    }

    /// Any two upper-case letters.
    pub(super) fn shaped(code: &str) -> Option<Self> {
        let code: [u8; 2] = code.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_uppercase).then_some(Self { code })
    }

    /// The place among all countries, in order of their codes.
    pub(super) fn index(self) -> Option<usize> {
        COUNTRY_CODES.binary_search(&self.code).ok()
    }

    /// The country at a place.
    pub(super) fn at(index: u64) -> Option<Self> {
        COUNTRY_CODES.get(usize::try_from(index).ok()?).map(|code| Self { code: *code })
    }
}

impl fmt::Display for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        Self::shaped(&code)
            .ok_or_else(|| D::Error::custom("a country is two upper-case letters, such as \"DE\""))
    }
}
