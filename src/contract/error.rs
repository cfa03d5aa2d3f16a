//! What can be wrong with a field.

use serde::{Deserialize, Serialize};

/// One wrong field. `field` is the dotted name as it was sent, or as the contract has it
/// for one that is missing; `code` is from a closed list that a page can translate;
/// `message` is English and never repeats the value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldError {
    /// Dotted field name.
    pub field: String,
    /// What is wrong.
    pub code: FieldCode,
    /// For people.
    pub message: String,
}

/// Every way a field can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    /// The field is needed and absent or blank; a box that must be ticked is not.
    Required,
    /// Not text, number or boolean where that is needed.
    Type,
    /// Not an email address.
    Email,
    /// Too long, or too short.
    Length,
    /// A number out of its range.
    Range,
    /// Consent must be given before the lead may be processed.
    ConsentRequired,
    /// Too many fields of one group, or too many that the form does not have.
    TooMany,
    /// Not one of the form's choices.
    Choice,
    /// Not a day of the calendar, written as RFC 3339's full-date.
    Date,
    /// The form has no such field, and refuses what it does not know.
    UnknownField,
    /// A wording of the consents that the form never showed.
    ConsentVersion,
}

impl FieldCode {
    /// Every code.
    pub const ALL: [Self; 11] = [
        Self::Required,
        Self::Type,
        Self::Email,
        Self::Length,
        Self::Range,
        Self::ConsentRequired,
        Self::TooMany,
        Self::Choice,
        Self::Date,
        Self::UnknownField,
        Self::ConsentVersion,
    ];

    /// The code's text in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Type => "type",
            Self::Email => "email",
            Self::Length => "length",
            Self::Range => "range",
            Self::ConsentRequired => "consent_required",
            Self::TooMany => "too_many",
            Self::Choice => "choice",
            Self::Date => "date",
            Self::UnknownField => "unknown_field",
            Self::ConsentVersion => "consent_version",
        }
    }

    /// What to tell people where nothing more is known than the code.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Required => "Is needed.",
            Self::Type => "Is not of the right kind.",
            Self::Email => "Must be an email address.",
            Self::Length => "Is too long or too short.",
            Self::Range => "Is out of range.",
            Self::ConsentRequired => "We need your consent before we may reply.",
            Self::TooMany => "Has too many entries.",
            Self::Choice => "Must be one of the choices.",
            Self::Date => "Must be a date such as 2026-11-30.",
            Self::UnknownField => "This form has no such field.",
            Self::ConsentVersion => "Is not a wording that this form has shown.",
        }
    }
}

/// What is wrong with a value, before its field is named.
#[derive(Debug)]
pub(crate) struct Fault {
    code: FieldCode,
    /// More than the code's own message says.
    message: Option<String>,
}

impl Fault {
    /// With a message of its own.
    pub(crate) fn saying(code: FieldCode, message: impl Into<String>) -> Self {
        Self { code, message: Some(message.into()) }
    }

    /// As an error of a field.
    pub(crate) fn of(self, field: &str) -> FieldError {
        let message = self.message.unwrap_or_else(|| self.code.message().to_owned());
        FieldError { field: field.to_owned(), code: self.code, message }
    }
}

impl From<FieldCode> for Fault {
    fn from(code: FieldCode) -> Self {
        Self { code, message: None }
    }
}
