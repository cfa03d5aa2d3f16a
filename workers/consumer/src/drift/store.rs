//! Asking a form's store.

use beeline::drift::{DriftCall, DriftReply, DriftReport};
use beeline::identity::{Jurisdiction, Region};

use crate::desk::Desk;

/// Where a store is that may be anywhere: nobody waits for it.
const ANYWHERE: Region = Region::Na;

/// Sends a call to a form's store and waits for its answer.
pub async fn ask(desk: &Desk, report: &DriftReport, call: &DriftCall) -> Result<DriftReply, String> {
    let text = serde_json::to_string(call).map_err(|error| error.to_string())?;
    let region = report.jurisdiction.map_or(ANYWHERE, Jurisdiction::region);
    let answer = desk.drift.call(&report.store_name(), region, report.jurisdiction, &text).await;
    let answer = answer.map_err(|error| format!("drift store: {error}"))?;
    serde_json::from_str(&answer).map_err(|_| "drift store: unknown answer".to_owned())
}
