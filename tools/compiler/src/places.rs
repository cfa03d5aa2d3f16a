//! Which place was meant, however it was written in a table.

use beeline::place::{self, Country, Recognized};

use crate::countries;

/// What a text turned out to name. Places are ISO 3166 codes: `DE`, and of subdivisions
/// `DE-BY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// This one.
    Known(String),
    /// One of these. There may be subdivisions among countries: "Georgia" is `GE` or `US-GA`.
    Ambiguous(Vec<String>),
    /// None; and the code that was meant, if one is near.
    Unknown(Option<String>),
}

/// Tables of countries and their subdivisions.
pub trait Places {
    /// The country that a text names, by code or name.
    fn country(&self, text: &str) -> Named;

    /// The subdivision of `country` that a text names, by code, with or without the country's,
    /// or by name.
    fn subdivision(&self, country: &str, text: &str) -> Named;
}

/// The countries and subdivisions that leads are looked up in.
#[derive(Clone, Copy, Debug)]
pub struct World;

/// Countries that share their name with a part of another one.
const NAMESAKES: [(&str, [&str; 2]); 1] = [("georgia", ["GE", "US-GA"])];

impl Places for World {
    fn country(&self, text: &str) -> Named {
        let small = text.trim().to_lowercase();
        if let Some((_, both)) = NAMESAKES.iter().find(|(name, _)| *name == small) {
            return Named::Ambiguous(both.map(str::to_owned).to_vec());
        }
        match place::country(text) {
            Recognized::Known(country) => Named::Known(country.to_string()),
            Recognized::Ambiguous(several) => {
                Named::Ambiguous(several.iter().map(Country::to_string).collect())
            }
            Recognized::Unknown => Named::Unknown(countries::meant(text)),
        }
    }

    fn subdivision(&self, country: &str, text: &str) -> Named {
        let Some(country) = Country::from_code(country) else { return Named::Unknown(None) };
        match place::subdivision(country, text) {
            Recognized::Known(part) => Named::Known(part.to_string()),
            Recognized::Ambiguous(several) => {
                Named::Ambiguous(several.iter().map(ToString::to_string).collect())
            }
            Recognized::Unknown => Named::Unknown(None),
        }
    }
}
