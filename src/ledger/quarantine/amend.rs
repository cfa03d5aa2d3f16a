//! A revision that a person writes, so that what was refused can be delivered.

use serde::{Deserialize, Serialize};

use super::{Word, opened};
use crate::identity::LeadId;
use crate::ledger::obligation::{Obligation, ObligationState};
use crate::ledger::writes::{self, Write};
use crate::ledger::{Role, reads};
use crate::storage::{Database, StorageError};

/// What is to be delivered instead.
pub struct Amendment<'a> {
    pub lead_id: LeadId,
    pub of_revision: u32,
    pub payload: &'a str,
}

/// What became of an amendment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amended {
    /// It is the lead's newest revision, and on its way.
    As {
        /// Which.
        revision: u32,
    },
    /// The lead has another revision since: nothing was written.
    MovedOn {
        /// Which.
        revision: u32,
    },
    /// Nothing of the lead is in quarantine: nothing was written.
    NotInQuarantine,
    /// This object has no such lead of its own.
    Unknown,
}

/// Read, step, write. Everything owed is owed again, as after any other revision, so that no two
/// destinations have different words of one lead. Every earlier revision is kept. What the visitor says again
/// is still known for a repeat, because it is compared with what they said last, not with this.
pub fn amend(
    database: &impl Database,
    role: Role,
    amendment: &Amendment<'_>,
    word: Word<'_>,
    now_ms: i64,
) -> Result<Amended, StorageError> {
    // A stand-in keeps claims, to hand them over as they came.
    let found = if role == Role::Home { reads::lead(database, amendment.lead_id)? } else { None };
    let Some(mut lead) = found else { return Ok(Amended::Unknown) };
    if lead.revision != amendment.of_revision {
        return Ok(Amended::MovedOn { revision: lead.revision });
    }
    let is_stuck = |owed: &Obligation| owed.state == ObligationState::Quarantined;
    if !lead.obligations.iter().any(is_stuck) {
        return Ok(Amended::NotInQuarantine);
    }
    let made_of = lead.obligations.iter().map(|owed| owed.revision).max().unwrap_or(lead.revision);
    let revision = lead.revision + 1;
    // Whoever has the lead keeps it, and whoever is looked for is still looked for.
    for owed in lead.obligations.iter_mut().filter(|owed| is_stuck(owed) || !owed.name.is_rep()) {
        owed.reopen(revision, now_ms, 0);
    }
    lead.revision = revision;
    // What a stand-in accepted before this was written must not undo it.
    lead.said_at_ms = lead.said_at_ms.max(now_ms);
    let (position, lead_id) = (lead.position, lead.lead_id);
    let detail = format!("revision {revision} by {}: {}", word.by, word.why);
    let mut effects = opened(lead);
    effects.push(Write::InsertRevision {
        position,
        of_revision: made_of,
        revision,
        at_ms: now_ms,
        payload: amendment.payload,
    });
    effects.push(Write::Event { lead_id, at_ms: now_ms, name: "amended", detail });
    writes::apply(database, effects)?;
    Ok(Amended::As { revision })
}
