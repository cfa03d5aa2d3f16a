//! Where a value came from, how sure that is, and how old.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Who gave a value. The words are stored and go to CRMs: a test freezes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// People Data Labs, company enrichment.
    PeopleDataLabs,
    /// Apollo, organization enrichment.
    Apollo,
    /// The mail domain's own DNS records.
    MailDns,
    /// Twilio Lookup, line type intelligence.
    TwilioLookup,
    /// The points file.
    Score,
}

impl Source {
    /// The word for it, as it is stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::PeopleDataLabs => "people_data_labs",
            Self::Apollo => "apollo",
            Self::MailDns => "mail_dns",
            Self::TwilioLookup => "twilio_lookup",
            Self::Score => "score",
        }
    }

    /// As people read it on a card.
    pub const fn title(self) -> &'static str {
        match self {
            Self::PeopleDataLabs => "People Data Labs",
            Self::Apollo => "Apollo",
            Self::MailDns => "DNS",
            Self::TwilioLookup => "Twilio Lookup",
            Self::Score => "score.toml",
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.title())
    }
}

/// How sure a source is, in tenths as it says so itself, 0 to 10. No probability: People Data
/// Labs' scale is logarithmic, and those of two sources do not compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u8", from = "u8")]
pub struct Confidence(u8);

impl Confidence {
    /// Of ten; more is ten.
    pub const fn of_ten(tenths: u8) -> Self {
        Self(if tenths > 10 { 10 } else { tenths })
    }

    /// 0 to 10.
    pub const fn tenths(self) -> u8 {
        self.0
    }
}

impl From<Confidence> for u8 {
    fn from(confidence: Confidence) -> Self {
        confidence.0
    }
}

impl From<u8> for Confidence {
    fn from(tenths: u8) -> Self {
        Self::of_ten(tenths)
    }
}

/// A value with where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Who gave it.
    pub source: Source,
    /// How sure the source is; absent where it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// When it was given, in milliseconds since 1970.
    pub at_ms: i64,
}

impl<T> Sourced<T> {
    /// How long ago it was given, in milliseconds; 0 by a clock that went back.
    pub const fn age_ms(&self, now_ms: i64) -> i64 {
        let age_ms = now_ms.saturating_sub(self.at_ms);
        if age_ms < 0 { 0 } else { age_ms }
    }

    /// Another value that the same answer gave.
    pub fn with<U>(&self, value: U) -> Sourced<U> {
        Sourced { value, source: self.source, confidence: self.confidence, at_ms: self.at_ms }
    }
}
