//! When the object must wake next.

use super::backlog::SLICE;
use super::hours::Hours;
use super::reads;
use crate::storage::{Database, StorageError};

/// While leads wait, the team is looked at at least this often: somebody may come back sooner
/// than was known.
const LOOK_AGAIN_MS: i64 = 15 * 60_000;

/// When [`Command::Serve`](super::Command::Serve) has something to do, if it ever has: there are
/// turns to tell of, or leads wait and somebody can take them by then, or must be looked for.
/// Never before `now_ms`.
pub fn next_ms(
    database: &impl Database,
    hours: &impl Hours,
    now_ms: i64,
) -> Result<Option<i64>, StorageError> {
    let (is_any_waiting, tell_at_ms) = reads::open_ends(database)?;
    let serve_at_ms = if is_any_waiting { Some(serve_at_ms(database, hours, now_ms)?) } else { None };
    let next_ms = tell_at_ms.into_iter().chain(serve_at_ms).min();
    Ok(next_ms.map(|at_ms| at_ms.max(now_ms)))
}

fn serve_at_ms(database: &impl Database, hours: &impl Hours, now_ms: i64) -> Result<i64, StorageError> {
    let lineup = reads::lineup(database, hours, now_ms)?;
    let waiting = reads::waiting(database, SLICE)?;
    let is_served = waiting.iter().any(|waits| lineup.can_take(&waits.turn.gave_back));
    if is_served || !lineup.has_active() {
        return Ok(now_ms);
    }
    let look_again_ms = now_ms.saturating_add(LOOK_AGAIN_MS);
    Ok(lineup.next_return_ms(hours, now_ms).map_or(look_again_ms, |at_ms| at_ms.min(look_again_ms)))
}
