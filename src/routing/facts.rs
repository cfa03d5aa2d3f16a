//! What rules can know of a lead: the only input of a decision, and recorded with it.
//!
//! No personal data is in it, so that decisions can be kept, exported and replayed: codes,
//! numbers, choices from a form's list, and of a postal code no more than the
//! [district](crate::place::postal::comparable). A campaign parameter that may be somebody's address or
//! number is left out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rule::WEEK_MINUTES;
use super::subject::{Purpose, Subject};
use crate::lead::Lane;
use crate::whereabouts::Source;

/// The longest word that is kept, in bytes.
const MOST_WORD_BYTES: usize = 80;
/// A word with as many digits may be a number to dial.
const TOO_MANY_DIGITS: usize = 7;

/// What rules can know of a lead. JSON names are part of the stored format: a test freezes
/// them. What only a later version knows is left out on reading: no rule of this one can ask
/// about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The form's id.
    pub form: String,
    /// How urgent.
    pub lane: Lane,
    /// When it was decided, in milliseconds since 1970.
    pub at_ms: i64,
    /// The minute of the week then, in the files' time zone, from Monday 00:00.
    pub minute: u16,
    /// Product of interest, [folded].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// ISO 3166-1 alpha-2, in small letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// How the country is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_from: Option<Source>,
    /// ISO 3166-2, in small letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subdivision: Option<String>,
    /// How it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subdivision_from: Option<Source>,
    /// The area of the postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_area: Option<String>,
    /// The territory that these were when this was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    /// Number of employees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employees: Option<i64>,
    /// The visitor's first language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `utm_source`, folded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// `utm_medium`, folded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<String>,
    /// `utm_campaign`, folded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Whether marketing mail was agreed to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_marketing: Option<bool>,
    /// Whether text messages were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_sms: Option<bool>,
    /// Whether calls were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent_call: Option<bool>,
    /// The form's own fields, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, Fact>,
    /// What enrichment found out, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub enriched: BTreeMap<String, Fact>,
    /// Who said so: the word of a source, by the same names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub enriched_from: BTreeMap<String, String>,
}

/// An answer to a form's own question, or something enriched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fact {
    /// A whole number; of a fraction, its whole part.
    Number(i64),
    /// Yes or no.
    Truth(bool),
    /// A choice or a short word, folded.
    Word(String),
}

/// What is known about one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known<'a> {
    /// Nothing: a value of its own, that rules can ask for.
    Nothing,
    /// A folded word.
    Word(&'a str),
    /// A number.
    Number(i64),
    /// A minute of the week.
    Minute(u16),
}

impl Known<'_> {
    /// The same as it is recorded; a minute is a number.
    pub fn fact(self) -> Option<Fact> {
        match self {
            Self::Nothing => None,
            Self::Word(word) => Some(Fact::Word(word.to_owned())),
            Self::Number(number) => Some(Fact::Number(number)),
            Self::Minute(minute) => Some(Fact::Number(i64::from(minute))),
        }
    }
}

impl Facts {
    /// What is known about a subject.
    pub fn known(&self, subject: &Subject) -> Known<'_> {
        match subject {
            Subject::Form => Known::Word(&self.form),
            Subject::Lane => Known::Word(self.lane.name()),
            Subject::Product => word(&self.product),
            Subject::Country => word(&self.country),
            Subject::Subdivision => word(&self.subdivision),
            Subject::Territory => word(&self.territory),
            Subject::Employees => self.employees.map_or(Known::Nothing, Known::Number),
            Subject::Language => word(&self.language),
            Subject::Hours => Known::Minute(self.minute.min(WEEK_MINUTES - 1)),
            Subject::Source => word(&self.source),
            Subject::Medium => word(&self.medium),
            Subject::Campaign => word(&self.campaign),
            Subject::Consent(Purpose::Marketing) => truth(self.consent_marketing),
            Subject::Consent(Purpose::Sms) => truth(self.consent_sms),
            Subject::Consent(Purpose::Call) => truth(self.consent_call),
            Subject::Field(name) => self.fields.get(name).map_or(Known::Nothing, Fact::known),
            Subject::Enriched(name) => self.enriched.get(name).map_or(Known::Nothing, Fact::known),
        }
    }
}

impl Fact {
    fn known(&self) -> Known<'_> {
        match self {
            Self::Number(number) => Known::Number(*number),
            Self::Truth(yes) => truth(Some(*yes)),
            Self::Word(word) => Known::Word(word),
        }
    }
}

fn word(word: &Option<String>) -> Known<'_> {
    word.as_deref().map_or(Known::Nothing, Known::Word)
}

const fn truth(said: Option<bool>) -> Known<'static> {
    match said {
        None => Known::Nothing,
        Some(true) => Known::Word("yes"),
        Some(false) => Known::Word("no"),
    }
}

/// A word as rules compare it: small letters, single spaces, none around it.
pub fn folded(word: &str) -> String {
    word.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Whether a word may be kept: short, and neither an address nor a number to dial.
pub fn is_word(said: &str) -> bool {
    let digits = said.bytes().filter(u8::is_ascii_digit).count();
    !said.trim().is_empty()
        && said.len() <= MOST_WORD_BYTES
        && !said.contains('@')
        && digits < TOO_MANY_DIGITS
}

/// A word as it is kept, if it may be.
pub(super) fn kept(said: &str) -> Option<String> {
    is_word(said).then(|| folded(said))
}
