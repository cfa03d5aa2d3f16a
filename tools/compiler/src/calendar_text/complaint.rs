//! What is wrong with a text, where, and what to write instead.

use std::fmt;
use std::ops::Range;

/// One mistake in a cell or setting, in the words of the people who fill it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Where, in bytes of the text.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do instead, with something to paste.
    pub fix: String,
}

impl Complaint {
    pub(super) fn new(at: Range<usize>, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { at, message: message.into(), fix: fix.into() }
    }

    /// The same complaint about another place.
    pub(super) fn pointing(self, at: Range<usize>) -> Self {
        Self { at, ..self }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}\n  fix: {}", self.message, self.fix)
    }
}

impl std::error::Error for Complaint {}
