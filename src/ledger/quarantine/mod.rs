//! What is in quarantine, and the three ways out of its list: again as it is, again with a revision
//! that a person writes, or never.

mod amend;
mod dismiss;
mod listing;
mod preview;
mod replay;

pub use amend::{Amended, Amendment, amend};
pub use dismiss::dismiss;
pub use listing::{
    ClassCount, MOST_QUARANTINED, QuarantinePage, QuarantinePlace, QuarantinedLead, QuarantinedOwed, classes,
    of_lead, page,
};
pub use preview::preview;
pub use replay::{ReplayItem, Replayed, replay};

use super::claim::transitions;
use super::lead_row::{LeadRow, LeadState};
use super::obligation::ObligationState;
use super::writes::Write;

/// Who does something, and why in their words.
#[derive(Clone, Copy, Debug)]
pub struct Word<'a> {
    pub by: &'a str,
    pub why: &'a str,
}

/// What follows for a lead of which something is open again. A card that says that the record was
/// given up is brought up to date once the record is there.
fn opened(mut lead: LeadRow) -> Vec<Write<'static>> {
    let revision = lead.obligations.iter().map(|owed| owed.revision).max().unwrap_or(lead.revision);
    if LeadState::of_records(&lead.obligations) == LeadState::Accepted {
        let is_shown = |state| state == ObligationState::Delivered;
        for card in lead.obligations.iter_mut().filter(|owed| owed.name.is_card() && is_shown(owed.state)) {
            card.park();
            card.revision = revision;
        }
    }
    let state = LeadState::derive(&lead.obligations);
    let counts = transitions(&lead, state);
    lead.state = state;
    vec![Write::SaveLead(lead), Write::Count(counts)]
}
