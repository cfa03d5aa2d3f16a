//! One lead of this pool, as it is kept.

use super::command::Take;
use super::reply::Outcome;
use crate::lead::Lane;

/// A lead that was asked for, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnRow {
    pub lead_id: String,
    pub person: String,
    /// The lower, the sooner.
    pub urgency: i64,
    /// When the lead was accepted.
    pub at_ms: i64,
    pub outcome: Outcome,
    /// The local day of the rep who has it.
    pub day: Option<i64>,
    /// Who had it before.
    pub gave_back: Vec<String>,
    /// When to tell of it again, if nobody was told yet.
    pub tell_at_ms: Option<i64>,
}

impl TurnRow {
    /// A lead that is decided on while its asker waits.
    pub fn new(take: &Take, outcome: Outcome, day: Option<i64>, now_ms: i64) -> Self {
        Self {
            lead_id: take.lead_id.clone(),
            person: take.person.clone(),
            urgency: match take.lane {
                Lane::Hot => 0,
                Lane::Standard => 1,
            },
            at_ms: take.at_ms.min(now_ms),
            outcome,
            day,
            gave_back: Vec::new(),
            tell_at_ms: None,
        }
    }

    /// Who has the lead.
    pub fn rep(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Assigned { rep, .. } => Some(rep),
            Outcome::Backlogged { .. } | Outcome::NobodyNow { .. } | Outcome::Withdrawn => None,
        }
    }

    /// The word for what became of it.
    pub const fn state(&self) -> &'static str {
        match self.outcome {
            Outcome::Assigned { .. } => "assigned",
            Outcome::Backlogged { .. } => "waiting",
            Outcome::NobodyNow { .. } => "nobody",
            Outcome::Withdrawn => "withdrawn",
        }
    }

    /// Whether nobody has it: it may still come to wait here, when the other teams have nobody
    /// either.
    pub const fn was_passed_on(&self) -> bool {
        matches!(self.outcome, Outcome::NobodyNow { .. })
    }
}
