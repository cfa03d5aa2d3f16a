//! Which records of a hot lead are delivered without a queue in between: those whose destinations have
//! room for a call of its own. One that has none says for how long, and its leads go through its queue
//! until then, where they share calls.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ledger::ObligationName;

/// A destination without room for one lead seldom has it for the next: whoever asks in vain is late.
pub const SHORTEST_FULL_MS: i64 = 10_000;
/// It is asked again after so long at the latest, whatever it said.
pub const LONGEST_FULL_MS: i64 = 60_000;

/// The destinations that left a hot lead's record to their queue. JSON on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SteppedAside {
    /// Each with the milliseconds until it is worth asking again.
    #[serde(default)]
    pub full_for_ms: BTreeMap<ObligationName, i64>,
}

impl SteppedAside {
    /// Nobody knows how long: whoever was to say so did not answer.
    pub fn all(records: &[ObligationName]) -> Self {
        Self { full_for_ms: records.iter().map(|name| (name.clone(), SHORTEST_FULL_MS)).collect() }
    }
}

/// What is known of the destinations, as far as it was said here: others may have been told otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    full_until_ms: BTreeMap<ObligationName, i64>,
}

impl Room {
    /// Notes what became of a lead's records.
    pub fn learn(&mut self, stepped_aside: SteppedAside, now_ms: i64) {
        for (name, for_ms) in stepped_aside.full_for_ms {
            let until_ms = now_ms.saturating_add(for_ms.clamp(SHORTEST_FULL_MS, LONGEST_FULL_MS));
            self.full_until_ms.insert(name, until_ms);
        }
    }

    /// Of these, the records to deliver at once.
    pub fn open(&self, records: &[ObligationName], now_ms: i64) -> Vec<ObligationName> {
        let is_full =
            |name: &ObligationName| self.full_until_ms.get(name).is_some_and(|until_ms| *until_ms > now_ms);
        records.iter().filter(|name| !is_full(name)).cloned().collect()
    }
}
