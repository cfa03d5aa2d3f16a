//! Leads that went to another team.
//!
//! The rep's turn is given back, a lead that waits waits no longer, and nobody is told of a turn any
//! more. It is kept that the lead is not this team's: a question about it that was on its way takes no
//! turn.

use super::hours::Hours;
use super::lineup::Lineup;
use super::reads;
use super::reply::{Adjustment, Outcome};
use super::turn_row::TurnRow;
use super::writes::{self, Write};
use crate::storage::{Database, StorageError};

/// What a withdrawal says.
pub struct Withdrawal<'a> {
    pub lead_id: &'a str,
    pub at_ms: i64,
    pub by: &'a str,
    pub why: &'a str,
}

/// Read, step, write. Twice is once.
pub fn run(
    database: &impl Database,
    hours: &impl Hours,
    withdrawal: &Withdrawal<'_>,
    now_ms: i64,
) -> Result<(), StorageError> {
    let known = reads::turn_of(database, withdrawal.lead_id)?;
    if known.as_ref().is_some_and(|row| row.outcome == Outcome::Withdrawn) {
        return Ok(());
    }
    let lineup = reads::lineup(database, hours, now_ms)?;
    writes::apply(database, step(lineup, known, withdrawal, now_ms))
}

/// The pure step.
fn step(mut lineup: Lineup, known: Option<TurnRow>, withdrawal: &Withdrawal<'_>, now_ms: i64) -> Vec<Write> {
    let row = known.unwrap_or_else(|| unknown(withdrawal, now_ms));
    let mut effects = Vec::with_capacity(3);
    if let Some(rep) = row.rep() {
        lineup.give_back(rep, row.day);
        let adjustment = Adjustment {
            at_ms: now_ms,
            rep: rep.to_owned(),
            lead_id: Some(withdrawal.lead_id.to_owned()),
            turns: -1,
            by: withdrawal.by.to_owned(),
            why: withdrawal.why.to_owned(),
        };
        effects.push(Write::Adjusted { id: format!("withdraw:{}", withdrawal.lead_id), adjustment });
    }
    let row = TurnRow { outcome: Outcome::Withdrawn, day: None, tell_at_ms: None, ..row };
    effects.extend([Write::Turns(vec![row]), Write::Members(lineup.changed())]);
    effects
}

/// A lead that nobody has asked about. Nothing is known of its person.
fn unknown(withdrawal: &Withdrawal<'_>, now_ms: i64) -> TurnRow {
    TurnRow {
        lead_id: withdrawal.lead_id.to_owned(),
        person: withdrawal.lead_id.to_owned(),
        urgency: 1,
        at_ms: withdrawal.at_ms.min(now_ms),
        outcome: Outcome::Withdrawn,
        day: None,
        gave_back: Vec::new(),
        tell_at_ms: None,
    }
}
