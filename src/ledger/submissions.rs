//! What was said of leads, revision by revision.

use std::collections::BTreeMap;

use super::Claim;
use super::lead_row::LeadRow;
use crate::identity::LeadId;
use crate::storage::{Database, StorageError};

/// One submission, with all that a message needs of it.
#[derive(Clone)]
pub struct StoredSubmission {
    pub traceparent: String,
    pub accepted_at_ms: i64,
    pub route: String,
    pub bundle: String,
    pub payload: String,
}

/// The submissions of these leads' positions and revisions, in one statement.
pub fn of_revisions(
    database: &impl Database,
    wanted: &[(i64, u32)],
) -> Result<BTreeMap<(i64, u32), StoredSubmission>, StorageError> {
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let wanted = serde_json::to_string(wanted).map_err(|error| StorageError(error.to_string()))?;
    let rows = database.query(
        "SELECT s.lead, s.revision, s.traceparent, s.accepted_at_ms, s.route, s.bundle, s.payload \
         FROM json_each(?1) AS j JOIN submission AS s ON s.lead = j.value->>0 AND s.revision = j.value->>1",
        vec![wanted.into()],
    )?;
    rows.into_iter()
        .map(|mut row| {
            let key = (row.integer()?, row.count()?);
            let stored = StoredSubmission {
                traceparent: row.text()?,
                accepted_at_ms: row.integer()?,
                route: row.text()?,
                bundle: row.text()?,
                payload: row.text()?,
            };
            Ok((key, stored))
        })
        .collect()
}

/// The submission that a lead is delivered from: the one its obligations are about, which is
/// not always the last. What comes late or is held back is kept beside it.
pub fn effective(database: &impl Database, lead: &LeadRow) -> Result<StoredSubmission, StorageError> {
    let key = (lead.position, lead.effective_revision());
    of_revisions(database, &[key])?
        .remove(&key)
        .ok_or_else(|| StorageError("a lead without its submission".into()))
}

/// Whether the request that made this claim is on record already.
pub fn has_request(database: &impl Database, lead: &LeadRow, claim: &Claim) -> Result<bool, StorageError> {
    let rows = database.query(
        "SELECT revision FROM submission WHERE lead = ?1 AND received_at_ms = ?2 AND traceparent = ?3 LIMIT 1",
        vec![lead.position.into(), claim.received_at_ms.into(), claim.traceparent.as_str().into()],
    )?;
    Ok(!rows.is_empty())
}

/// One stored submission's payload.
pub fn payload(
    database: &impl Database,
    lead_id: LeadId,
    revision: u32,
) -> Result<Option<String>, StorageError> {
    let rows = database.query(
        "SELECT payload FROM submission WHERE lead = (SELECT position FROM lead WHERE lead_id = ?1) \
         AND revision = ?2",
        vec![lead_id.to_string().into(), revision.into()],
    )?;
    rows.into_iter().next().map(|mut row| row.text()).transpose()
}
