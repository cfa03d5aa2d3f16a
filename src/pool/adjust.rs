//! Turns that a person gives or takes, with name and reason.

use super::member::Member;
use super::reads;
use super::reply::{Adjustment, Reply};
use super::round::{self, TURN};
use super::writes::{self, Write};
use crate::storage::{Database, StorageError};

/// The most turns in one adjustment: more is a typing error, or a case for weights.
pub const MAX_TURNS: i32 = 20;

/// Read, step, write.
pub fn run(database: &impl Database, id: &str, adjustment: Adjustment) -> Result<Reply, StorageError> {
    if let Some(why) = fault(id, &adjustment) {
        return Ok(Reply::Refused { why });
    }
    if reads::is_adjusted(database, &of_person(id))? {
        return Ok(Reply::Done);
    }
    let (_, members) = reads::team(database)?;
    if !members.iter().any(|member| member.rep == adjustment.rep && member.unlisted_at_ms.is_none()) {
        let why = format!("nobody in this team has the id `{}`: look it up with `standing`", adjustment.rep);
        return Ok(Reply::Refused { why });
    }
    let changed = step(&members, &adjustment.rep, adjustment.turns.into());
    let effects = vec![Write::Members(changed), Write::Adjusted { id: of_person(id), adjustment }];
    writes::apply(database, effects)?;
    Ok(Reply::Done)
}

/// The pure step: the members that are not as they were.
fn step(members: &[Member], rep: &str, turns: i64) -> Vec<Member> {
    let mut adjusted = members.to_vec();
    round::charge(rep, turns, &mut adjusted.iter_mut().collect::<Vec<_>>());
    for member in adjusted.iter_mut().filter(|member| member.rep == rep) {
        member.granted = member.granted.saturating_add(turns.saturating_mul(TURN));
    }
    adjusted.retain(|member| !members.contains(member));
    adjusted
}

/// Apart from the ids of what was given back.
fn of_person(id: &str) -> String {
    format!("adjust:{id}")
}

/// What is wrong with an adjustment, and what to do about it.
fn fault(id: &str, adjustment: &Adjustment) -> Option<String> {
    let Adjustment { turns, by, why, .. } = adjustment;
    if *turns == 0 || turns.unsigned_abs() > MAX_TURNS.unsigned_abs() {
        return Some(format!("{turns} turns cannot be given: choose -{MAX_TURNS} to {MAX_TURNS}, and not 0"));
    }
    let missing = [("id", id), ("by", by.as_str()), ("why", why.as_str())];
    let (name, _) = missing.into_iter().find(|(_, text)| text.trim().is_empty())?;
    Some(format!("`{name}` is empty: an adjustment says what it is called, who made it and why"))
}
