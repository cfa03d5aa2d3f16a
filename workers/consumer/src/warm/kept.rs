//! What was found out, beside leads' records in D1.

use std::collections::BTreeMap;

use beeline::identity::LeadId;
use beeline::warm::kept::{KEEP, Kept, OF_LEADS};
use beeline_platform::deadline::within;
use beeline_platform::log;
use serde::Deserialize;
use wasm_bindgen::JsValue;
use worker::D1Database;

use crate::desk::Desk;
use crate::intake::Job;

const DEADLINE_MS: u64 = 5_000;
const TOO_SLOW: &str = "the inbox did not answer in time";

#[derive(Deserialize)]
struct Row {
    lead_id: String,
    kept: String,
}

/// What was found out about the leads of these messages, in the revisions that they carry: only of those
/// is asked of which the ledger says that something was looked for. What is delivered goes out without it
/// when it cannot be read.
pub async fn found(desk: &Desk, jobs: &[Job]) -> BTreeMap<LeadId, Kept> {
    let enriched = jobs.iter().map(|job| &job.message).filter(|message| message.enriched);
    let revisions: BTreeMap<LeadId, u32> =
        enriched.map(|message| (message.lead_id, message.revision)).collect();
    if revisions.is_empty() {
        return BTreeMap::new();
    }
    let leads: Vec<LeadId> = revisions.keys().copied().collect();
    match kept_of(&desk.inbox, &leads).await {
        Ok(mut found) => {
            found.retain(|lead_id, kept| revisions.get(lead_id) == Some(&kept.revision));
            found
        }
        Err(reason) => {
            log::failure("warm.not_read").with("reason", reason).write();
            BTreeMap::new()
        }
    }
}

/// What is kept of these leads. A row that cannot be read counts as none: what was found is asked again
/// or not shown, and the lead is as it was.
async fn kept_of(inbox: &D1Database, leads: &[LeadId]) -> Result<BTreeMap<LeadId, Kept>, String> {
    let ids = serde_json::to_string(leads).map_err(|error| error.to_string())?;
    let statement = inbox.prepare(OF_LEADS).bind(&[ids.into()]).map_err(|error| error.to_string())?;
    let answer = within(DEADLINE_MS, statement.all()).await.map_err(|_| TOO_SLOW.to_owned())?;
    let rows: Vec<Row> = answer.and_then(|rows| rows.results()).map_err(|error| error.to_string())?;
    Ok(rows.into_iter().filter_map(|row| read(&row)).collect())
}

/// The same of one lead.
pub async fn kept(inbox: &D1Database, lead_id: LeadId) -> Result<Option<Kept>, String> {
    Ok(kept_of(inbox, &[lead_id]).await?.remove(&lead_id))
}

fn read(row: &Row) -> Option<(LeadId, Kept)> {
    let lead_id = row.lead_id.parse().ok()?;
    match serde_json::from_str(&row.kept) {
        Ok(kept) => Some((lead_id, kept)),
        Err(_) => {
            log::failure("warm.kept_unreadable").show("lead_id", lead_id).write();
            None
        }
    }
}

/// Keeps what a job found.
pub(super) async fn keep(inbox: &D1Database, lead_id: LeadId, kept: &Kept) -> Result<(), String> {
    let text = serde_json::to_string(kept).map_err(|error| error.to_string())?;
    #[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
    let at_ms = JsValue::from_f64(kept.at_ms as f64);
    let values = [lead_id.to_string().into(), kept.revision.into(), at_ms, text.into()];
    let statement = inbox.prepare(KEEP).bind(&values).map_err(|error| error.to_string())?;
    let answer = within(DEADLINE_MS, statement.run()).await.map_err(|_| TOO_SLOW.to_owned())?;
    answer.map(|_| ()).map_err(|error| error.to_string())
}
