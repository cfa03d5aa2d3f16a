//! Leaving what is in quarantine there: it is counted as before, and nobody is asked about it again.

use super::Word;
use crate::identity::LeadId;
use crate::ledger::obligation::{Obligation, ObligationState};
use crate::ledger::reads;
use crate::ledger::writes::{self, Write};
use crate::storage::{Database, StorageError};

/// Read, step, write: whether anything was in quarantine that nobody had dismissed yet.
pub fn dismiss(
    database: &impl Database,
    lead_id: LeadId,
    word: Word<'_>,
    now_ms: i64,
) -> Result<bool, StorageError> {
    let Some(mut lead) = reads::lead(database, lead_id)? else { return Ok(false) };
    let is_open = |owed: &&mut Obligation| owed.state == ObligationState::Quarantined && !owed.is_dismissed();
    let mut is_any = false;
    for owed in lead.obligations.iter_mut().filter(is_open) {
        owed.dismiss();
        is_any = true;
    }
    if is_any {
        let (lead_id, detail) = (lead.lead_id, format!("by {}: {}", word.by, word.why));
        let event = Write::Event { lead_id, at_ms: now_ms, name: "dismissed", detail };
        writes::apply(database, vec![Write::SaveLead(lead), event])?;
    }
    Ok(is_any)
}
