//! What does not agree: counted in full, named up to a bound, the oldest first.

use serde::{Deserialize, Serialize};

/// So many are named of each direction. The rest is counted: what is wrong a hundred times
/// has one cause.
pub const MAX_NAMED: usize = 100;
/// An id as the destination has it may be anything: so much of it is kept.
const MAX_ID: usize = 128;

/// In which way a lead and its records do not agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DriftKind {
    /// The ledger holds a reference, and the destination has no such record.
    Missing,
    /// A record of a lead the ledger does not know.
    Unknown,
    /// A record of a lead the ledger has given up.
    GivenUp,
    /// Another record of a lead that has one.
    Twice,
}

impl DriftKind {
    /// The same in words.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Missing => "Delivered, and no such record is there",
            Self::Unknown => "A record of a lead that the ledger does not know",
            Self::GivenUp => "A record of a lead that is in quarantine",
            Self::Twice => "Another record of a lead that has one",
        }
    }
}

/// One disagreement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Drift {
    /// Since when: the delivery of what is missing, the making of what is surplus, where it
    /// is known.
    pub since_ms: Option<i64>,
    /// The lead's key.
    pub external_id: String,
    /// How.
    pub kind: DriftKind,
    /// The record, if there is one.
    pub record: Option<String>,
}

impl Drift {
    /// What is known to be older comes first, and what has no age last.
    fn rank(&self) -> (bool, Option<i64>, &str, DriftKind, Option<&str>) {
        (self.since_ms.is_none(), self.since_ms, &self.external_id, self.kind, self.record.as_deref())
    }
}

/// All disagreements in one direction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Drifts {
    pub count: u64,
    pub oldest_ms: Option<i64>,
    pub named: Vec<Drift>,
}

impl Drifts {
    pub fn add(&mut self, kind: DriftKind, external_id: &str, record: Option<&str>, since_ms: Option<i64>) {
        self.count = self.count.saturating_add(1);
        self.oldest_ms = match (self.oldest_ms, since_ms) {
            (Some(oldest_ms), Some(since_ms)) => Some(oldest_ms.min(since_ms)),
            (oldest_ms, since_ms) => oldest_ms.or(since_ms),
        };
        let kept = |text: &str| text.chars().take(MAX_ID).collect::<String>();
        let drift = Drift { since_ms, external_id: kept(external_id), kind, record: record.map(kept) };
        let place = self.named.partition_point(|named| named.rank() <= drift.rank());
        self.named.insert(place, drift);
        self.named.truncate(MAX_NAMED);
    }
}
