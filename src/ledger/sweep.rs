//! Forgetting what is settled and old, a bounded number of rows at a time, so that a claim
//! never waits long behind it.

use super::writes::{self, Count, Write};
use crate::storage::{Database, StorageError};

/// Rows looked at per call. To forget a lead takes some four pages, two of them anywhere in an
/// index, and nobody has read them for weeks: of twenty leads they come from a disk within
/// milliseconds.
const SWEEP_ROWS: i64 = 20;

/// The settled leads among the next rows. Unsettled and quarantined ones stay, however old, and so do
/// those of which a record is younger: whoever finds that record asks for its lead.
const CANDIDATES: &str = "SELECT position, lead_id, form, kind FROM (SELECT position, lead_id, form, kind, \
     state, accepted_at_ms, due_at_ms, owed FROM lead WHERE position > ?1 ORDER BY position LIMIT ?2) AS l \
     WHERE state IN ('delivered', 'handed_over') AND accepted_at_ms < ?3 AND due_at_ms IS NULL AND NOT EXISTS \
     (SELECT 1 FROM json_each(iif(json_valid(l.owed), l.owed, '[]')) AS j WHERE j.type = 'array' \
     AND iif(j.type = 'array', j.value->>0 LIKE 'crm:%' AND j.value->>8 >= ?3, 0))";

/// One bounded pass. The position reached is kept, so that a row that must stay is not
/// looked at again before a whole round is over.
pub fn run(database: &impl Database, retention_ms: i64, now_ms: i64) -> Result<bool, StorageError> {
    let more_keys = forget_header_keys(database, now_ms)?;
    forget_leads(database, now_ms - retention_ms).map(|more_leads| more_keys || more_leads)
}

fn forget_header_keys(database: &impl Database, now_ms: i64) -> Result<bool, StorageError> {
    let expired = database.query(
        "DELETE FROM header_key WHERE key IN \
         (SELECT key FROM header_key WHERE expires_at_ms < ?1 ORDER BY expires_at_ms LIMIT ?2) RETURNING 1",
        vec![now_ms.into(), SWEEP_ROWS.into()],
    )?;
    Ok(i64::try_from(expired.len()).is_ok_and(|forgotten| forgotten == SWEEP_ROWS))
}

fn forget_leads(database: &impl Database, horizon_ms: i64) -> Result<bool, StorageError> {
    let from = mark(database)?;
    let window = database.query(
        "SELECT position, accepted_at_ms FROM (SELECT position, accepted_at_ms FROM lead WHERE position > ?1 \
         ORDER BY position LIMIT ?2) ORDER BY position DESC LIMIT 1",
        vec![from.into(), SWEEP_ROWS.into()],
    )?;
    let Some(mut last) = window.into_iter().next() else {
        return set_mark(database, 0).map(|()| false);
    };
    let (reached, accepted_at_ms) = (last.integer()?, last.integer()?);
    forget(database, from, horizon_ms)?;
    let more = accepted_at_ms < horizon_ms;
    set_mark(database, if more { reached } else { 0 })?;
    Ok(more)
}

fn forget(database: &impl Database, from: i64, horizon_ms: i64) -> Result<(), StorageError> {
    let rows = database.query(CANDIDATES, vec![from.into(), SWEEP_ROWS.into(), horizon_ms.into()])?;
    let (mut positions, mut ids) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
    let mut counts = Vec::with_capacity(rows.len());
    for mut row in rows {
        positions.push(row.integer()?);
        ids.push(row.text()?);
        let (form, kind) = (row.text()?, row.text()?);
        counts.push(Count { form, kind, destination: String::new(), name: "swept" });
    }
    if ids.is_empty() {
        return Ok(());
    }
    let positions = serde_json::Value::from(positions).to_string();
    let ids = serde_json::Value::from(ids).to_string();
    writes::apply(database, vec![Write::Count(counts)])?;
    database.execute_all(vec![
        (
            "DELETE FROM submission WHERE lead IN (SELECT value FROM json_each(?1))",
            vec![positions.as_str().into()],
        ),
        ("DELETE FROM event WHERE lead_id IN (SELECT value FROM json_each(?1))", vec![ids.as_str().into()]),
        ("DELETE FROM alias WHERE of_lead_id IN (SELECT value FROM json_each(?1))", vec![ids.into()]),
        ("DELETE FROM lead WHERE position IN (SELECT value FROM json_each(?1))", vec![positions.into()]),
    ])
}

fn mark(database: &impl Database) -> Result<i64, StorageError> {
    let rows = database.query("SELECT value FROM mark WHERE name = 'swept_to'", vec![])?;
    match rows.into_iter().next() {
        None => Ok(0),
        Some(mut row) => row.parsed("a position", |text| text.parse().ok()),
    }
}

fn set_mark(database: &impl Database, position: i64) -> Result<(), StorageError> {
    database.execute(
        "INSERT INTO mark (name, value) VALUES ('swept_to', ?1) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        vec![position.to_string().into()],
    )
}
