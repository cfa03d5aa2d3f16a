//! Forgetting what is old, a bounded number of rows at a time, so that a lead never waits long
//! behind it. What waits or was not told stays. Adjustments, which say who changed what, stay longer.

use crate::storage::{Database, StorageError};

/// Rows forgotten per call.
const SWEEP_ROWS: i64 = 20;

const FORGET_TURNS: &str = "DELETE FROM turn WHERE position IN (SELECT position FROM turn INDEXED BY turn_ended \
     WHERE state <> 'waiting' AND tell_at_ms IS NULL AND at_ms < ?1 ORDER BY at_ms LIMIT ?2) RETURNING 1";
/// How long it can be read who changed what.
const ADJUSTMENTS_MS: i64 = 400 * 24 * 60 * 60 * 1000;

const FORGET_ADJUSTMENTS: &str = "DELETE FROM adjustment WHERE position IN (SELECT position FROM adjustment \
     INDEXED BY adjustment_by_time WHERE at_ms < ?1 ORDER BY at_ms LIMIT ?2)";
const FORGET_MEMBERS: &str = "DELETE FROM member WHERE unlisted_at_ms < ?1";

/// One bounded pass: turns of leads accepted, and members taken off the roster, more than
/// `retention_ms` ago. Answers whether there may be more.
pub fn run(database: &impl Database, retention_ms: i64, now_ms: i64) -> Result<bool, StorageError> {
    let horizon_ms = now_ms.saturating_sub(retention_ms);
    let forgotten = database.query(FORGET_TURNS, vec![horizon_ms.into(), SWEEP_ROWS.into()])?;
    database.execute(FORGET_MEMBERS, vec![horizon_ms.into()])?;
    let changed_before_ms = now_ms.saturating_sub(ADJUSTMENTS_MS.max(retention_ms));
    database.execute(FORGET_ADJUSTMENTS, vec![changed_before_ms.into(), SWEEP_ROWS.into()])?;
    Ok(i64::try_from(forgotten.len()).is_ok_and(|forgotten| forgotten == SWEEP_ROWS))
}
