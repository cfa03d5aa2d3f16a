//! Leads that wait: for a person who looks at them, or for a challenge.

use std::fmt;

use super::claim::transitions;
use super::lead_row::LeadState;
use super::obligation::{HELD, Obligation};
use super::quarantine::Word;
use super::reads;
use super::reply::HeldLead;
use super::writes::{self, Write};
use crate::identity::LeadId;
use crate::storage::{Database, StorageError};

/// The newest leads that are held for their risk.
pub fn list(database: &impl Database, limit: u32) -> Result<Vec<HeldLead>, StorageError> {
    let leads = reads::held_back(database, limit)?.into_iter().filter_map(|lead| {
        let held = lead.obligations.iter().filter(|owed| owed.is_held_back());
        let mut reasons: Vec<String> = held
            .filter_map(|owed| owed.reason.as_deref()?.strip_prefix(HELD))
            .flat_map(|words| words.split(", ").map(str::to_owned))
            .collect();
        reasons.sort_unstable();
        reasons.dedup();
        (!reasons.is_empty()).then_some(HeldLead {
            lead_id: lead.lead_id,
            form: lead.form,
            kind: lead.kind,
            accepted_at_ms: lead.accepted_at_ms,
            reasons,
        })
    });
    Ok(leads.collect())
}

/// Who lets go of a lead.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// Somebody who may, under this name, and why if they were asked.
    Person(Word<'a>),
    /// A passed challenge. It shows that somebody is there, not that what speaks against a held
    /// lead is nothing.
    Challenge,
}

impl By<'_> {
    fn may_open(self, owed: &Obligation) -> bool {
        match self {
            Self::Person(_) => owed.is_held_back() || owed.is_dismissed_unseen(),
            Self::Challenge => owed.awaits_challenge(),
        }
    }
}

impl fmt::Display for By<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(Word { by, why: "" }) => formatter.write_str(by),
            Self::Person(Word { by, why }) => write!(formatter, "{by}: {why}"),
            Self::Challenge => formatter.write_str("challenge"),
        }
    }
}

/// Read, step, write: opens again what is kept back of a lead. Whether anything was.
pub fn release(
    database: &impl Database,
    lead_id: LeadId,
    by: By<'_>,
    now_ms: i64,
) -> Result<bool, StorageError> {
    let Some(mut lead) = reads::lead(database, lead_id)? else { return Ok(false) };
    let mut released = false;
    for owed in lead.obligations.iter_mut().filter(|owed| by.may_open(owed)) {
        owed.reopen(owed.revision, now_ms, 0);
        released = true;
    }
    if !released {
        return Ok(false);
    }
    let state = LeadState::derive(&lead.obligations);
    let counts = transitions(&lead, state);
    lead.state = state;
    let lead_id = lead.lead_id;
    writes::apply(
        database,
        vec![
            Write::SaveLead(lead),
            Write::Count(counts),
            Write::Event { lead_id, at_ms: now_ms, name: "released", detail: format!("by {by}") },
        ],
    )?;
    Ok(true)
}
