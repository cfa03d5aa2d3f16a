//! Sending what is due: into queues, or from a stand-in to its home shard.

use super::command::Settlement;
use super::lead_row::LeadState;
use super::obligation::{Obligation, ObligationName, ObligationState, Outcome};
use super::reads::{self, DueRow};
use super::settle;
use super::storage::{Database, StorageError};
use super::writes::{self, Write};
use super::{DISPATCH_ROWS, LeadRow};

/// First resend of an unsettled message, and the longest pause between two.
const RESEND_BASE_MS: i64 = 15_000;
const RESEND_CAP_MS: i64 = 15 * 60_000;
/// How soon a row is due again when its queue refused it.
const REFUSED_RETRY_MS: i64 = 1_000;

/// One row that was marked as sent and now has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispatch {
    /// The lead.
    pub lead: LeadRow,
    /// The obligation as it was marked.
    pub owed: Obligation,
    /// Trace context of the submission.
    pub traceparent: String,
    /// When the submission was accepted.
    pub accepted_at_ms: i64,
    /// Route of the submission, as stored JSON.
    pub route: String,
    /// Bundle of the submission.
    pub bundle: String,
    /// The lead as stored JSON; in a stand-in, the whole claim.
    pub payload: String,
    /// How the lead's CRM records stand.
    pub records: LeadState,
    /// The CRM record's reference, once there is one.
    pub record: Option<String>,
}

/// How long to wait for a settlement before sending again: doubling from 15 seconds to 15
/// minutes, spread by a tenth so that a lost batch does not come back as one.
pub fn resend_after_ms(attempts: u32, spread: u8) -> i64 {
    let doubled = RESEND_BASE_MS.saturating_mul(1_i64 << attempts.min(16));
    let pause = doubled.min(RESEND_CAP_MS);
    pause + pause / 10 * i64::from(spread) / 255
}

/// Read, step, write.
pub fn run(database: &impl Database, now_ms: i64) -> Result<Vec<Dispatch>, StorageError> {
    let rows = reads::due(database, now_ms, DISPATCH_ROWS)?;
    let (exhausted, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.owed.is_exhausted(now_ms));
    let given_up: Vec<Settlement> = exhausted.into_iter().map(give_up).collect();
    if !given_up.is_empty() {
        settle::run(database, &given_up, now_ms)?;
    }
    let mut effects = Vec::new();
    let mut out: Vec<Dispatch> = rows.into_iter().map(|row| step(row, now_ms, &mut effects)).collect();
    writes::apply(database, &effects)?;
    add_records(database, &mut out)?;
    Ok(out)
}

/// Cards say how the lead's CRM records stand; nothing else needs to know.
fn add_records(database: &impl Database, rows: &mut [Dispatch]) -> Result<(), StorageError> {
    let ids: Vec<_> = rows.iter().filter(|row| row.owed.name.is_card()).map(|row| row.lead.lead_id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    for lead in reads::leads(database, &ids)? {
        for row in rows.iter_mut().filter(|row| row.lead.lead_id == lead.lead_id) {
            row.records = LeadState::of_records(&lead.obligations);
            row.record = lead.record().map(str::to_owned);
        }
    }
    Ok(())
}

/// What no further try is left for ends as any other attempt does.
fn give_up(row: DueRow) -> Settlement {
    let reason = row.owed.reason.unwrap_or_else(|| "never settled".into());
    Settlement {
        lead_id: row.lead.lead_id,
        obligation: row.owed.name,
        generation: row.owed.generation,
        outcome: Outcome::Quarantined { reason: format!("exhausted: {reason}") },
    }
}

/// The pure step: send it.
fn step(row: DueRow, now_ms: i64, effects: &mut Vec<Write<'_>>) -> Dispatch {
    let DueRow { lead, mut owed, traceparent, accepted_at_ms, route, bundle, payload } = row;
    let lead_id = lead.lead_id;
    let spread = lead_id.to_string().bytes().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte));
    owed.send(now_ms, resend_after_ms(owed.attempts, spread));
    effects.push(Write::PutObligations { lead_id, obligations: vec![owed.clone()] });
    let records = LeadState::Accepted;
    Dispatch { lead, owed, traceparent, accepted_at_ms, route, bundle, payload, records, record: None }
}

/// Rows whose queue refused them: due again shortly, the try not counted. Rows that were
/// settled or opened again meanwhile are left alone.
pub fn undo(database: &impl Database, rows: &[Dispatch], now_ms: i64) -> Result<(), StorageError> {
    let ids: Vec<_> = rows.iter().map(|row| row.lead.lead_id).collect();
    let mut effects = Vec::new();
    for lead in reads::leads(database, &ids)? {
        let refused = |name: &ObligationName| {
            rows.iter().find(|row| row.lead.lead_id == lead.lead_id && row.owed.name == *name)
        };
        for mut owed in lead.obligations.clone() {
            if refused(&owed.name).is_some_and(|row| row.owed == owed) {
                owed.state = ObligationState::Due;
                owed.attempts = owed.attempts.saturating_sub(1);
                owed.not_before_ms = now_ms + REFUSED_RETRY_MS;
                effects.push(Write::PutObligations { lead_id: lead.lead_id, obligations: vec![owed] });
            }
        }
    }
    writes::apply(database, &effects)
}
