//! Sending what is due: into queues, or from a stand-in to its home shard.

use std::fmt;

use super::command::Settlement;
use super::lead_row::{LeadRow, LeadState};
use super::obligation::{Obligation, ObligationState, Outcome};
use super::reads;
use super::submissions::{self, StoredSubmission};
use super::unreadable::{self, Unreadable};
use super::writes::{self, Write};
use super::{DISPATCH_LEADS, settle};
use crate::identity::LeadId;
use crate::lead::Lane;
use crate::routing::Route;
use crate::storage::{Database, StorageError};

/// First resend of an unsettled message, and the longest pause between two.
const RESEND_BASE_MS: i64 = 15_000;
const RESEND_CAP_MS: i64 = 15 * 60_000;
/// How soon a row is due again when its queue refused it.
const REFUSED_RETRY_MS: i64 = 1_000;

/// One row that was marked as sent and now has to be.
#[derive(Clone, PartialEq, Eq)]
pub struct Dispatch {
    /// The lead.
    pub lead: LeadRow,
    /// The obligation as it was marked.
    pub owed: Obligation,
    /// Trace context of the submission.
    pub traceparent: String,
    /// When the submission was accepted.
    pub accepted_at_ms: i64,
    /// Route of the lead as JSON, with the rep who has it, once somebody does.
    pub route: String,
    /// The bundle that says so.
    pub bundle: String,
    /// What a pool must know of it, where a rep is to be found.
    pub seeker: Option<Seeker>,
    /// The lead as stored JSON; in a stand-in, the whole claim.
    pub payload: String,
    /// How the lead's CRM records stand.
    pub records: LeadState,
    /// The CRM record's reference, once there is one.
    pub record: Option<String>,
    /// Whether something was looked for about the lead, and is kept with its inbox record.
    pub enriched: bool,
}

/// A row that is not known to be where it was to be put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsent {
    /// The row.
    pub row: Dispatch,
    /// Why.
    pub why: WhyUnsent,
}

/// Why a row is not known to be where it was to be put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyUnsent {
    /// It was not taken, or there was no time to offer it.
    Refused,
    /// No answer came in time, and it may have been taken: it stays sent, and is sent again, in doubt,
    /// unless it is settled by then.
    Unanswered,
}

/// A lead that looks for a rep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeker {
    /// Digest of who it is of.
    pub person: String,
    /// How urgent.
    pub lane: Lane,
}

/// How long to wait for a settlement before sending again: doubling from 15 seconds to 15
/// minutes, spread by a tenth so that a lost batch does not come back as one.
pub fn resend_after_ms(attempts: u32, spread: u8) -> i64 {
    let doubled = RESEND_BASE_MS.saturating_mul(1_i64 << attempts.min(16));
    let pause = doubled.min(RESEND_CAP_MS);
    pause + pause / 10 * i64::from(spread) / 255
}

/// Nothing of what was said.
impl fmt::Debug for Dispatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Dispatch");
        shown.field("lead_id", &self.lead.lead_id).field("owed", &self.owed).finish_non_exhaustive()
    }
}

/// What one look at the ledger found to send.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DueRows {
    /// The rows, marked as sent.
    pub rows: Vec<Dispatch>,
    /// Whether there may be more.
    pub more: bool,
    /// Rows that could not be read, and are quarantined now: for the log.
    pub unreadable: Vec<Unreadable>,
}

/// Read, step, write.
pub fn run(database: &impl Database, now_ms: i64) -> Result<DueRows, StorageError> {
    let mut unreadable = Vec::new();
    let leads = due(database, now_ms, &mut unreadable)?;
    let more = leads.len() + unreadable.len() == DISPATCH_LEADS;
    let given_up: Vec<Settlement> = leads.iter().flat_map(|lead| give_up(lead, now_ms)).collect();
    let leads = if given_up.is_empty() {
        leads
    } else {
        settle::run(database, &given_up, now_ms)?;
        due(database, now_ms, &mut unreadable)?
    };
    let mut sent: Vec<(LeadRow, Obligation)> = Vec::new();
    let mut effects = Vec::with_capacity(leads.len());
    for mut lead in leads {
        sent.extend(send(&mut lead, now_ms).into_iter().map(|owed| (lead.clone(), owed)));
        effects.push(Write::SaveLead(lead));
    }
    writes::apply(database, effects)?;
    Ok(DueRows { rows: rows(database, sent, now_ms)?, more, unreadable })
}

