//! The views a step decides on.

use super::lead_row::{LeadRow, LeadState};
use super::obligation::{Obligation, ObligationName, ObligationState};
use super::storage::{Database, Row, StorageError, Value};
use super::{Claim, PARKED_MS};
use crate::identity::{LeadId, Shard};

const LEAD_COLUMNS: &str =
    "lead_id, lead_key, form, kind, state, revision, fingerprint, correlation_id, accepted_at_ms, said_at_ms";
const OBLIGATION_COLUMNS: &str = "o.name, o.revision, o.generation, o.state, o.not_before_ms, o.attempts, \
     o.opened_at_ms, o.sent_at_ms, o.settled_at_ms, o.reference, o.reason";

/// The lead that a claim repeats: one of the same person and form accepted within the
/// window around `at_ms`, or one that already has the proposed id (two clocks may disagree
/// about which window it is).
pub fn repeated(
    database: &impl Database,
    claim: &Claim,
    at_ms: i64,
) -> Result<Option<LeadRow>, StorageError> {
    let window_ms = i64::from(claim.dedup_window_seconds) * 1000;
    let sql = format!(
        "SELECT {LEAD_COLUMNS} FROM lead \
         WHERE lead_id = COALESCE((SELECT of_lead_id FROM alias WHERE lead_id = ?1), ?1) UNION ALL \
         SELECT {LEAD_COLUMNS} FROM lead WHERE person = ?2 AND form = ?3 \
         AND accepted_at_ms > ?4 AND accepted_at_ms < ?5 LIMIT 1"
    );
    let parameters: Vec<Value> = vec![
        claim.lead_id.to_string().into(),
        claim.person.as_str().into(),
        claim.form.as_str().into(),
        (at_ms - window_ms).into(),
        (at_ms + window_ms).into(),
    ];
    let Some(mut row) = database.query(&sql, parameters)?.into_iter().next() else { return Ok(None) };
    let mut lead = lead_row(&mut row)?;
    lead.obligations = obligations(database, lead.lead_id)?;
    Ok(Some(lead))
}

/// One lead by id or alias, with what is owed to it.
pub fn lead(database: &impl Database, lead_id: LeadId) -> Result<Option<LeadRow>, StorageError> {
    let sql = format!(
        "SELECT {LEAD_COLUMNS} FROM lead WHERE lead_id = \
         COALESCE((SELECT of_lead_id FROM alias WHERE lead_id = ?1), ?1)"
    );
    let rows = database.query(&sql, vec![lead_id.to_string().into()])?;
    let Some(mut row) = rows.into_iter().next() else { return Ok(None) };
    let mut lead = lead_row(&mut row)?;
    lead.obligations = obligations(database, lead.lead_id)?;
    Ok(Some(lead))
}

