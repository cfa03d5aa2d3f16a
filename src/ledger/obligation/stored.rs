//! An obligation as it is stored: a JSON array, shorter and quicker to read than an object.

use serde::{Deserialize, Serialize};

use super::{Obligation, ObligationName, ObligationState, Traces};

/// The fields of an [`Obligation`] in their order. What was added later may be missing at the end.
#[derive(Serialize, Deserialize)]
pub struct Stored(
    ObligationName,
    u32,
    u32,
    ObligationState,
    i64,
    u32,
    i64,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<String>,
    #[serde(default, skip_serializing_if = "Traces::is_none")] Traces,
);

impl From<Obligation> for Stored {
    fn from(owed: Obligation) -> Self {
        Self(
            owed.name,
            owed.revision,
            owed.generation,
            owed.state,
            owed.not_before_ms,
            owed.attempts,
            owed.opened_at_ms,
            owed.sent_at_ms,
            owed.settled_at_ms,
            owed.reference,
            owed.reason,
            owed.traces,
        )
    }
}

impl From<Stored> for Obligation {
    fn from(stored: Stored) -> Self {
        Self {
            name: stored.0,
            revision: stored.1,
            generation: stored.2,
            state: stored.3,
            not_before_ms: stored.4,
            attempts: stored.5,
            opened_at_ms: stored.6,
            sent_at_ms: stored.7,
            settled_at_ms: stored.8,
            reference: stored.9,
            reason: stored.10,
            traces: stored.11,
        }
    }
}
