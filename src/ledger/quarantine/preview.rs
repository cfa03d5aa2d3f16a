//! What a lead's messages would say if what is in quarantine were opened now.

use crate::envelope::Message;
use crate::identity::LeadId;
use crate::ledger::lead_row::LeadRow;
use crate::ledger::obligation::{Obligation, ObligationState};
use crate::ledger::{Role, dispatch, reads, submissions};
use crate::storage::{Database, StorageError};

/// Reads, and writes nothing. As it is, what is in quarantine would be sent; after an edit everything is
/// owed again. What has no submission has no message.
pub fn preview(
    database: &impl Database,
    role: Role,
    lead_id: LeadId,
    edited: bool,
    now_ms: i64,
) -> Result<Vec<Message>, StorageError> {
    let Some(mut lead) = reads::lead_to_show(database, lead_id)? else { return Ok(Vec::new()) };
    let Some(home) = lead.lead_id.shard() else { return Ok(Vec::new()) };
    let shard = if role == Role::Home { home } else { home.to_spill() };
    let opened = open(&mut lead, edited, now_ms);
    let wanted: Vec<_> = opened.iter().map(|(_, made_of)| (lead.position, *made_of)).collect();
    let submissions = submissions::of_revisions(database, &wanted)?;
    let message = |(owed, made_of): (Obligation, u32)| {
        let submission = submissions.get(&(lead.position, made_of))?.clone();
        Message::for_dispatch(shard, dispatch::row(lead.clone(), owed, submission)).ok()
    };
    Ok(opened.into_iter().filter_map(message).collect())
}

/// The pure step: what would be owed again, as it would be sent, each with the revision that it is made of.
fn open(lead: &mut LeadRow, edited: bool, now_ms: i64) -> Vec<(Obligation, u32)> {
    let is_stuck = |owed: &Obligation| owed.state == ObligationState::Quarantined;
    let is_opened = |owed: &&mut Obligation| is_stuck(owed) || edited && !owed.name.is_rep();
    let latest = lead.revision;
    let effective = lead.obligations.iter().map(|owed| owed.revision).max().unwrap_or(latest);
    let as_sent = |owed: &mut Obligation| {
        let (revision, made_of) =
            if edited { (latest + 1, effective) } else { (owed.revision, owed.revision) };
        owed.reopen(revision, now_ms, 0);
        owed.send(now_ms, 0);
        (owed.clone(), made_of)
    };
    lead.obligations.iter_mut().filter(is_opened).map(as_sent).collect()
}
