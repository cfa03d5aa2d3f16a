//! How the delivery of one lead ended, for now or for good.

use std::fmt;

/// Why. A closed list of words per destination: nothing of an answer but codes that are listed in
/// the code, and nothing of the lead. As text `salesforce: UNABLE_TO_LOCK_ROW`, `hubspot: http 503`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    destination: &'static str,
    word: Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    Named(&'static str),
    Http(u16),
}

impl Reason {
    /// A word of the destination's list.
    pub const fn new(destination: &'static str, word: &'static str) -> Self {
        Self { destination, word: Word::Named(word) }
    }

    /// An answer known by its status alone.
    pub const fn http(destination: &'static str, status: u16) -> Self {
        Self { destination, word: Word::Http(status) }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.word {
            Word::Named(word) => write!(formatter, "{}: {word}", self.destination),
            Word::Http(status) => write!(formatter, "{}: http {status}", self.destination),
        }
    }
}

/// How the delivery of one lead ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The destination has it.
    Done {
        /// The record's id there.
        reference: String,
        /// The record it went into, if that was there before the lead: not drift.
        merged_into: Option<String>,
    },
    /// Not written, or the same again is safe.
    Again {
        /// The least time to wait, as the destination asks for it; 0 if it does not.
        after_ms: i64,
        /// Why.
        reason: Reason,
    },
    /// Not written, and never will be as it is.
    Refused {
        /// Why.
        reason: Reason,
    },
    /// May have been written, and the same again may write it twice: the next attempt says so
    /// ([`Item::may_exist`](super::Item::may_exist)) and looks first.
    Unknown {
        /// Why.
        reason: Reason,
    },
}

impl Verdict {
    /// The same attempt is worth another try at once, as far as the destination says.
    pub(super) const fn again(reason: Reason) -> Self {
        Self::Again { after_ms: 0, reason }
    }

    /// What a lead behind this one of the same person has to do: `None` if it may go on.
    pub(super) const fn holds_up(&self, reason: Reason, look_after_ms: i64) -> Option<Self> {
        match self {
            Self::Done { .. } | Self::Refused { .. } => None,
            Self::Again { after_ms, .. } => Some(Self::Again { after_ms: *after_ms, reason }),
            Self::Unknown { .. } => Some(Self::Again { after_ms: look_after_ms, reason }),
        }
    }
}
