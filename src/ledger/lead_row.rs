//! A lead as the ledger knows it: identity and state, no personal data.

use serde::{Deserialize, Serialize};

use super::assign;
use super::moved::Moved;
use super::obligation::{Obligation, ObligationState};
use crate::identity::LeadId;
use crate::lead::Lane;
use crate::routing::{Rep, Route};

/// Where a lead stands, derived from its obligations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadState {
    /// In flight.
    Accepted,
    /// Every CRM has it.
    Delivered,
    /// Something owed to it was given up on, and waits for a person.
    Quarantined,
    /// Only in a stand-in object: its home shard has it now.
    HandedOver,
}

impl LeadState {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Delivered => "delivered",
            Self::Quarantined => "quarantined",
            Self::HandedOver => "handed_over",
        }
    }
    /// From the stored word.
    pub fn from_stored(word: &str) -> Option<Self> {
        [Self::Accepted, Self::Delivered, Self::Quarantined, Self::HandedOver]
            .into_iter()
            .find(|state| state.as_str() == word)
    }

    /// The state that follows from these obligations.
    pub fn derive(obligations: &[Obligation]) -> Self {
        let needed = || obligations.iter().filter(|owed| !owed.name.is_aside());
        if needed().any(|owed| owed.state == ObligationState::Quarantined) {
            return Self::Quarantined;
        }
        let is_done = || needed().all(|owed| owed.state == ObligationState::Delivered);
        if needed().any(|owed| owed.name.is_home()) {
            return if is_done() { Self::HandedOver } else { Self::Accepted };
        }
        if !needed().any(|owed| owed.name.is_crm()) {
            return if is_done() { Self::Delivered } else { Self::Accepted };
        }
        Self::of_records(obligations)
    }

    /// How the CRM records alone stand: what a card can show. Without any there is nothing
    /// to wait for.
    pub fn of_records(obligations: &[Obligation]) -> Self {
        let records = obligations.iter().filter(|owed| owed.name.is_crm());
        let states: Vec<ObligationState> = records.map(|owed| owed.state).collect();
        if states.contains(&ObligationState::Quarantined) {
            Self::Quarantined
        } else if states.iter().all(|state| *state == ObligationState::Delivered) {
            Self::Delivered
        } else {
            Self::Accepted
        }
    }
}

/// One lead's row with its obligations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadRow {
    /// Its place in the order of acceptance, which is what its submissions are kept under.
    pub position: i64,
    /// Id.
    pub lead_id: LeadId,
    /// External id at CRMs.
    pub lead_key: String,
    /// Form.
    pub form: String,
    /// How urgent.
    pub lane: Lane,
    /// `real` or `synthetic`.
    pub kind: String,
    /// State as last derived.
    pub state: LeadState,
    /// Latest revision.
    pub revision: u32,
    /// Fingerprint of the latest revision.
    pub fingerprint: String,
    /// Stable over repeats.
    pub correlation_id: String,
    /// First acceptance.
    pub accepted_at_ms: i64,
    /// When it last said anything, be it the same again.
    pub said_at_ms: i64,
    /// What is owed, in name order.
    pub obligations: Vec<Obligation>,
    /// Where it went when more was known of it, if it did.
    pub moved: Option<Box<Moved>>,
}

impl LeadRow {
    /// When something owed to it wants attention next; `None` once all is settled.
    pub fn due_at_ms(&self) -> Option<i64> {
        due_at_ms(&self.obligations)
    }

    /// Whether it is held until a person lets it go.
    pub fn is_held(&self) -> bool {
        let is_held = |owed: &Obligation| {
            owed.is_dismissed_unseen() || owed.state == ObligationState::Quarantined && owed.is_held_back()
        };
        self.obligations.iter().any(is_held)
    }

    /// The rep who has it, once somebody does.
    pub fn rep(&self) -> Option<Rep> {
        assign::rep(&self.obligations)
    }

    /// The revision that it is delivered from, which is not always the last: the one that what is owed
    /// is about.
    pub fn effective_revision(&self) -> u32 {
        self.obligations.iter().map(|owed| owed.revision).max().unwrap_or(self.revision)
    }

    /// Where it goes: as a submission's route says, or where it was moved, with the rep who has it.
    pub fn route(&self, decided: Route) -> Route {
        let route = self.moved.as_ref().map_or(decided, |moved| moved.route.clone());
        Route { rep: self.rep().or(route.rep), ..route }
    }

    /// The bundle that says so.
    pub fn bundle(&self, decided: String) -> String {
        self.moved.as_ref().map_or(decided, |moved| moved.bundle.clone())
    }

    /// Whether something was looked for about it, for this revision or an earlier one.
    pub fn is_enriched(&self) -> bool {
        self.obligations.iter().any(|owed| owed.name.is_warm() && owed.reference.is_some())
    }

    /// The reference of the CRM record, once there is one.
    pub fn record(&self) -> Option<&str> {
        self.obligations.iter().find(|owed| owed.name.is_crm())?.reference.as_deref()
    }
}

/// When the first of these that is still open wants attention.
pub fn due_at_ms(obligations: &[Obligation]) -> Option<i64> {
    obligations.iter().filter(|owed| !owed.state.is_settled()).map(|owed| owed.not_before_ms).min()
}
