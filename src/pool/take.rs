//! Who takes a new lead.

use super::backlog::{self, RepOfPerson, SLICE};
use super::command::Take;
use super::hours::Hours;
use super::lineup::{Lineup, Wish};
use super::reads::{self, Asked, Waiting};
use super::reply::{Outcome, Reply};
use super::table;
use super::turn_row::TurnRow;
use super::writes::{self, Write};
use crate::lead::Kind;
use crate::storage::{Database, StorageError};

/// Read, step, write.
///
/// A lead that was asked for before has the answer it had. Only one that nobody has, and that
/// all other teams passed on as well, may come back to wait, for others than those who gave it back.
pub fn run(
    database: &impl Database,
    hours: &impl Hours,
    take: &Take,
    now_ms: i64,
) -> Result<Reply, StorageError> {
    let Asked { known, in_force, members, same_person, waiting } = reads::asked(database, take, SLICE + 1)?;
    let gave_back = match known {
        Some(known) if take.may_wait && known.was_passed_on() => known.gave_back,
        Some(known) => return Ok(Reply::Turn(known.outcome)),
        None => Vec::new(),
    };
    let Some(in_force) = in_force else { return Ok(Reply::RosterWanted) };
    let lineup = Lineup::new(members, in_force.policy, hours, now_ms);
    if take.kind != Kind::Real {
        return Ok(rehearse(lineup, same_person.as_deref()));
    }
    let lead = Lead { take, same_person, gave_back };
    let (effects, reply) = step(lineup, hours, lead, waiting, now_ms);
    writes::apply(database, effects)?;
    Ok(reply)
}

/// Who would be next. Nothing is kept of it.
fn rehearse(mut lineup: Lineup, same_person: Option<&str>) -> Reply {
    let wish = Wish { same_person, gave_back: &[] };
    match lineup.take(&wish).map(|turn| turn.outcome) {
        Some(Outcome::Assigned { rep, table, .. }) => Reply::WouldAssign { rep: Some(rep), table },
        _ => Reply::WouldAssign { rep: None, table: table::lines(&lineup, &wish, None) },
    }
}

/// A lead that wants a rep, with what is known of it.
struct Lead<'a> {
    take: &'a Take,
    /// Who had the same person's last lead.
    same_person: Option<String>,
    /// Who had it before.
    gave_back: Vec<String>,
}

/// The pure step: first those who wait, then this one; behind them if there are more than can be
/// handed out at once.
fn step(
    mut lineup: Lineup,
    hours: &impl Hours,
    Lead { take, same_person, gave_back }: Lead<'_>,
    mut waiting: Vec<Waiting>,
    now_ms: i64,
) -> (Vec<Write>, Reply) {
    let is_full = waiting.len() > usize::try_from(SLICE).unwrap_or(usize::MAX);
    waiting.truncate(usize::try_from(SLICE).unwrap_or(usize::MAX));
    // Those that were given back wait for somebody else, and for no turn before this one's.
    let before = waiting.iter().filter(|waits| waits.turn.gave_back.is_empty()).count();
    let mut reps = RepOfPerson::new();
    let mut turns = backlog::hand_out(&mut lineup, waiting, &mut reps, now_ms);
    let served = turns.iter().filter(|turn| turn.gave_back.is_empty()).count();
    let some_still_wait = is_full || served < before;

    let same_person = reps.remove(&take.person).or(same_person);
    let wish = Wish { same_person: same_person.as_deref(), gave_back: &gave_back };
    let turn = if some_still_wait { None } else { lineup.take(&wish) };
    let (outcome, day) = match turn {
        Some(turn) => (turn.outcome, turn.day),
        None => (untaken(&lineup, hours, take, &wish, now_ms), None),
    };
    // The asker may be gone before it can say so to whoever keeps the lead.
    let tell_at_ms = matches!(outcome, Outcome::Assigned { .. }).then_some(now_ms);
    let row = TurnRow::new(take, outcome.clone(), day, now_ms);
    turns.push(TurnRow { tell_at_ms, gave_back, ..row });
    (vec![Write::Turns(turns), Write::Members(lineup.changed())], Reply::Turn(outcome))
}

/// What becomes of a lead that nobody takes now.
fn untaken(lineup: &Lineup, hours: &impl Hours, take: &Take, wish: &Wish<'_>, now_ms: i64) -> Outcome {
    let table = table::lines(lineup, wish, None);
    if !take.may_wait || !lineup.has_active() {
        return Outcome::NobodyNow { table };
    }
    let until_ms =
        if lineup.can_take(wish.gave_back) { Some(now_ms) } else { lineup.next_return_ms(hours, now_ms) };
    Outcome::Backlogged { until_ms, table }
}
