//! How one attempt ended.

use serde::{Deserialize, Serialize};

use super::ObligationName;
use crate::ledger::LeadState;
use crate::quarantine::DEAD_LETTERED;

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
const fn is_false(value: &bool) -> bool {
    !*value
}

/// How an attempt to meet an obligation ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The destination has it, under this reference.
    Delivered {
        /// The record's or message's id at the destination.
        reference: String,
        /// Whether it went into a record that was there before the lead.
        #[serde(default, skip_serializing_if = "is_false")]
        merged: bool,
    },
    /// Tried, and not now.
    Deferred {
        /// How long the destination asks to wait at least; 0 if it does not.
        after_ms: i64,
        /// Why, from a closed list of words; never personal data.
        reason: String,
        /// Whether the destination may have it all the same: it has to be looked for before it is
        /// written again.
        #[serde(default, skip_serializing_if = "is_false")]
        may_exist: bool,
    },
    /// Not tried: nothing was sent to the destination, and the attempt does not count.
    Postponed {
        /// How long to wait.
        after_ms: i64,
        /// Why, from a closed list of words.
        reason: String,
    },
    /// Whoever was given its lease has no use for it. It says nothing of an attempt that began meanwhile.
    GivenBack {
        /// How long to wait.
        after_ms: i64,
        /// Why, from a closed list of words.
        reason: String,
    },
    /// Not ended yet, but part of it is there: whatever becomes of this attempt, the next one goes on
    /// from it.
    Begun {
        /// What is there, in the destination's own words.
        part: String,
    },
    /// Never, as it is.
    Quarantined {
        /// Why.
        reason: String,
    },
    /// What can be found out about the lead is known, as far as it ever will be.
    Found {
        /// In words, what was found.
        reference: String,
        /// Who is told: records and cards that show it.
        tell: Vec<ObligationName>,
    },
    /// A card is posted under this reference and shows this state of the lead.
    Shown {
        /// The message's reference.
        reference: String,
        /// What it shows.
        shows: LeadState,
    },
}

impl Outcome {
    /// The destination has it, in a record or message of its own.
    pub fn delivered(reference: impl Into<String>) -> Self {
        Self::Delivered { reference: reference.into(), merged: false }
    }

    /// Tried, without a trace at the destination.
    pub fn deferred(after_ms: i64, reason: impl Into<String>) -> Self {
        Self::Deferred { after_ms, reason: reason.into(), may_exist: false }
    }

    /// Tried until its queue gave it up: whoever had it may have written a record, and did not live to say
    /// so.
    pub fn dead_lettered(obligation: &ObligationName, after_ms: i64) -> Self {
        let may_exist = obligation.is_crm();
        Self::Deferred { after_ms, reason: DEAD_LETTERED.to_owned(), may_exist }
    }

    /// Not tried.
    pub fn postponed(after_ms: i64, reason: impl Into<String>) -> Self {
        Self::Postponed { after_ms, reason: reason.into() }
    }

    /// Given up.
    pub fn quarantined(reason: impl Into<String>) -> Self {
        Self::Quarantined { reason: reason.into() }
    }
}
