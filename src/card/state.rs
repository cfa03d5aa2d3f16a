//! What a card says about the lead's way into the CRM.

use super::link::Link;
use crate::ledger::LeadState;

/// Where the lead's CRM records stand, as a card shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardState {
    /// Accepted, on its way.
    Provisional,
    /// In the CRM.
    Confirmed {
        /// Where to open the record.
        record_url: Option<Link>,
    },
    /// Given up on until a person looks.
    NeedsAttention {
        /// Why, in the ledger's words; never personal data.
        reason: Option<String>,
    },
}

impl CardState {
    /// What to show for records in this state.
    pub fn of_records(records: LeadState, record_url: Option<Link>, reason: Option<String>) -> Self {
        match records {
            LeadState::Accepted | LeadState::HandedOver => Self::Provisional,
            LeadState::Delivered => Self::Confirmed { record_url },
            LeadState::Quarantined => Self::NeedsAttention { reason },
        }
    }

    /// The state a card that says this shows: what its settlement reports.
    pub const fn shows(&self) -> LeadState {
        match self {
            Self::Provisional => LeadState::Accepted,
            Self::Confirmed { .. } => LeadState::Delivered,
            Self::NeedsAttention { .. } => LeadState::Quarantined,
        }
    }
}
