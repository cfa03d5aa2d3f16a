//! Leads that a rep gives back, or is too slow for.
//!
//! The rep's turn is given back, and the next one takes the lead, never one who had it before.
//! If nobody is left who works now, the lead leaves the pool, and whoever keeps it is told: it may
//! ask another team, and let it wait here for somebody else.

use super::hours::Hours;
use super::lineup::{Lineup, Wish};
use super::reads;
use super::reply::{Adjustment, Outcome, Reply};
use super::table;
use super::turn_row::TurnRow;
use super::writes::{self, Write};
use crate::storage::{Database, StorageError};

/// What a release says.
pub struct Release<'a> {
    pub lead_id: &'a str,
    pub rep: &'a str,
    pub by: &'a str,
    pub why: &'a str,
}

/// Read, step, write.
pub fn run(
    database: &impl Database,
    hours: &impl Hours,
    release: &Release<'_>,
    now_ms: i64,
) -> Result<Reply, StorageError> {
    let Some(row) = reads::turn_of(database, release.lead_id)? else { return Ok(Reply::NotHere) };
    if row.rep() != Some(release.rep) {
        return Ok(Reply::Turn(row.outcome));
    }
    let lineup = reads::lineup(database, hours, now_ms)?;
    let (effects, reply) = step(lineup, row, release, now_ms);
    writes::apply(database, effects)?;
    Ok(reply)
}

/// The pure step.
fn step(mut lineup: Lineup, mut row: TurnRow, release: &Release<'_>, now_ms: i64) -> (Vec<Write>, Reply) {
    lineup.give_back(release.rep, row.day);
    row.gave_back.push(release.rep.to_owned());
    let wish = Wish { same_person: None, gave_back: &row.gave_back };
    let (outcome, day) = match lineup.take(&wish) {
        Some(turn) => (turn.outcome, turn.day),
        None => (Outcome::NobodyNow { table: table::lines(&lineup, &wish, None) }, None),
    };
    let row = TurnRow { outcome: outcome.clone(), day, tell_at_ms: Some(now_ms), ..row };
    let adjustment = Adjustment {
        at_ms: now_ms,
        rep: release.rep.to_owned(),
        lead_id: Some(release.lead_id.to_owned()),
        turns: -1,
        by: release.by.to_owned(),
        why: release.why.to_owned(),
    };
    let id = format!("release:{}:{}", release.lead_id, release.rep);
    let effects =
        vec![Write::Turns(vec![row]), Write::Members(lineup.changed()), Write::Adjusted { id, adjustment }];
    (effects, Reply::Turn(outcome))
}
