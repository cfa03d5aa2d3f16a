//! Why a publication is not put in force.

use std::fmt;

/// Each leaves what is in force as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Not four parts, another version, or longer than any publication.
    Shape,
    /// Signed under a key that is not ours.
    UnknownKey,
    /// Not our signature.
    Signature,
    /// Ours, but not a publication that this code can read.
    Payload,
    /// Not newer than what is in force: a late copy, or a deploy has come after it.
    Older {
        /// Its sequence.
        sequence: i64,
        /// The sequence in force.
        in_force: i64,
    },
    /// Numbered after a clock that is more than a day fast: nothing would be newer for that long.
    Future {
        /// Its sequence.
        sequence: i64,
    },
    /// The bytes of a bundle that it names are not there, or not yet.
    Missing(String),
    /// The bytes under a bundle's name are others than were signed for, or too many.
    WrongBytes(String),
    /// A bundle written for another version of this code.
    UnknownSchema(u32),
    /// The right bytes, and not a bundle.
    NotABundle(String),
}

impl Refusal {
    /// The refusal as one word, for logs.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::UnknownKey => "unknown_key",
            Self::Signature => "signature",
            Self::Payload => "payload",
            Self::Older { .. } => "older",
            Self::Future { .. } => "future",
            Self::Missing(_) => "missing",
            Self::WrongBytes(_) => "wrong_bytes",
            Self::UnknownSchema(_) => "unknown_schema",
            Self::NotABundle(_) => "not_a_bundle",
        }
    }

    /// Whether somebody should look: an older publication is what a deploy leaves behind.
    pub const fn is_unexpected(&self) -> bool {
        !matches!(self, Self::Older { .. })
    }

    /// Whether the same publication may be fine a little later.
    pub const fn may_pass(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Future { .. })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape => formatter.write_str("not a v1 publication"),
            Self::UnknownKey => formatter.write_str("signed under an unknown key id"),
            Self::Signature => formatter.write_str("signature does not verify"),
            Self::Payload => formatter.write_str("payload is not a publication of this version"),
            Self::Older { sequence, in_force } => {
                write!(formatter, "sequence {sequence} is not above {in_force}, which is in force")
            }
            Self::Future { sequence } => {
                write!(formatter, "sequence {sequence} is more than a day ahead of this clock")
            }
            Self::Missing(hash) => write!(formatter, "bundle {hash} is not there"),
            Self::WrongBytes(hash) => write!(formatter, "what is stored as bundle {hash} was not signed for"),
            Self::UnknownSchema(schema) => {
                write!(formatter, "its bundle has schema {schema}, which this build does not read")
            }
            Self::NotABundle(reason) => formatter.write_str(reason),
        }
    }
}

impl std::error::Error for Refusal {}
