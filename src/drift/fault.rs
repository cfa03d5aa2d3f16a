//! What is wrong with a field, as far as drift tells kinds of wrong apart.

use serde::{Deserialize, Serialize};

use crate::intake::FieldCode;

/// What is wrong with a field. Stored: the words never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Needed and not there.
    Missing,
    /// Another type than the contract's.
    Type,
    /// Not an email address.
    Email,
    /// Too long.
    Length,
    /// A number out of its range.
    Range,
    /// Not one of the listed choices.
    Choice,
    /// Not a date.
    Date,
    /// A field the contract does not have.
    Unknown,
    /// A consent that must be given and was not.
    Consent,
    /// A wording of the consents that the form never showed.
    ConsentVersion,
    /// Anything else.
    Other,
}

impl Fault {
    /// What happened to a field, for a sentence such as "`company` is missing".
    pub const fn says(self) -> &'static str {
        match self {
            Self::Missing => "is missing",
            Self::Type => "has another type than the contract says",
            Self::Email => "is no email address",
            Self::Length => "is too long or too short",
            Self::Range => "is out of its range",
            Self::Choice => "is none of the listed choices",
            Self::Date => "is no date",
            Self::Unknown => "is not in the contract",
            Self::Consent => "was not given",
            Self::ConsentVersion => "is a wording that the form never showed",
            Self::Other => "is wrong",
        }
    }
}

impl Fault {
    /// What a [`FieldCode`] of this public word means here. By the word, so that a code this
    /// module has no advice about is [`Other`](Self::Other) and nothing worse.
    pub fn from_code(word: &str) -> Self {
        match word {
            "required" => Self::Missing,
            "type" => Self::Type,
            "email" => Self::Email,
            "length" => Self::Length,
            "range" => Self::Range,
            "choice" => Self::Choice,
            "date" => Self::Date,
            "unknown_field" => Self::Unknown,
            "consent_required" => Self::Consent,
            "consent_version" => Self::ConsentVersion,
            _ => Self::Other,
        }
    }
}

impl From<FieldCode> for Fault {
    fn from(code: FieldCode) -> Self {
        let json = serde_json::to_string(&code).unwrap_or_default();
        Self::from_code(json.trim_matches('"'))
    }
}
