//! Parts of a day.

use beeline::schedule::DAY_MINUTES;

/// When the afternoon begins, in minutes since midnight.
pub(super) const NOON: u16 = DAY_MINUTES / 2;

/// How much of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// All of it, however long the clock makes it.
    #[default]
    Whole,
    /// Until 12:00.
    Morning,
    /// From 12:00.
    Afternoon,
}

impl Part {
    /// The part that a word in small letters names.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "morning" | "am" => Some(Self::Morning),
            "afternoon" | "pm" => Some(Self::Afternoon),
            _ => None,
        }
    }

    /// From and until, since midnight.
    pub(super) const fn minutes(self) -> (u16, u16) {
        match self {
            Self::Whole => (0, DAY_MINUTES),
            Self::Morning => (0, NOON),
            Self::Afternoon => (NOON, DAY_MINUTES),
        }
    }
}
