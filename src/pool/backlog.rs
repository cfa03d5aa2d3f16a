//! Leads that wait for somebody to come back: hot ones first, of these the oldest, and all of
//! them before any new lead.

use std::collections::BTreeMap;

use super::hours::Hours;
use super::lineup::{Lineup, Wish};
use super::reads::{self, Waiting};
use super::reply::{Outcome, Reply, Served};
use super::table;
use super::turn_row::TurnRow;
use super::writes::{self, Write};
use crate::storage::{Database, StorageError};

/// So many waiting leads are handed out in one command. A decision reads and writes some
/// kilobytes, so this many take less than a tenth of a second.
pub const SLICE: u32 = 100;
/// Whoever was handed a list of turns to tell of has so long to say that it did.
const TELL_AGAIN_MS: i64 = 30_000;

/// Who had which person's last lead, of those handed out just now.
pub type RepOfPerson = BTreeMap<String, String>;

/// Read, step, write.
pub fn serve(database: &impl Database, hours: &impl Hours, now_ms: i64) -> Result<Reply, StorageError> {
    let lineup = reads::lineup(database, hours, now_ms)?;
    let waiting = reads::waiting(database, SLICE)?;
    let untold = reads::untold(database, now_ms, SLICE)?;
    let (effects, reply) = step(lineup, waiting, untold, now_ms);
    writes::apply(database, effects)?;
    Ok(reply)
}

/// The pure step: hands out what it can, and tells of it and of what nobody has said it told.
fn step(
    mut lineup: Lineup,
    waiting: Vec<Waiting>,
    mut turns: Vec<TurnRow>,
    now_ms: i64,
) -> (Vec<Write>, Reply) {
    let is_full = |count: usize| u32::try_from(count).is_ok_and(|count| count >= SLICE);
    let more_untold = is_full(turns.len());
    let handed = if lineup.has_active() {
        hand_out(&mut lineup, waiting, &mut RepOfPerson::new(), now_ms)
    } else {
        let_go(&lineup, waiting, now_ms)
    };
    let more = more_untold || is_full(handed.len());
    turns.extend(handed);
    for turn in &mut turns {
        turn.tell_at_ms = Some(now_ms.saturating_add(TELL_AGAIN_MS));
    }
    let told = |turn: &TurnRow| Served {
        lead_id: turn.lead_id.clone(),
        at_ms: turn.at_ms,
        outcome: turn.outcome.clone(),
        tell_again_at_ms: now_ms.saturating_add(TELL_AGAIN_MS),
    };
    let reply = Reply::Served { turns: turns.iter().map(told).collect(), more };
    (vec![Write::Turns(turns), Write::Members(lineup.changed())], reply)
}

/// Gives waiting leads, first to be served first, to whose turn it is, until nobody can take one. A
/// lead that all who work now gave back holds up no other. They are to be told of at once.
pub fn hand_out(
    lineup: &mut Lineup,
    waiting: Vec<Waiting>,
    reps: &mut RepOfPerson,
    now_ms: i64,
) -> Vec<TurnRow> {
    let mut handed = Vec::new();
    for Waiting { turn: mut row, same_person } in waiting {
        let same_person = reps.get(&row.person).cloned().or(same_person);
        let wish = Wish { same_person: same_person.as_deref(), gave_back: &row.gave_back };
        let Some(turn) = lineup.take(&wish) else {
            if row.gave_back.is_empty() {
                break;
            }
            continue;
        };
        row.outcome = turn.outcome;
        row.day = turn.day;
        row.tell_at_ms = Some(now_ms);
        reps.extend(row.rep().map(|rep| (row.person.clone(), rep.to_owned())));
        handed.push(row);
    }
    handed
}

/// Nobody in the team gets leads any more: what waits here must go elsewhere.
fn let_go(lineup: &Lineup, waiting: Vec<Waiting>, now_ms: i64) -> Vec<TurnRow> {
    let table = table::lines(lineup, &Wish::default(), None);
    let gone = waiting.into_iter().map(|Waiting { turn, .. }| TurnRow {
        outcome: Outcome::NobodyNow { table: table.clone() },
        tell_at_ms: Some(now_ms),
        ..turn
    });
    gone.collect()
}
