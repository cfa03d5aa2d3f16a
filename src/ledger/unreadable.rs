//! Rows that cannot be read: set apart, so that one of them holds up nobody else's lead.
//!
//! Such a row was damaged, or written by code of another layout. It is quarantined as it
//! stands: what is owed to its lead is not known, and nothing of it is written over.

use serde_json::json;

use crate::storage::{Database, StorageError};

/// A lead's row that this code cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its place in the order of acceptance.
    pub position: i64,
    /// What is wrong with it. It repeats nothing that stands in the row.
    pub reason: String,
}

/// Rows are told apart by their place alone: nothing else of them is sure to be readable.
const COUNT_LEFT: &str = "INSERT INTO counter (form, kind, destination, name, value) \
     SELECT form, kind, '', state || '_left', COUNT(*) FROM lead \
     WHERE position IN (SELECT value->>0 FROM json_each(?1)) AND state IN ('delivered', 'handed_over') \
     GROUP BY form, kind, state \
     ON CONFLICT (form, kind, destination, name) DO UPDATE SET value = value + excluded.value";
const COUNT_QUARANTINED: &str = "INSERT INTO counter (form, kind, destination, name, value) \
     SELECT form, kind, '', 'quarantined', COUNT(*) FROM lead \
     WHERE position IN (SELECT value->>0 FROM json_each(?1)) AND state <> 'quarantined' GROUP BY form, kind \
     ON CONFLICT (form, kind, destination, name) DO UPDATE SET value = value + excluded.value";
const EVENTS: &str = "INSERT INTO event (lead_id, at_ms, name, detail) \
     SELECT l.lead_id, ?2, 'quarantined', j.value->>1 \
     FROM json_each(?1) AS j JOIN lead AS l ON l.position = j.value->>0";
const QUARANTINE: &str = "UPDATE lead SET state = 'quarantined', due_at_ms = NULL \
     WHERE position IN (SELECT value->>0 FROM json_each(?1))";

/// Quarantines these rows: counted like any other, with the reason in the lead's timeline.
pub fn quarantine(database: &impl Database, rows: &[Unreadable], now_ms: i64) -> Result<(), StorageError> {
    if rows.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = rows.iter().map(|row| json!([row.position, row.reason])).collect();
    let rows = serde_json::Value::Array(rows).to_string();
    let rows = || rows.as_str().into();
    database.execute_all(vec![
        (COUNT_LEFT, vec![rows()]),
        (COUNT_QUARANTINED, vec![rows()]),
        (EVENTS, vec![rows(), now_ms.into()]),
        (QUARANTINE, vec![rows()]),
    ])
}
