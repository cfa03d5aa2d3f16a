//! What a rule may ask about a lead.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::warm::enriched::NAMES;
use crate::warm::line::LineKind;
use crate::warm::mail::Mail;

/// What a condition is about. As text it is the name that marketing ops write:
/// `country`, `consent.marketing`, `field.budget`, `enriched.industry`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Subject {
    /// The form's id.
    Form,
    /// `hot` or `standard`.
    Lane,
    /// The product of interest.
    Product,
    /// ISO 3166-1 alpha-2.
    Country,
    /// ISO 3166-2.
    Subdivision,
    /// The territory that `territories.csv` makes of the place.
    Territory,
    /// Number of employees.
    Employees,
    /// The visitor's first language: the primary subtag (BCP 47).
    Language,
    /// The minute of the week in the files' own time zone.
    Hours,
    /// `utm_source`.
    Source,
    /// `utm_medium`.
    Medium,
    /// `utm_campaign`.
    Campaign,
    /// Whether marketing mail, text messages or calls were agreed to.
    Consent(Purpose),
    /// A form's own field: a choice, a number, or yes and no.
    Field(String),
    /// What enrichment found out later.
    Enriched(String),
}

/// What a consent is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Marketing mail.
    Marketing,
    /// Text messages.
    Sms,
    /// Phone calls.
    Call,
}

/// What kind of answers a subject has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words, compared without case.
    Words,
    /// Whole numbers.
    Numbers,
    /// Minutes of the week. Never unknown.
    Minutes,
    /// Words or numbers: a field is what its form says.
    Either,
}

/// How the names of a form's own fields begin.
const FIELD: &str = "field.";
/// How the names of enriched values begin.
const ENRICHED: &str = "enriched.";

/// The subjects that have one name each.
const NAMED: [(&str, Subject); 15] = [
    ("form", Subject::Form),
    ("lane", Subject::Lane),
    ("product", Subject::Product),
    ("country", Subject::Country),
    ("subdivision", Subject::Subdivision),
    ("territory", Subject::Territory),
    ("employees", Subject::Employees),
    ("language", Subject::Language),
    ("hours", Subject::Hours),
    ("source", Subject::Source),
    ("medium", Subject::Medium),
    ("campaign", Subject::Campaign),
    ("consent.marketing", Subject::Consent(Purpose::Marketing)),
    ("consent.sms", Subject::Consent(Purpose::Sms)),
    ("consent.call", Subject::Consent(Purpose::Call)),
];

impl Subject {
    /// The names that every configuration has, in the order in which they are told.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, _)| *name)
    }

    /// What kind of answers it has.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Employees => Kind::Numbers,
            Self::Enriched(name) if name == "employees" => Kind::Numbers,
            Self::Enriched(name) if NAMES.contains(&name.as_str()) => Kind::Words,
            Self::Hours => Kind::Minutes,
            Self::Field(_) | Self::Enriched(_) => Kind::Either,
            _ => Kind::Words,
        }
    }

    /// Whether its answers are codes of countries (ISO 3166-1 alpha-2).
    pub fn is_country(&self) -> bool {
        match self {
            Self::Enriched(name) => name == "country",
            subject => *subject == Self::Country,
        }
    }

    /// The only words that can be an answer, if not just any can.
    pub fn words(&self) -> Option<Vec<&'static str>> {
        match self {
            Self::Consent(_) => Some(vec!["yes", "no"]),
            Self::Enriched(name) if name == "mail" => Some(Mail::ALL.map(Mail::word).to_vec()),
            Self::Enriched(name) if name == "line" => Some(LineKind::ALL.map(LineKind::word).to_vec()),
            _ => None,
        }
    }

    /// Whether every lead has an answer.
    pub const fn is_always_known(&self) -> bool {
        matches!(self, Self::Form | Self::Lane | Self::Hours)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(name) => write!(formatter, "{FIELD}{name}"),
            Self::Enriched(name) => write!(formatter, "{ENRICHED}{name}"),
            named => {
                let name = NAMED.iter().find(|(_, subject)| subject == named).map(|(name, _)| *name);
                formatter.write_str(name.unwrap_or_default())
            }
        }
    }
}

/// A name that no subject has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSubject(pub String);

impl fmt::Display for UnknownSubject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is nothing that rules can ask about", self.0)
    }
}

impl std::error::Error for UnknownSubject {}

impl FromStr for Subject {
    type Err = UnknownSubject;
    fn from_str(text: &str) -> Result<Self, UnknownSubject> {
        let own = |prefix: &str| text.strip_prefix(prefix).filter(|name| !name.is_empty()).map(str::to_owned);
        let named = NAMED.iter().find(|(name, _)| *name == text).map(|(_, subject)| subject.clone());
        let own = || own(FIELD).map(Self::Field).or_else(|| own(ENRICHED).map(Self::Enriched));
        named.or_else(own).ok_or_else(|| UnknownSubject(text.to_owned()))
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.to_string()
    }
}

impl TryFrom<String> for Subject {
    type Error = UnknownSubject;
    fn try_from(text: String) -> Result<Self, UnknownSubject> {
        text.parse()
    }
}
