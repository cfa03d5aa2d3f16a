//! How everybody stands, without changing it.

use super::hours::Hours;
use super::lineup::{Lineup, Wish};
use super::reads;
use super::reply::{Outcome, PoolStanding, Reply};
use super::table;
use crate::storage::{Database, StorageError};

/// Reads only.
pub fn run(database: &impl Database, hours: &impl Hours, now_ms: i64) -> Result<Reply, StorageError> {
    let (in_force, members) = reads::team(database)?;
    let Some(in_force) = in_force else { return Ok(Reply::RosterWanted) };
    let (waiting, oldest_at_ms) = reads::backlog(database)?;
    let mut lineup = Lineup::new(members, in_force.policy, hours, now_ms);
    let wish = Wish::default();
    let (next, table) = match lineup.take(&wish).map(|turn| turn.outcome) {
        Some(Outcome::Assigned { rep, table, .. }) => (Some(rep), table),
        _ => (None, table::lines(&lineup, &wish, None)),
    };
    Ok(Reply::Standing(PoolStanding {
        sequence: in_force.sequence,
        hash: in_force.hash,
        next,
        table,
        waiting,
        oldest_waits_ms: oldest_at_ms.map(|at_ms| now_ms.saturating_sub(at_ms).max(0)),
    }))
}
