//! What is in quarantine: the list, the classes, and messages that belong to it.

use beeline::identity::Shard;
use beeline::page::{self, QuarantinePage};
use beeline::problem::Problem;
use beeline::quarantine::message::{DeadLetterLine, ForgedLine, LIST_DEAD_LETTERS, LIST_FORGED};
use beeline::quarantine::{ClassLine, Cursor, QuarantineLine, count_classes, silent};
use beeline_platform::deadline::within;
use beeline_platform::source;
use futures_util::future::join_all;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use worker::{Response, Result};

use super::super::{Visit, reply};
use super::{flashed, gather, query};
use crate::desk::Desk;

/// Leads shown: each takes a call for what it says.
const SHOWN: usize = 48;
/// Messages shown of each kind.
const MESSAGES: u32 = 20;
const INBOX_DEADLINE_MS: u64 = 5_000;

#[derive(Serialize)]
struct List {
    leads: Vec<QuarantineLine>,
    /// Rows of which nothing can be read.
    skipped: u32,
    /// Where the list goes on, for `?cursor=`.
    next: Option<String>,
    /// Objects that did not answer.
    unreachable: Vec<Shard>,
}

#[derive(Serialize)]
struct Classes {
    classes: Vec<ClassLine>,
    unreachable: Vec<Shard>,
}

#[derive(Serialize)]
struct Messages {
    forged: Vec<ForgedLine>,
    dead_letters: Vec<DeadLetterLine>,
}

/// `GET /ops/quarantine`.
pub async fn page(visit: &Visit<'_>) -> Result<Response> {
    let cursor = match cursor(visit) {
        Ok(cursor) => cursor,
        Err(problem) => return visit.refuse(&problem),
    };
    let (class, begun) = (query(visit, "class"), query(visit, "cursor"));
    let messages = match messages(visit.desk).await {
        Ok(messages) => messages,
        Err(reason) => return visit.unavailable("messages", reason),
    };
    let list = take(visit.desk, cursor, class.as_deref()).await;
    let counted = classes(visit.desk).await;
    let unreachable = silent([list.unreachable, counted.unreachable]);
    let flash = flashed(visit);
    let shown = QuarantinePage {
        classes: &counted.classes,
        class: class.as_deref(),
        cursor: begun.as_deref(),
        lines: &list.leads,
        skipped: list.skipped,
        next: list.next.as_deref(),
        unreachable: &unreachable,
        forged: &messages.forged,
        dead_letters: &messages.dead_letters,
        flash: flash.as_ref(),
        may_change: visit.may_change_quarantine(),
        now_ms: source::now_ms(),
        csrf: &visit.csrf(),
    };
    reply::html(page::quarantine(&shown), 200)
}

/// `GET /v1/ops/quarantine`, of one class with `?class=`, on from `?cursor=`.
pub async fn json(visit: &Visit<'_>) -> Result<Response> {
    match cursor(visit) {
        Ok(cursor) => {
            let list = take(visit.desk, cursor, query(visit, "class").as_deref()).await;
            reply::json(serde_json::to_string(&list)?)
        }
        Err(problem) => visit.refuse(&problem),
    }
}

/// `GET /v1/ops/quarantine/classes`.
pub async fn classes_json(visit: &Visit<'_>) -> Result<Response> {
    reply::json(serde_json::to_string(&classes(visit.desk).await)?)
}

/// `GET /v1/ops/quarantine/messages`.
pub async fn messages_json(visit: &Visit<'_>) -> Result<Response> {
    match messages(visit.desk).await {
        Ok(messages) => reply::json(serde_json::to_string(&messages)?),
        Err(reason) => visit.unavailable("messages", reason),
    }
}

fn cursor(visit: &Visit<'_>) -> std::result::Result<Option<Cursor>, Problem> {
    let cursor = query(visit, "cursor").map(|text| text.parse());
    cursor.transpose().map_err(|_| Problem::BadQuery("`cursor` is what `next` said."))
}

async fn take(desk: &Desk, after: Option<Cursor>, class: Option<&str>) -> List {
    let found = gather::leads(desk, after, class, SHOWN).await;
    let lines = found.leads.into_iter().map(|(shard, lead)| async move {
        let said = gather::said(desk, shard, &lead).await;
        QuarantineLine::new(shard, lead, said.as_ref())
    });
    List {
        leads: join_all(lines).await,
        skipped: found.skipped,
        next: found.next.map(|next| next.to_string()),
        unreachable: found.unreachable,
    }
}

async fn classes(desk: &Desk) -> Classes {
    let (counts, unreachable) = gather::classes(desk).await;
    Classes { classes: count_classes(counts), unreachable }
}

async fn messages(desk: &Desk) -> std::result::Result<Messages, String> {
    Ok(Messages {
        forged: rows(desk, LIST_FORGED).await?,
        dead_letters: rows(desk, LIST_DEAD_LETTERS).await?,
    })
}

async fn rows<T: for<'a> Deserialize<'a>>(desk: &Desk, sql: &str) -> std::result::Result<Vec<T>, String> {
    let statement = desk.inbox.prepare(sql).bind(&[JsValue::from(MESSAGES)]);
    let statement = statement.map_err(|error| error.to_string())?;
    let answer = within(INBOX_DEADLINE_MS, statement.all()).await;
    let answer = answer.map_err(|_| "the inbox did not answer in time".to_owned())?;
    answer.and_then(|rows| rows.results()).map_err(|error| error.to_string())
}
