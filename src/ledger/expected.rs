//! What a destination is expected to hold, told page by page to whoever compares.

use serde::{Deserialize, Serialize};

use super::lead_row::LeadRow;
use super::obligation::{Obligation, ObligationName, ObligationState};
use super::reads;
use crate::identity::LeadId;
use crate::reconcile::{Expected, Standing};
use crate::storage::{Database, StorageError};

/// Rows that one page looks at, at most: what an object reads within milliseconds, because claims
/// wait meanwhile.
pub const MOST_EXPECTED: u32 = 200;

/// Some leads of a destination.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedPage {
    /// The leads.
    pub leads: Vec<Expected>,
    /// Where the next page goes on; `None` if this was the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
}

/// One page. A row that cannot be read is left out: dispatch has quarantined it and said so.
pub fn page(
    database: &impl Database,
    destination: &str,
    after: Option<i64>,
    until_ms: i64,
    limit: u32,
) -> Result<ExpectedPage, StorageError> {
    let limit = limit.clamp(1, MOST_EXPECTED);
    let rows = reads::leads_after(database, after.unwrap_or(0), limit)?;
    let read = rows.leads.len() + rows.unreadable.len();
    let is_full = u32::try_from(read).is_ok_and(|read| read == limit);
    let unreadable = rows.unreadable.iter().map(|row| row.position);
    let last = rows.leads.iter().map(|lead| lead.position).chain(unreadable).max();
    // What a stand-in hands over stands behind leads that were accepted later: a page ends this only
    // when all of it is too new.
    let is_past = !rows.leads.is_empty() && rows.leads.iter().all(|lead| lead.accepted_at_ms >= until_ms);
    let name = ObligationName::crm(destination);
    let wanted = rows.leads.iter().filter(|lead| lead.accepted_at_ms < until_ms);
    let leads = wanted.filter_map(|lead| Some(expected(lead, owed(lead, &name)?))).collect();
    Ok(ExpectedPage { leads, next: last.filter(|_| is_full && !is_past) })
}

/// Those of these leads that are here. One that owes the destination nothing, or of which nobody can
/// read what it owes, is known all the same: whatever stands there is not held against it.
pub fn of(
    database: &impl Database,
    destination: &str,
    lead_ids: &[LeadId],
) -> Result<ExpectedPage, StorageError> {
    if u32::try_from(lead_ids.len()).is_ok_and(|asked| asked > MOST_EXPECTED) {
        return Err(StorageError(format!("more than {MOST_EXPECTED} leads in one question")));
    }
    let name = ObligationName::crm(destination);
    let known = |lead: &LeadRow| match owed(lead, &name) {
        Some(owed) => expected(lead, owed),
        None => told(lead, None, Standing::Open, lead.accepted_at_ms),
    };
    let leads = reads::leads_to_show(database, lead_ids)?.iter().map(known).collect();
    Ok(ExpectedPage { leads, next: None })
}

fn owed<'a>(lead: &'a LeadRow, name: &ObligationName) -> Option<&'a Obligation> {
    lead.obligations.iter().find(|owed| owed.name == *name)
}

fn expected(lead: &LeadRow, owed: &Obligation) -> Expected {
    let settled_at_ms = owed.settled_at_ms.unwrap_or(owed.opened_at_ms);
    let (standing, since_ms) = match (&owed.reference, owed.state) {
        (Some(_), _) if owed.traces.merged => (Standing::Merged, settled_at_ms),
        (Some(_), _) => (Standing::Recorded, settled_at_ms),
        (None, ObligationState::Quarantined) => (Standing::GivenUp, settled_at_ms),
        (None, _) => (Standing::Open, lead.accepted_at_ms),
    };
    told(lead, owed.reference.clone(), standing, since_ms)
}

fn told(lead: &LeadRow, reference: Option<String>, standing: Standing, since_ms: i64) -> Expected {
    Expected { lead_id: lead.lead_id, key: lead.lead_key.clone(), reference, standing, since_ms }
}
