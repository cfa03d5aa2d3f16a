//! Forgetting what is old, a bounded number of rows at a time, so that a lead never waits long
//! behind it. What waits or was not told stays, and so do adjustments: they say who changed what.

use crate::storage::{Database, StorageError};

/// Rows forgotten per call.
const SWEEP_ROWS: i64 = 20;

const FORGET_TURNS: &str = "DELETE FROM turn WHERE position IN (SELECT position FROM turn INDEXED BY turn_ended \
     WHERE state <> 'waiting' AND tell_at_ms IS NULL AND at_ms < ?1 ORDER BY at_ms LIMIT ?2) RETURNING 1";
const FORGET_MEMBERS: &str = "DELETE FROM member WHERE unlisted_at_ms < ?1";

/// One bounded pass: turns of leads accepted, and members taken off the roster, more than
/// `retention_ms` ago. Answers whether there may be more.
pub fn run(database: &impl Database, retention_ms: i64, now_ms: i64) -> Result<bool, StorageError> {
    let horizon_ms = now_ms.saturating_sub(retention_ms);
    let forgotten = database.query(FORGET_TURNS, vec![horizon_ms.into(), SWEEP_ROWS.into()])?;
    database.execute(FORGET_MEMBERS, vec![horizon_ms.into()])?;
    Ok(i64::try_from(forgotten.len()).is_ok_and(|forgotten| forgotten == SWEEP_ROWS))
}
