//! Opening what is in quarantine again, as it is.

use serde::{Deserialize, Serialize};

use super::{Word, opened};
use crate::identity::LeadId;
use crate::ledger::lead_row::LeadRow;
use crate::ledger::obligation::{ObligationName, ObligationState};
use crate::ledger::writes::{self, Write};
use crate::ledger::{MAX_AGE_MS, reads};
use crate::storage::{Database, StorageError};

/// An obligation to open again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayItem {
    /// Whose.
    pub lead_id: LeadId,
    /// Which.
    pub obligation: ObligationName,
    /// The generation that was seen in quarantine: asked for twice, it is opened once.
    pub generation: u32,
    /// How long it waits before it is sent: whoever replays many spreads them over all objects.
    pub after_ms: i64,
}

/// What became of a [`ReplayItem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Replayed {
    /// It is open again.
    Opened,
    /// It is not in quarantine any more, or in another generation: left alone.
    MovedOn,
    /// It is held for a person to look at, and has to be released.
    Held,
    /// This object has no such lead, or the lead is owed no such thing.
    Unknown,
}

/// Read, step, write, for many leads. What attempts have left at a destination is kept
/// ([`Traces`](crate::ledger::Traces)), so that the next one looks before it writes.
pub fn replay(
    database: &impl Database,
    items: &[ReplayItem],
    word: Word<'_>,
    now_ms: i64,
) -> Result<Vec<Replayed>, StorageError> {
    let ids: Vec<LeadId> = items.iter().map(|item| item.lead_id).collect();
    let mut leads = reads::leads(database, &ids)?;
    let mut touched: Vec<LeadId> = Vec::new();
    let (mut replies, mut effects) = (Vec::with_capacity(items.len()), Vec::new());
    for item in items {
        let lead = leads.iter_mut().find(|lead| lead.lead_id == item.lead_id);
        let replayed = lead.map_or(Replayed::Unknown, |lead| step(lead, item, now_ms));
        if replayed == Replayed::Opened {
            touched.push(item.lead_id);
            let detail = format!("{} by {}: {}", item.obligation, word.by, word.why);
            effects.push(Write::Event { lead_id: item.lead_id, at_ms: now_ms, name: "replayed", detail });
        }
        replies.push(replayed);
    }
    leads.retain(|lead| touched.contains(&lead.lead_id));
    effects.extend(leads.into_iter().flat_map(opened));
    writes::apply(database, effects)?;
    Ok(replies)
}

/// The pure step: one obligation of one lead.
fn step(lead: &mut LeadRow, item: &ReplayItem, now_ms: i64) -> Replayed {
    let Some(owed) = lead.obligations.iter_mut().find(|owed| owed.name == item.obligation) else {
        return Replayed::Unknown;
    };
    if owed.state != ObligationState::Quarantined || owed.generation != item.generation {
        return Replayed::MovedOn;
    }
    if owed.is_held_back() || owed.is_dismissed_unseen() {
        return Replayed::Held;
    }
    owed.reopen(owed.revision, now_ms, item.after_ms.clamp(0, MAX_AGE_MS));
    Replayed::Opened
}
