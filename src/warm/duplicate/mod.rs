//! Which recent leads may be of the same person or company: a suggestion to people, with what
//! it rests on. Nothing joins two leads by itself.

mod name;
mod rows;
mod tracer;

pub use name::{company_key, name_key};
pub use rows::{ALIKE, FORGET, KEEP, LOOK_BACK_MS, MOST_ALIKE};
pub use tracer::Tracer;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::domain::Domain;
use crate::personal::Personal;

/// What is compared of a lead. Keys and digests: nothing of it can be read back or dialled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// The lead's id.
    pub lead_id: String,
    /// When it was accepted, in milliseconds since 1970.
    pub accepted_at_ms: i64,
    /// The keyed digest of its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Personal<String>>,
    /// The keyed digest of its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Personal<String>>,
    /// The keyed digest of its name, as [`name_key`] has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Personal<String>>,
    /// The company's domain; none where that is a mail provider's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<Domain>,
    /// The company's name, as [`company_key`] has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
}

/// What two leads have in common. In the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shared {
    /// The address.
    Email,
    /// The number.
    Phone,
    /// The name.
    Name,
    /// The company's domain.
    Domain,
    /// The company's name.
    Company,
}

/// What two leads may be the same of, and how likely that is; the likeliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum May {
    /// One person: the same address, or the same number and name.
    BePerson,
    /// Perhaps one person: a name and a company in common. Namesakes work together, too.
    PerhapsBePerson,
    /// One number under two names: a household, a switchboard, or somebody who misspelt it.
    ShareNumber,
    /// One company: its domain.
    BeCompany,
    /// Perhaps one company: its name alone.
    PerhapsBeCompany,
}

/// A suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The other lead.
    pub lead_id: String,
    /// When it was accepted.
    pub accepted_at_ms: i64,
    /// What they may be.
    pub may: May,
    /// What it rests on.
    pub why: Vec<Shared>,
}

impl Trace {
    /// Whether there is nothing to compare.
    pub const fn is_blank(&self) -> bool {
        let Self { lead_id: _, accepted_at_ms: _, email, phone, name, domain, company } = self;
        email.is_none() && phone.is_none() && name.is_none() && domain.is_none() && company.is_none()
    }
}

impl Shared {
    /// What it is called.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Email => "address",
            Self::Phone => "number",
            Self::Name => "name",
            Self::Domain => "company's domain",
            Self::Company => "company's name",
        }
    }
}

impl May {
    /// Between two leads, in words.
    pub const fn says(self) -> &'static str {
        match self {
            Self::BePerson => "may be the same person as",
            Self::PerhapsBePerson => "is perhaps the same person as",
            Self::ShareNumber => "has the same number as",
            Self::BeCompany => "may be of the same company as",
            Self::PerhapsBeCompany => "is perhaps of the same company as",
        }
    }
}

impl Suggestion {
    /// What it rests on: `same address, name`.
    pub fn why(&self) -> String {
        let words: Vec<&str> = self.why.iter().map(|shared| shared.word()).collect();
        format!("same {}", words.join(", "))
    }
}

/// `may be the same person as ld_… (same address, name)`
impl fmt::Display for Suggestion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {} ({})", self.may.says(), self.lead_id, self.why())
    }
}

/// More than that is a list nobody reads.
pub const MOST_SUGGESTIONS: usize = 5;

/// Which of the recent leads may be the same as this one: likeliest first, then newest, at most
/// [`MOST_SUGGESTIONS`].
pub fn suggestions(lead: &Trace, recent: &[Trace]) -> Vec<Suggestion> {
    let others = recent.iter().filter(|other| other.lead_id != lead.lead_id);
    let mut found: Vec<Suggestion> = others.filter_map(|other| compare(lead, other)).collect();
    found.sort_by(|a, b| {
        let newest = b.accepted_at_ms.cmp(&a.accepted_at_ms);
        a.may.cmp(&b.may).then(newest).then_with(|| a.lead_id.cmp(&b.lead_id))
    });
    let mut told: Vec<Suggestion> = Vec::new();
    for suggestion in found {
        if told.len() < MOST_SUGGESTIONS && !told.iter().any(|one| one.lead_id == suggestion.lead_id) {
            told.push(suggestion);
        }
    }
    told
}

/// What two leads may be, if they have enough in common. A name alone is not enough.
fn compare(lead: &Trace, other: &Trace) -> Option<Suggestion> {
    let why: Vec<Shared> = [
        (both(&lead.email, &other.email), Shared::Email),
        (both(&lead.phone, &other.phone), Shared::Phone),
        (both(&lead.name, &other.name), Shared::Name),
        (both(&lead.domain, &other.domain), Shared::Domain),
        (both(&lead.company, &other.company), Shared::Company),
    ]
    .into_iter()
    .filter_map(|(shared, what)| shared.then_some(what))
    .collect();
    let has = |what: Shared| why.contains(&what);
    let may = if has(Shared::Email) || (has(Shared::Phone) && has(Shared::Name)) {
        May::BePerson
    } else if has(Shared::Name) && (has(Shared::Domain) || has(Shared::Company)) {
        May::PerhapsBePerson
    } else if has(Shared::Phone) {
        May::ShareNumber
    } else if has(Shared::Domain) {
        May::BeCompany
    } else if has(Shared::Company) {
        May::PerhapsBeCompany
    } else {
        return None;
    };
    Some(Suggestion { lead_id: other.lead_id.clone(), accepted_at_ms: other.accepted_at_ms, may, why })
}

fn both<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
    one.is_some() && one == other
}