/// What was marked as sent, with all that whoever carries it needs. What has no submission is
/// quarantined.
fn rows(
    database: &impl Database,
    sent: Vec<(LeadRow, Obligation)>,
    now_ms: i64,
) -> Result<Vec<Dispatch>, StorageError> {
    let wanted: Vec<_> = sent.iter().map(|(lead, owed)| (lead.position, owed.revision)).collect();
    let submissions = submissions::of_revisions(database, &wanted)?;
    let homeless: Vec<_> =
        sent.iter().filter(|(_, owed)| owed.name.is_rep()).map(|(lead, _)| lead.position).collect();
    let mut seekers = reads::seekers(database, &homeless)?;
    let (mut rows, mut lost) = (Vec::with_capacity(sent.len()), Vec::new());
    for (lead, owed) in sent {
        match submissions.get(&(lead.position, owed.revision)) {
            Some(submission) => {
                let seeker = if owed.name.is_rep() { seekers.remove(&lead.position) } else { None };
                rows.push(Dispatch { seeker, ..row(lead, owed, submission.clone()) });
            }
            None => lost.push(quarantined(&lead, &owed, "its submission is not on record".into())),
        }
    }
    if !lost.is_empty() {
        // One lead that cannot be sent must not hold up all others.
        settle::run(database, &lost, now_ms)?;
    }
    Ok(rows)
}

/// The leads that are due. Those that cannot be read are quarantined, and no longer are.
fn due(
    database: &impl Database,
    now_ms: i64,
    unreadable: &mut Vec<Unreadable>,
) -> Result<Vec<LeadRow>, StorageError> {
    let found = reads::due(database, now_ms, DISPATCH_LEADS)?;
    unreadable::quarantine(database, &found.unreadable, now_ms)?;
    unreadable.extend(found.unreadable);
    Ok(found.leads)
}

/// What no further try is left for ends as any other attempt does.
fn give_up(lead: &LeadRow, now_ms: i64) -> Vec<Settlement> {
    let exhausted = lead.obligations.iter().filter(|owed| owed.is_due(now_ms) && owed.is_exhausted(now_ms));
    exhausted
        .map(|owed| {
            let reason = owed.reason.as_deref().unwrap_or("never settled");
            quarantined(lead, owed, format!("exhausted: {reason}"))
        })
        .collect()
}

fn quarantined(lead: &LeadRow, owed: &Obligation, reason: String) -> Settlement {
    Settlement {
        lead_id: lead.lead_id,
        obligation: owed.name.clone(),
        generation: owed.generation,
        outcome: Outcome::Quarantined { reason },
    }
}

/// The pure step: marks what is due as sent, and gives it as it was marked.
fn send(lead: &mut LeadRow, now_ms: i64) -> Vec<Obligation> {
    let spread = lead.lead_id.spread();
    let due = lead.obligations.iter_mut().filter(|owed| owed.is_due(now_ms));
    due.map(|owed| {
        owed.send(now_ms, resend_after_ms(owed.attempts + head_start(owed), spread));
        owed.clone()
    })
    .collect()
}

/// As many doublings of the first resend as an attempt may last: what a lead can do without waits for
/// others' answers, and asking them twice costs twice.
fn head_start(owed: &Obligation) -> u32 {
    if owed.name.is_warm() { 2 } else { 0 }
}

/// One obligation with all that whoever carries it needs.
pub(super) fn row(lead: LeadRow, owed: Obligation, submission: StoredSubmission) -> Dispatch {
    let StoredSubmission { traceparent, accepted_at_ms, route, bundle, payload } = submission;
    let records = LeadState::of_records(&lead.obligations);
    let record = lead.record().map(str::to_owned);
    let (route, bundle) = (in_force(route, &lead), lead.bundle(bundle));
    let enriched = lead.is_enriched();
    Dispatch {
        seeker: None,
        lead,
        owed,
        traceparent,
        accepted_at_ms,
        route,
        bundle,
        payload,
        records,
        record,
        enriched,
    }
}

/// What cannot be read goes out as it is: its reader quarantines it.
fn in_force(route: String, lead: &LeadRow) -> String {
    if lead.rep().is_none() && lead.moved.is_none() {
        return route;
    }
    let decided: Option<Route> = serde_json::from_str(&route).ok();
    let known = decided.and_then(|decided| serde_json::to_string(&lead.route(decided)).ok());
    known.unwrap_or(route)
}

/// Rows that are not known to be in their queue: refused ones are due again shortly, the try not counted.
/// Rows that were settled or opened again meanwhile are left alone, and so are those whose queue may have
/// them: a second copy that says nothing of the first would be written twice.
pub fn undo(database: &impl Database, unsent: &[Unsent], now_ms: i64) -> Result<(), StorageError> {
    let refused = |unsent: &Unsent| (unsent.why == WhyUnsent::Refused).then(|| unsent.row.clone());
    let rows: Vec<Dispatch> = unsent.iter().filter_map(refused).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = rows.iter().map(|row| row.lead.lead_id).collect();
    let mut effects = Vec::new();
    for mut lead in reads::leads(database, &ids)? {
        let refused = |lead_id: LeadId, owed: &Obligation| {
            rows.iter().any(|row| row.lead.lead_id == lead_id && row.owed == *owed)
        };
        let lead_id = lead.lead_id;
        for owed in lead.obligations.iter_mut().filter(|owed| refused(lead_id, owed)) {
            owed.state = ObligationState::Due;
            owed.attempts = owed.attempts.saturating_sub(1);
            owed.not_before_ms = now_ms + REFUSED_RETRY_MS;
        }
        effects.push(Write::SaveLead(lead));
    }
    writes::apply(database, effects)
}
