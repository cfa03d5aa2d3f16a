//! The audit: written before anything is done, ended after it.

use std::future::Future;

use beeline::identity::LeadId;
use beeline::page::{self, AuditPage};
use beeline::quarantine::Act;
use beeline::quarantine::audit::{
    AuditLine, BEGIN, Begun, END, FORGET, KEPT_MS, LIST, LIST_OF_LEAD, LONGEST_WAIT_MS,
};
use beeline_platform::deadline::within;
use beeline_platform::{log, source};
use serde::Serialize;
use wasm_bindgen::JsValue;
use worker::{D1PreparedStatement, Response, Result};

use super::super::{Visit, reply};
use super::query;
use super::refusal::Refusal;
use crate::desk::Desk;

const DEADLINE_MS: u64 = 5_000;
/// Lines of one answer.
const LINES: u32 = 100;
/// Behind every line.
const NEWEST: i64 = 1 << 52;

/// What is about to be done.
#[derive(Clone, Copy)]
pub struct Deed<'a> {
    pub act: Act,
    pub lead_id: Option<LeadId>,
    pub class: Option<&'a str>,
    pub why: &'a str,
    /// To how many.
    pub wanted: usize,
    /// How long it takes until the last of them is due; 0 for what happens at once.
    pub span_ms: i64,
}

/// How something ended, for the audit.
pub struct Ended {
    /// In a word.
    pub result: &'static str,
    /// For how many it was done.
    pub done: usize,
}

/// Does something with a line before and after it. What cannot be written down is not done.
pub async fn audited<T, F>(
    visit: &Visit<'_>,
    deed: Deed<'_>,
    work: impl FnOnce(Begun) -> F,
) -> std::result::Result<T, Refusal>
where
    F: Future<Output = (Ended, std::result::Result<T, String>)>,
{
    let begun = begin(visit, deed).await.map_err(Refusal::Unavailable)?;
    let begun = begun.ok_or_else(Refusal::too_late)?;
    log::event("ops.quarantine")
        .with("action", deed.act.word())
        .with("subject", visit.subject.as_str())
        .with("audit", begun.id)
        .write();
    let (ended, outcome) = work(begun).await;
    if let Err(reason) = end(visit.desk, begun, &ended).await {
        log::failure("ops.audit_not_ended").with("audit", begun.id).with("reason", reason).write();
    }
    outcome.map_err(Refusal::Unavailable)
}

/// `None` if the last of it would be due too late.
async fn begin(visit: &Visit<'_>, deed: Deed<'_>) -> std::result::Result<Option<Begun>, String> {
    let text = |value: Option<String>| value.map_or(JsValue::NULL, JsValue::from);
    let values = [
        number(source::now_ms()),
        visit.subject.as_str().into(),
        deed.act.word().into(),
        text(deed.lead_id.map(|id| id.to_string())),
        text(deed.class.map(str::to_owned)),
        deed.why.into(),
        JsValue::from(u32::try_from(deed.wanted).unwrap_or(u32::MAX)),
        number(deed.span_ms),
        number(LONGEST_WAIT_MS),
    ];
    let statement = visit.desk.inbox.prepare(BEGIN).bind(&values).map_err(|error| error.to_string())?;
    let begun: Vec<Begun> = rows(statement).await?;
    Ok(begun.into_iter().next())
}

/// Ends a line, and forgets some of long ago.
async fn end(desk: &Desk, begun: Begun, ended: &Ended) -> std::result::Result<(), String> {
    let done = JsValue::from(u32::try_from(ended.done).unwrap_or(u32::MAX));
    let now_ms = source::now_ms();
    let end = desk.inbox.prepare(END).bind(&[number(begun.id), number(now_ms), ended.result.into(), done]);
    let forget = desk.inbox.prepare(FORGET).bind(&[number(now_ms.saturating_sub(KEPT_MS))]);
    let statements: worker::Result<Vec<_>> = [end, forget].into_iter().collect();
    let batch = desk.inbox.batch(statements.map_err(|error| error.to_string())?);
    let answer = within(DEADLINE_MS, batch).await;
    let answer = answer.map_err(|_| "the audit did not answer in time".to_owned())?;
    answer.map(|_| ()).map_err(|error| error.to_string())
}

/// `GET /ops/quarantine/audit`, before the line `?before=`.
pub async fn page(visit: &Visit<'_>) -> Result<Response> {
    match before(visit).await {
        Ok(Audit { audit, more }) => {
            let (may_change, now_ms) = (visit.may_change_quarantine(), source::now_ms());
            let shown = AuditPage { lines: &audit, more, may_change, now_ms, csrf: &visit.csrf() };
            reply::html(page::audit(&shown), 200)
        }
        Err(reason) => visit.unavailable("audit", reason),
    }
}

#[derive(Serialize)]
struct Audit {
    /// Newest first.
    audit: Vec<AuditLine>,
    /// Whether there may be older ones: ask for those `?before=` the last one's `id`.
    more: bool,
}

/// `GET /v1/ops/quarantine/audit`, before the line `?before=`.
pub async fn json(visit: &Visit<'_>) -> Result<Response> {
    match before(visit).await {
        Ok(audit) => reply::json(serde_json::to_string(&audit)?),
        Err(reason) => visit.unavailable("audit", reason),
    }
}

async fn before(visit: &Visit<'_>) -> std::result::Result<Audit, String> {
    let before = query(visit, "before").and_then(|text| text.parse().ok()).unwrap_or(NEWEST);
    let statement = visit.desk.inbox.prepare(LIST).bind(&[number(before), JsValue::from(LINES)]);
    let audit: Vec<AuditLine> = rows(statement.map_err(|error| error.to_string())?).await?;
    let more = u32::try_from(audit.len()).is_ok_and(|read| read == LINES);
    Ok(Audit { audit, more })
}

/// The latest lines about one lead.
pub async fn of_lead(desk: &Desk, lead_id: LeadId) -> std::result::Result<Vec<AuditLine>, String> {
    let lead_id = JsValue::from_str(&lead_id.to_string());
    let statement = desk.inbox.prepare(LIST_OF_LEAD).bind(&[lead_id, JsValue::from(LINES)]);
    rows(statement.map_err(|error| error.to_string())?).await
}

async fn rows<T: for<'a> serde::Deserialize<'a>>(
    statement: D1PreparedStatement,
) -> std::result::Result<Vec<T>, String> {
    let answer = within(DEADLINE_MS, statement.all()).await;
    let answer = answer.map_err(|_| "the audit did not answer in time".to_owned())?;
    answer.and_then(|rows| rows.results()).map_err(|error| error.to_string())
}

#[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
fn number(value: i64) -> JsValue {
    JsValue::from_f64(value as f64)
}
