//! Where a lead is, and how that is known.
//!
//! What the visitor says counts first, then what a postal code and a phone number tell. What
//! the network says is a hint that stands apart: people travel, and share exits.

use serde::{Deserialize, Serialize};

use crate::domain_name;
use crate::intake::Email;
use crate::phone::Phone;
use crate::place::{self, Country, Recognized};
use crate::time_zone;

/// What a value was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The visitor said so.
    Form,
    /// The postal code the visitor gave lies there.
    Postal,
    /// The phone number the visitor gave is of there.
    Phone,
    /// The visitor's network is there.
    Network,
}

impl Source {
    /// The word for it, as it is recorded.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Postal => "postal",
            Self::Phone => "phone",
            Self::Network => "network",
        }
    }
}

/// What each value that can come from several places was taken from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sources {
    /// The country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Source>,
    /// The subdivision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Source>,
    /// The time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<Source>,
}

/// What is odd about a lead, or worth knowing. Nothing of it ever refuses one: what was typed
/// stays, and this is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The country may be one of several.
    CountryAmbiguous,
    /// No such country is known.
    CountryUnknown,
    /// The subdivision may be one of several.
    RegionAmbiguous,
    /// No such subdivision of the country is known.
    RegionUnknown,
    /// No such time zone is known.
    TimeZoneUnknown,
    /// The address is a mail provider's: it says nothing of where somebody works.
    FreeMail,
    /// The address is a throw-away one.
    DisposableMail,
}

/// What was said, and what the phone and the network tell.
#[derive(Default)]
pub struct Clues<'a> {
    /// The country, as typed.
    pub country: Option<String>,
    /// The subdivision, as typed.
    pub region: Option<String>,
    /// The postal code, as typed.
    pub postal_code: Option<&'a str>,
    /// The time zone, as the browser gives it.
    pub time_zone: Option<String>,
    /// The phone number.
    pub phone: Option<&'a Phone>,
    /// The time zone of the network.
    pub network_time_zone: Option<String>,
}

/// Where a lead is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// ISO 3166-1 alpha-2, or what was typed where that is no country that is known.
    pub country: Option<String>,
    /// ISO 3166-2, or what was typed.
    pub region: Option<String>,
    /// IANA time zone, or what was given.
    pub time_zone: Option<String>,
    /// What they were taken from.
    pub sources: Sources,
    /// What is odd about them.
    pub flags: Vec<Flag>,
}

/// The code of the country that a text names, if it is only one.
pub fn country_code(text: &str) -> Option<String> {
    place::country(text).known().map(|country| country.as_str().to_owned())
}

/// Works out where a lead is.
pub fn locate(clues: Clues<'_>) -> Whereabouts {
    let mut found = Whereabouts::default();
    let country = found.take_country(clues.country, clues.phone);
    found.take_region(country, clues.region, clues.postal_code);
    found.take_time_zone(clues.time_zone, clues.network_time_zone);
    found
}

impl Whereabouts {
    fn take_country(&mut self, said: Option<String>, phone: Option<&Phone>) -> Option<Country> {
        let Some(said) = said else {
            let country = phone.and_then(|phone| Country::from_code(phone.country.as_deref()?));
            self.country = country.map(|country| country.as_str().to_owned());
            self.sources.country = country.map(|_| Source::Phone);
            return country;
        };
        self.sources.country = Some(Source::Form);
        let (country, flag) = match place::country(&said) {
            Recognized::Known(country) => (Some(country), None),
            Recognized::Ambiguous(_) => (None, Some(Flag::CountryAmbiguous)),
            Recognized::Unknown => (None, Some(Flag::CountryUnknown)),
        };
        self.flags.extend(flag);
        self.country = Some(country.map_or(said, |country| country.as_str().to_owned()));
        country
    }

    fn take_region(&mut self, country: Option<Country>, said: Option<String>, postal_code: Option<&str>) {
        let Some(said) = said else {
            let within = |country| place::from_postal_code(country, postal_code?).known();
            let region = country.and_then(within);
            self.region = region.map(|region| region.as_str().to_owned());
            self.sources.region = region.map(|_| Source::Postal);
            return;
        };
        self.sources.region = Some(Source::Form);
        let (region, flag) = match country.map(|country| place::subdivision(country, &said)) {
            Some(Recognized::Known(region)) => (Some(region), None),
            Some(Recognized::Ambiguous(_)) => (None, Some(Flag::RegionAmbiguous)),
            Some(Recognized::Unknown) => (None, Some(Flag::RegionUnknown)),
            // Of no country that is known there is nothing to know.
            None => (None, None),
        };
        self.flags.extend(flag);
        self.region = Some(region.map_or(said, |region| region.as_str().to_owned()));
    }

    fn take_time_zone(&mut self, said: Option<String>, network: Option<String>) {
        let source = if said.is_some() { Source::Form } else { Source::Network };
        let Some(said) = said.or(network) else { return };
        self.sources.time_zone = Some(source);
        let known = time_zone::canonical(&said);
        if known.is_none() {
            self.flags.push(Flag::TimeZoneUnknown);
        }
        self.time_zone = Some(known.map_or(said, str::to_owned));
    }
}

/// The domain of the company behind an address, unless it is a mail provider's, and what is
/// worth knowing of the address.
pub fn company_of(email: &Email) -> (Option<String>, Vec<Flag>) {
    let mut flags = Vec::new();
    let registrable = domain_name::registrable(&email.domain);
    let is_free = registrable.is_some_and(domain_name::is_free_mail);
    let is_disposable = domain_name::is_disposable(&email.domain);
    flags.extend(is_free.then_some(Flag::FreeMail));
    flags.extend(is_disposable.then_some(Flag::DisposableMail));
    let company = registrable.filter(|_| !is_free && !is_disposable);
    (company.map(str::to_owned), flags)
}
