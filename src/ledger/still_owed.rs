//! Whether what a queue brings is still owed, and what is known of it by now: a message says what was
//! known when it was sealed.

use serde::{Deserialize, Serialize};

use super::command::Attempt;
use super::lead_row::LeadRow;
use super::obligation::{ObligationState, Traces};
use super::reads;
use crate::storage::{Database, StorageError};

/// What the ledger knows of an attempt that may be made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StillOwed {
    /// The record's reference at the destination, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What else earlier attempts may have left there.
    #[serde(default, skip_serializing_if = "Traces::is_none")]
    pub traces: Traces,
}

/// Reads the rows by their ids, and writes nothing: the answer waits for no disk. What is asked about
/// twice is still owed once.
pub fn run(database: &impl Database, items: &[Attempt]) -> Result<Vec<Option<StillOwed>>, StorageError> {
    let ids: Vec<_> = items.iter().map(|item| item.lead_id).collect();
    let leads = reads::leads(database, &ids)?;
    let answer = |(place, item): (usize, &Attempt)| {
        let is_asked_before = items.iter().take(place).any(|before| before == item);
        if is_asked_before {
            return None;
        }
        leads
            .iter()
            .find(|lead| lead.lead_id == item.lead_id)
            .map_or_else(nobody_knows, |lead| step(lead, item))
    };
    Ok(items.iter().enumerate().map(answer).collect())
}

/// The pure step. Only what is on its way is to be attempted: what is due is sent again by itself, and
/// what is settled, or was opened again since, is nobody's any more.
fn step(lead: &LeadRow, item: &Attempt) -> Option<StillOwed> {
    let owed = lead.obligations.iter().find(|owed| owed.name == item.obligation)?;
    let is_on_its_way = owed.generation == item.generation && owed.state == ObligationState::Sent;
    is_on_its_way.then(|| StillOwed { reference: owed.reference.clone(), traces: owed.traces.clone() })
}

/// A lead was accepted, or nobody could have sealed its message: one that its ledger does not know any more
/// is delivered rather than lost, and the comparison with its destination names it.
fn nobody_knows() -> Option<StillOwed> {
    let traces = Traces { may_exist: true, ..Traces::default() };
    Some(StillOwed { reference: None, traces })
}
