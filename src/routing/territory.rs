//! Which territory a place is in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::place::postal::PostalRange;

/// A place that belongs to a territory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// ISO 3166-2; without one, all of the country.
    pub subdivision: Option<String>,
    /// Without one, all postal codes, and places without a code.
    pub postal: Option<PostalRange>,
    /// The territory's id.
    pub territory: String,
}

/// The territories of the world, as far as `territories.csv` names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Territories {
    /// Their ids, in order.
    names: Vec<String>,
    /// By country, in small letters.
    countries: BTreeMap<String, Pieces>,
}

/// The pieces of one country, each with the place of its territory in the list of names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Pieces {
    /// Whatever no piece below names.
    #[serde(skip_serializing_if = "Option::is_none")]
    rest: Option<u16>,
    /// By subdivision, in small letters.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    subdivisions: BTreeMap<String, u16>,
    /// Postal codes, the longest beginnings first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    postal: Vec<Beginnings>,
}

/// Ranges of postal codes, by their beginnings of one length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Beginnings {
    /// How many characters.
    length: usize,
    /// The subdivision that they are in, in small letters; without one, anywhere in the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    within: Option<String>,
    /// In order and disjoint: first, last, territory.
    ranges: Vec<(String, String, u16)>,
}

impl Territories {
    /// The territories of these pieces. Of two that claim the same as precisely the first in
    /// order has it: the compiler lets none through.
    pub fn of_pieces(mut pieces: Vec<Piece>) -> Self {
        pieces.sort();
        let mut names: Vec<String> = pieces.iter().map(|piece| piece.territory.clone()).collect();
        names.sort_unstable();
        names.dedup();
        let mut territories = Self { names, countries: BTreeMap::new() };
        for piece in pieces {
            let number = territories.names.binary_search(&piece.territory).unwrap_or_default();
            let number = u16::try_from(number).unwrap_or(u16::MAX);
            territories.countries.entry(piece.country.to_ascii_lowercase()).or_default().add(piece, number);
        }
        territories
    }

    /// The ids of all territories, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The countries of which any piece is named, in small letters.
    pub fn countries(&self) -> impl Iterator<Item = String> + '_ {
        self.countries.keys().cloned()
    }

    /// The subdivisions of which any piece is named, in small letters.
    pub fn subdivisions(&self) -> impl Iterator<Item = String> + '_ {
        self.countries.values().flat_map(|pieces| {
            let within = pieces.postal.iter().filter_map(|beginnings| beginnings.within.clone());
            pieces.subdivisions.keys().cloned().chain(within)
        })
    }

    /// Every territory that a place in a country, and in a part of it if one is told, may be in;
    /// `None` among them if it may be in none.
    pub fn within(&self, country: &str, subdivision: Option<&str>) -> Vec<Option<&str>> {
        let Some(pieces) = self.countries.get(country) else { return vec![None] };
        let reaches = |beginnings: &&Beginnings| {
            beginnings.within.as_deref().is_none_or(|part| Some(part) == subdivision)
        };
        let by_postal = pieces.postal.iter().filter(reaches).flat_map(|beginnings| &beginnings.ranges);
        let by_part = subdivision.and_then(|part| pieces.subdivisions.get(part)).copied();
        let otherwise = by_part.or(pieces.rest);
        let mut all: Vec<Option<&str>> = by_postal
            .map(|(.., number)| Some(*number))
            .chain([otherwise])
            .map(|number| self.names.get(usize::from(number?)).map(String::as_str))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The territory of a place, as facts have it. The most precise piece counts: postal codes
    /// by their longest beginning, those of the subdivision first; then the subdivision; then
    /// the country.
    pub fn of(
        &self,
        country: Option<&str>,
        subdivision: Option<&str>,
        postal_area: Option<&str>,
    ) -> Option<&str> {
        let pieces = self.countries.get(country?)?;
        let by_postal = || postal_area.and_then(|area| pieces.postal(subdivision, area));
        let by_part = || pieces.subdivisions.get(subdivision?).copied();
        let number = by_postal().or_else(by_part).or(pieces.rest)?;
        self.names.get(usize::from(number)).map(String::as_str)
    }
}

impl Pieces {
    fn add(&mut self, piece: Piece, number: u16) {
        let within = piece.subdivision.map(|part| part.to_ascii_lowercase());
        match (piece.postal, within) {
            (None, None) => self.rest = self.rest.or(Some(number)),
            (None, Some(part)) => {
                self.subdivisions.entry(part).or_insert(number);
            }
            (Some(range), within) => self.add_range(range, within, number),
        }
    }

    fn add_range(&mut self, range: PostalRange, within: Option<String>, number: u16) {
        let length = range.from.len();
        let before = |known: &Beginnings| {
            (known.length, known.within.is_some()) > (length, within.is_some())
                || (known.length == length && known.within > within)
        };
        let place = self.postal.partition_point(before);
        let is_known = |known: &&Beginnings| known.length == length && known.within == within;
        if self.postal.get(place).filter(is_known).is_none() {
            self.postal.insert(place, Beginnings { length, within, ranges: Vec::new() });
        }
        if let Some(beginnings) = self.postal.get_mut(place) {
            beginnings.ranges.push((range.from, range.to, number));
        }
    }

    fn postal(&self, subdivision: Option<&str>, area: &str) -> Option<u16> {
        self.postal.iter().find_map(|beginnings| {
            let is_elsewhere = beginnings.within.as_deref().is_some_and(|part| Some(part) != subdivision);
            if is_elsewhere {
                return None;
            }
            let head = area.get(..beginnings.length)?;
            let ranges = &beginnings.ranges;
            let place = ranges.partition_point(|(_, to, _)| to.as_str() < head);
            ranges.get(place).filter(|(from, ..)| from.as_str() <= head).map(|(.., number)| *number)
        })
    }
}
