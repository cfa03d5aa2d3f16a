//! The inbox page and one lead's page.

use beeline::card::{CardContent, CardFacts, CardState};
use beeline::held::Waits;
use beeline::identity::LeadId;
use beeline::inbox::{InboxLine, LIST, Place, RECORD};
use beeline::lead::Lead;
use beeline::ledger::LeadReport;
use beeline::page::{self, LeadPage};
use beeline::problem::Problem;
use beeline::warm::kept::Kept;
use beeline_platform::deadline::within;
use beeline_platform::ledgers::CallError;
use beeline_platform::{log, source};
use serde::Deserialize;
use wasm_bindgen::JsValue;
use worker::{D1PreparedStatement, Response, Result};

use crate::warm;

use super::{Visit, conservation, held, reply};

/// Leads on one page.
const PAGE_LINES: u32 = 100;
const INBOX_DEADLINE_MS: u64 = 5_000;
/// How long the list waits for the counts above it.
const COUNTS_DEADLINE_MS: u64 = 3_000;

/// `GET /ops`.
pub async fn inbox(visit: &Visit<'_>) -> Result<Response> {
    let url = visit.request.url()?;
    let before = url.query_pairs().find(|(name, _)| name == "before");
    let place = before.and_then(|(_, text)| Place::parse(&text)).unwrap_or(Place::START);
    let lines = match lines(visit, &place).await {
        Ok(lines) => lines,
        Err(reason) => return visit.unavailable("inbox", reason),
    };
    // The list is worth showing without the counts.
    let balance = match within(COUNTS_DEADLINE_MS, conservation::take(visit.desk)).await {
        Ok(Ok(report)) => Some(report),
        Ok(Err(reason)) => {
            log::failure("ops.no_conservation").with("reason", reason).write();
            None
        }
        Err(_) => {
            log::failure("ops.no_conservation").with("reason", "too slow for the page").write();
            None
        }
    };
    let full = u32::try_from(lines.len()).is_ok_and(|count| count == PAGE_LINES);
    let rest = lines.last().filter(|_| full).map(Place::after);
    reply::html(page::inbox(&lines, source::now_ms(), rest.as_ref(), balance.as_ref(), &visit.csrf()), 200)
}

async fn lines(visit: &Visit<'_>, place: &Place) -> std::result::Result<Vec<InboxLine>, String> {
    #[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
    let accepted_at_ms = JsValue::from_f64(place.accepted_at_ms as f64);
    let values = [accepted_at_ms, JsValue::from_str(&place.lead_id), JsValue::from(PAGE_LINES)];
    let statement = visit.desk.inbox.prepare(LIST).bind(&values).map_err(|error| error.to_string())?;
    rows(statement).await
}

async fn rows<T: for<'a> Deserialize<'a>>(
    statement: D1PreparedStatement,
) -> std::result::Result<Vec<T>, String> {
    let answer = within(INBOX_DEADLINE_MS, statement.all()).await;
    let answer = answer.map_err(|_| "the inbox did not answer in time".to_owned())?;
    answer.and_then(|rows| rows.results()).map_err(|error| error.to_string())
}

/// `GET /v1/leads/{lead_id}` for a role: state and timeline.
pub async fn json(visit: &Visit<'_>, id: &str) -> Result<Response> {
    match report(visit, id).await {
        Ok(Some(report)) => reply::json(serde_json::to_string(&report)?),
        Ok(None) => visit.refuse(&Problem::UnknownLead),
        Err(error) => visit.unavailable("lead", error),
    }
}

/// `GET /ops/leads/{lead_id}`.
pub async fn page(visit: &Visit<'_>, id: &str) -> Result<Response> {
    let report = match report(visit, id).await {
        Ok(Some(report)) => report,
        Ok(None) => return visit.refuse(&Problem::UnknownLead),
        Err(error) => return visit.unavailable("lead", error),
    };
    let lead = match said(visit, &report).await {
        Ok(lead) => lead,
        Err(reason) => return visit.unavailable("what the lead says", reason),
    };
    let found = warm::kept(&visit.desk.inbox, report.lead_id).await;
    let found = found.unwrap_or_else(|reason| {
        // The page is worth showing without it.
        log::failure("ops.nothing_found").with("reason", reason).write();
        None
    });
    let waits = lead.as_ref().and_then(|lead| Waits::of(&report, lead));
    // Of a lead that waits nobody has a card.
    let card = lead.as_ref().filter(|_| waits.is_none()).map(|lead| card(&report, lead, found.as_ref()));
    reply::html(
        page::lead(&LeadPage {
            report: &report,
            lead: lead.as_ref(),
            card: card.as_ref(),
            found: found.as_ref(),
            waits,
            release: held::asked_before(visit),
            now_ms: source::now_ms(),
            csrf: &visit.csrf(),
        }),
        200,
    )
}

async fn report(visit: &Visit<'_>, id: &str) -> std::result::Result<Option<LeadReport>, CallError> {
    match id.parse::<LeadId>() {
        Ok(lead_id) => visit.desk.ledgers.find(lead_id).await,
        Err(_) => Ok(None),
    }
}

/// What the lead says: as the inbox has it or, while it is not there, as the ledger keeps it.
/// What waits is what came first; later submissions of a held lead may be anybody's.
async fn said(visit: &Visit<'_>, report: &LeadReport) -> std::result::Result<Option<Lead>, String> {
    if let Some(lead) = record(visit, report).await? {
        return Ok(Some(lead));
    }
    let first = held::submission(visit.desk, report.lead_id, 1).await?;
    let waits = first.as_ref().and_then(|lead| Waits::of(report, lead));
    if report.revision == 1 || waits.is_some() {
        return Ok(first);
    }
    held::submission(visit.desk, report.lead_id, report.revision).await
}

#[derive(Deserialize)]
struct Record {
    lead: String,
}

/// The lead as the inbox has it; `None` while it is not there yet.
async fn record(visit: &Visit<'_>, report: &LeadReport) -> std::result::Result<Option<Lead>, String> {
    let id = JsValue::from_str(&report.lead_id.to_string());
    let statement = visit.desk.inbox.prepare(RECORD).bind(&[id]).map_err(|error| error.to_string())?;
    let Some(record) = rows::<Record>(statement).await?.into_iter().next() else { return Ok(None) };
    serde_json::from_str(&record.lead).map(Some).map_err(|_| "a record that cannot be read".into())
}

fn card(report: &LeadReport, lead: &Lead, found: Option<&Kept>) -> CardContent {
    CardContent::new(&CardFacts {
        lead,
        lead_id: report.lead_id,
        form: &report.form,
        route: &report.route,
        // The inbox's record is the page this card stands on: there is nothing else to open.
        state: &CardState::of_records(report.records.unwrap_or(report.state), None, None),
        revision: report.revision,
        lead_url: None,
        found: found.filter(|kept| kept.revision == report.revision),
    })
}
