//! Taking a new lead's records out, to deliver them without a queue in between.
//!
//! What is taken out is marked as sent, so that nobody else sends it; whoever took it and dies leaves a
//! row that is sent again through its queue, and looked for first.

use super::assign;
use super::dispatch;
use super::lead_row::LeadRow;
use super::obligation::{Obligation, ObligationName, ObligationState};
use super::reads;
use super::writes::{self, Write};
use crate::envelope::Message;
use crate::identity::LeadId;
use crate::routing::Rep;
use crate::storage::{Database, StorageError};

/// Read, step, write.
pub fn run(
    database: &impl Database,
    lead_id: LeadId,
    rep: Option<&Rep>,
    only: Option<&[ObligationName]>,
    now_ms: i64,
) -> Result<Vec<Message>, StorageError> {
    let Some(mut lead) = reads::lead(database, lead_id)? else { return Ok(Vec::new()) };
    let mut effects = Vec::new();
    if let Some(rep) = rep {
        assign::first(&mut lead, rep, now_ms, &mut effects)?;
    }
    let taken = step(&mut lead, only, now_ms);
    if effects.is_empty() && taken.is_empty() {
        return Ok(Vec::new());
    }
    effects.push(Write::SaveLead(lead.clone()));
    writes::apply(database, effects)?;
    // A stand-in owes no records, so whoever has some to take out is the lead's home.
    let shard = lead_id.shard().ok_or_else(|| StorageError("a lead id of another layout".into()))?;
    let taken = taken.into_iter().map(|owed| (lead.clone(), owed)).collect();
    let rows = dispatch::rows(database, taken, now_ms)?;
    // What cannot be written as a message is sent again, and quarantined then.
    Ok(rows.into_iter().filter_map(|row| Message::for_dispatch(shard, row).ok()).collect())
}

/// The pure step: marks the records that nobody has sent yet, and gives them as they were marked. While
/// it is not known who has the lead, they wait. What is not among those asked for goes through its queue.
fn step(lead: &mut LeadRow, only: Option<&[ObligationName]>, now_ms: i64) -> Vec<Obligation> {
    let is_settled = |owed: &Obligation| owed.state == ObligationState::Delivered;
    if lead.obligations.iter().any(|owed| owed.name.is_rep() && !is_settled(owed)) {
        return Vec::new();
    }
    let spread = lead.lead_id.spread();
    let fresh = |owed: &&mut Obligation| {
        let is_new = owed.state == ObligationState::Due && owed.attempts == 0;
        let is_wanted = only.is_none_or(|only| only.contains(&owed.name));
        owed.name.is_crm() && is_wanted && is_new && !owed.is_held_back()
    };
    let taken = lead.obligations.iter_mut().filter(fresh);
    taken
        .map(|owed| {
            owed.send(now_ms, dispatch::resend_after_ms(owed.attempts, spread));
            owed.clone()
        })
        .collect()
}