/// Several leads with what is owed to them, in one statement.
pub fn leads(database: &impl Database, lead_ids: &[LeadId]) -> Result<Vec<LeadRow>, StorageError> {
    let columns = LEAD_COLUMNS.split(", ").map(|name| format!("l.{name}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT {columns}, {OBLIGATION_COLUMNS} FROM json_each(?1) AS j \
         JOIN lead AS l ON l.lead_id = j.value JOIN obligation AS o ON o.lead_id = l.lead_id \
         ORDER BY l.position, o.name"
    );
    let mut ids: Vec<String> = lead_ids.iter().map(LeadId::to_string).collect();
    ids.sort();
    ids.dedup();
    let ids = serde_json::Value::from(ids).to_string();
    let mut leads: Vec<LeadRow> = Vec::new();
    for mut row in database.query(&sql, vec![ids.into()])? {
        let lead = lead_row(&mut row)?;
        let owed = obligation(&mut row)?;
        match leads.last_mut() {
            Some(last) if last.lead_id == lead.lead_id => last.obligations.push(owed),
            _ => leads.push(LeadRow { obligations: vec![owed], ..lead }),
        }
    }
    Ok(leads)
}

/// A row that is due out, with all a message needs.
pub struct DueRow {
    pub lead: LeadRow,
    pub owed: Obligation,
    pub traceparent: String,
    pub accepted_at_ms: i64,
    pub route: String,
    pub bundle: String,
    pub payload: String,
}

/// The rows to send by `now_ms`, longest waiting first.
pub fn due(database: &impl Database, now_ms: i64, limit: usize) -> Result<Vec<DueRow>, StorageError> {
    let columns = LEAD_COLUMNS.split(", ").map(|name| format!("l.{name}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT {columns}, {OBLIGATION_COLUMNS}, s.traceparent, s.accepted_at_ms, s.route, s.bundle, s.payload \
         FROM obligation AS o INDEXED BY obligation_open JOIN lead AS l ON l.lead_id = o.lead_id \
         JOIN submission AS s ON s.lead_id = o.lead_id AND s.revision = o.revision \
         WHERE o.state IN ('due', 'sent') AND o.not_before_ms <= ?1 ORDER BY o.not_before_ms LIMIT ?2"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = database.query(&sql, vec![now_ms.into(), limit.into()])?;
    rows.into_iter()
        .map(|mut row| {
            Ok(DueRow {
                lead: lead_row(&mut row)?,
                owed: obligation(&mut row)?,
                traceparent: row.text()?,
                accepted_at_ms: row.integer()?,
                route: row.text()?,
                bundle: row.text()?,
                payload: row.text()?,
            })
        })
        .collect()
}

/// The route and bundle of a lead's newest submission, as stored. That is not always the
/// last revision: a stand-in may hand over an older submission later.
pub fn route(database: &impl Database, lead: &LeadRow) -> Result<(String, String), StorageError> {
    let rows = database.query(
        "SELECT route, bundle FROM submission WHERE lead_id = ?1 \
         ORDER BY accepted_at_ms DESC, revision DESC LIMIT 1",
        vec![lead.lead_id.to_string().into()],
    )?;
    let mut row =
        rows.into_iter().next().ok_or_else(|| StorageError("a lead without its submission".into()))?;
    Ok((row.text()?, row.text()?))
}

/// Whether the request that made this claim is on record already.
pub fn has_request(database: &impl Database, lead_id: LeadId, claim: &Claim) -> Result<bool, StorageError> {
    let rows = database.query(
        "SELECT revision FROM submission WHERE lead_id = ?1 AND received_at_ms = ?2 AND traceparent = ?3 LIMIT 1",
        vec![lead_id.to_string().into(), claim.received_at_ms.into(), claim.traceparent.as_str().into()],
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
        "SELECT payload FROM submission WHERE lead_id = ?1 AND revision = ?2",
        vec![lead_id.to_string().into(), revision.into()],
    )?;
    rows.into_iter().next().map(|mut row| row.text()).transpose()
}

/// The earliest time at which something unsettled wants attention. Parked cards do not.
pub fn next_wake_ms(database: &impl Database) -> Result<Option<i64>, StorageError> {
    let rows = database.query(
        "SELECT not_before_ms FROM obligation INDEXED BY obligation_open WHERE state IN ('due', 'sent') \
         AND not_before_ms < ?1 ORDER BY not_before_ms LIMIT 1",
        vec![PARKED_MS.into()],
    )?;
    rows.into_iter().next().map(|mut row| row.integer()).transpose()
}

/// The object's own name, if it has been told.
pub fn shard(database: &impl Database) -> Result<Option<Shard>, StorageError> {
    let rows = database.query("SELECT value FROM mark WHERE name = 'shard'", vec![])?;
    rows.into_iter().next().map(|mut row| row.parsed("a shard", |text| text.parse().ok())).transpose()
}

/// Keeps the object's own name.
pub fn set_shard(database: &impl Database, shard: Shard) -> Result<(), StorageError> {
    database.execute(
        "INSERT INTO mark (name, value) VALUES ('shard', ?1) ON CONFLICT DO NOTHING",
        vec![shard.to_string().into()],
    )
}

/// When the newest lead was accepted; 0 for an empty ledger.
pub fn latest_acceptance_ms(database: &impl Database) -> Result<i64, StorageError> {
    // What stand-ins hand over was accepted earlier than what it follows.
    let rows = database.query(
        "SELECT COALESCE(MAX(accepted_at_ms), 0) FROM \
         (SELECT accepted_at_ms FROM lead ORDER BY position DESC LIMIT 1000)",
        vec![],
    )?;
    rows.into_iter().next().map_or(Ok(0), |mut row| row.integer())
}

fn obligations(database: &impl Database, lead_id: LeadId) -> Result<Vec<Obligation>, StorageError> {
    let sql =
        format!("SELECT {OBLIGATION_COLUMNS} FROM obligation AS o WHERE o.lead_id = ?1 ORDER BY o.name");
    let rows = database.query(&sql, vec![lead_id.to_string().into()])?;
    rows.into_iter().map(|mut row| obligation(&mut row)).collect()
}

fn lead_row(row: &mut Row) -> Result<LeadRow, StorageError> {
    Ok(LeadRow {
        lead_id: row.parsed("a lead id", |text| text.parse().ok())?,
        lead_key: row.text()?,
        form: row.text()?,
        kind: row.text()?,
        state: row.parsed("a lead state", LeadState::from_stored)?,
        revision: row.count()?,
        fingerprint: row.text()?,
        correlation_id: row.text()?,
        accepted_at_ms: row.integer()?,
        said_at_ms: row.integer()?,
        obligations: Vec::new(),
    })
}

fn obligation(row: &mut Row) -> Result<Obligation, StorageError> {
    Ok(Obligation {
        name: ObligationName::from_stored(row.text()?),
        revision: row.count()?,
        generation: row.count()?,
        state: row.parsed("an obligation state", ObligationState::from_stored)?,
        not_before_ms: row.integer()?,
        attempts: row.count()?,
        opened_at_ms: row.integer()?,
        sent_at_ms: row.optional_integer()?,
        settled_at_ms: row.optional_integer()?,
        reference: row.optional_text()?,
        reason: row.optional_text()?,
    })
}
