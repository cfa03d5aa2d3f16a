//! A span of time.

use serde::{Deserialize, Serialize};

use super::malformed::Malformed;

/// From a moment until just before another, in milliseconds since the epoch; never empty. Travels
/// as `[from, until]`: a test freezes the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "(i64, i64)", into = "(i64, i64)")]
pub struct Span {
    from_ms: i64,
    until_ms: i64,
}

impl Span {
    /// The span, unless it would be empty.
    pub fn new(from_ms: i64, until_ms: i64) -> Option<Self> {
        (from_ms < until_ms).then_some(Self { from_ms, until_ms })
    }

    /// Its first millisecond.
    pub const fn from_ms(self) -> i64 {
        self.from_ms
    }

    /// The first millisecond after it.
    pub const fn until_ms(self) -> i64 {
        self.until_ms
    }

    /// How long it is.
    pub const fn length_ms(self) -> i64 {
        self.until_ms.saturating_sub(self.from_ms)
    }

    /// Whether a moment lies in it.
    pub fn contains(self, at_ms: i64) -> bool {
        (self.from_ms..self.until_ms).contains(&at_ms)
    }

    /// What two spans have in common.
    pub fn common(self, other: Self) -> Option<Self> {
        Self::new(self.from_ms.max(other.from_ms), self.until_ms.min(other.until_ms))
    }
}

impl TryFrom<(i64, i64)> for Span {
    type Error = Malformed;

    fn try_from((from_ms, until_ms): (i64, i64)) -> Result<Self, Malformed> {
        Self::new(from_ms, until_ms).ok_or(Malformed::SpanEmpty)
    }
}

impl From<Span> for (i64, i64) {
    fn from(span: Span) -> Self {
        (span.from_ms, span.until_ms)
    }
}
