//! One lead in quarantine, in full for whoever may know whose it is.

use beeline::identity::LeadId;
use beeline::lead::Lead;
use beeline::ledger::TimelineEntry;
use beeline::page::{self, Draft, QuarantineLeadPage};
use beeline::problem::Problem;
use beeline::quarantine::QuarantineLine;
use beeline::quarantine::audit::AuditLine;
use beeline_platform::{log, source};
use serde::Serialize;
use worker::{Response, Result};

use super::super::{Visit, reply};
use super::{audit, flashed, gather, lead_id};

#[derive(Serialize)]
struct View {
    #[serde(flatten)]
    line: QuarantineLine,
    /// What it says, for whoever may know.
    said: Option<Lead>,
    /// Oldest first.
    timeline: Vec<TimelineEntry>,
    /// Newest first.
    audit: Vec<AuditLine>,
}

/// `GET /ops/quarantine/leads/{lead_id}`.
pub async fn page(visit: &Visit<'_>, id: &str) -> Result<Response> {
    shown(visit, id, None).await
}

/// The same, with an edit that was not saved.
pub async fn with_draft(visit: &Visit<'_>, lead_id: LeadId, draft: Draft<'_>) -> Result<Response> {
    shown(visit, &lead_id.to_string(), Some(draft)).await
}

async fn shown(visit: &Visit<'_>, id: &str, draft: Option<Draft<'_>>) -> Result<Response> {
    let view = match take(visit, id).await {
        Ok(view) => view,
        Err(refusal) => return refusal,
    };
    let flash = flashed(visit);
    let page = QuarantineLeadPage {
        line: &view.line,
        lead: view.said.as_ref(),
        timeline: &view.timeline,
        audit: &view.audit,
        flash: flash.as_ref(),
        draft,
        may_change: visit.may_change_quarantine(),
        now_ms: source::now_ms(),
        csrf: &visit.csrf(),
    };
    let status = draft.map_or(200, |draft| if draft.has_moved_on { 409 } else { 422 });
    reply::html(page::quarantine_lead(&page), status)
}

/// `GET /v1/ops/quarantine/leads/{lead_id}`.
pub async fn json(visit: &Visit<'_>, id: &str) -> Result<Response> {
    match take(visit, id).await {
        Ok(view) => reply::json(serde_json::to_string(&view)?),
        Err(refusal) => refusal,
    }
}

async fn take(visit: &Visit<'_>, id: &str) -> std::result::Result<View, Result<Response>> {
    let lead_id = lead_id(visit, id)?;
    let (shard, lead) = match gather::one(visit.desk, lead_id).await {
        Ok(Some(found)) => found,
        Ok(None) => return Err(visit.refuse(&Problem::NotInQuarantine)),
        Err(reason) => return Err(visit.unavailable("quarantine", reason)),
    };
    let said = gather::said(visit.desk, shard, &lead).await;
    let audit = audit::of_lead(visit.desk, lead.lead_id).await;
    let audit = audit.map_err(|reason| visit.unavailable("audit", reason))?;
    // Of a lead whose stored route cannot be read there is no report: the rest is worth showing.
    let report = visit.desk.ledgers.find(lead.lead_id).await.unwrap_or_else(|error| {
        log::failure("ops.no_report").show("lead_id", lead.lead_id).show("reason", error).write();
        None
    });
    let line = QuarantineLine::new(shard, lead, said.as_ref());
    let timeline = report.map(|report| report.timeline).unwrap_or_default();
    Ok(View { line, said: said.filter(|_| visit.may_read_leads()), timeline, audit })
}
