//! What is wrong with a destination's settings.

use std::fmt;

use crate::destination::mapping::Fault;

/// What is wrong, and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// With the list of what leaves.
    Mapping(Fault),
    /// A name of theirs that the vendor has no fields of.
    Name {
        /// As it is written.
        to: String,
        /// The end of a sentence: "and must be …".
        why: &'static str,
    },
    /// The value of a setting.
    Setting {
        /// Its name in `destinations.toml`.
        name: &'static str,
        /// The end of a sentence: "and must be …".
        why: &'static str,
    },
}

impl fmt::Display for Wrong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mapping(fault) => write!(formatter, "{fault}"),
            Self::Name { to, why } => write!(formatter, "\"{to}\" is written to, {why}"),
            Self::Setting { name, why } => write!(formatter, "`{name}` is wrong, {why}"),
        }
    }
}

impl std::error::Error for Wrong {}
