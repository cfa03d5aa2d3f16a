//! Sending again what is in quarantine: one lead, or a whole class.

use std::collections::BTreeMap;

use beeline::identity::{LeadId, Shard};
use beeline::ledger::{Command, ReplayItem, Replayed, Reply};
use beeline::problem::Problem;
use beeline::quarantine::audit::Begun;
use beeline::quarantine::{Act, Cursor, Of, Stuck, spread};
use beeline_platform::{log, source};
use futures_util::future::join_all;
use serde::Serialize;

use super::super::Visit;
use super::act::Refusal;
use super::audit::{Deed, Ended, audited};
use super::gather;

/// What is to be sent again, and how.
pub struct Order<'a> {
    pub of: Of,
    pub why: &'a str,
    pub limit: usize,
    pub per_second: u32,
    pub cursor: Option<Cursor>,
}

/// What a replay did.
#[derive(Serialize)]
pub struct Report {
    /// So many things are open again.
    pub replayed: usize,
    /// So many were not in quarantine any more, or are held.
    pub left_alone: usize,
    /// When the last of them is due.
    pub until_ms: i64,
    /// Where to go on, if there are more.
    pub next: Option<String>,
    /// Objects that did not answer: what they have is still where it was, or on its way.
    pub unreachable: Vec<Shard>,
}

/// Carries it out.
pub async fn replay(visit: &Visit<'_>, order: Order<'_>) -> Result<Report, Refusal> {
    let found = match &order.of {
        Of::Class(class) => gather::leads(visit.desk, order.cursor, Some(class), order.limit).await,
        Of::Lead(lead_id) => of_lead(visit, *lead_id).await?,
    };
    let stuck: usize = found.leads.iter().map(|(_, lead)| lead.owed.len()).sum();
    if stuck == 0 {
        return Ok(nothing(found));
    }
    let (lead_id, class) = match &order.of {
        Of::Lead(lead_id) => (Some(*lead_id), None),
        Of::Class(class) => (None, Some(class.as_str())),
    };
    let span_ms = if lead_id.is_some() { 0 } else { span_ms(stuck, order.per_second) };
    let deed = Deed { act: Act::Replay, lead_id, class, why: order.why, wanted: stuck, span_ms };
    let why = order.why.to_owned();
    let work = |begun: Begun| async move {
        let start_ms = (begun.until_ms - span_ms - source::now_ms()).max(0);
        // One lead waits for nobody.
        let per_second = if lead_id.is_some() { u32::MAX } else { order.per_second };
        let report = send(visit, spread(found.leads, per_second, start_ms), &why).await;
        let result =
            if report.unreachable.is_empty() { "replayed" } else { "replayed, some objects out of reach" };
        let ended = Ended { result, done: report.replayed };
        let unreachable = [found.unreachable, report.unreachable].concat();
        let next = found.next.map(|next| next.to_string());
        (ended, Ok(Report { until_ms: begun.until_ms, next, unreachable, ..report }))
    };
    audited(visit, deed, work).await.map_err(Refusal::Unavailable)
}

fn nothing(found: gather::Found) -> Report {
    Report {
        replayed: 0,
        left_alone: 0,
        until_ms: source::now_ms(),
        next: found.next.map(|next| next.to_string()),
        unreachable: found.unreachable,
    }
}

fn span_ms(count: usize, per_second: u32) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(1_000) / i64::from(per_second)
}

async fn of_lead(visit: &Visit<'_>, lead_id: LeadId) -> Result<gather::Found, Refusal> {
    match gather::one(visit.desk, lead_id).await {
        Ok(Some(found)) => Ok(gather::Found { leads: vec![found], ..gather::Found::default() }),
        Ok(None) => Err(Refusal::Problem(Problem::NotInQuarantine)),
        Err(reason) => Err(Refusal::Unavailable(reason)),
    }
}

/// One call for each object.
async fn send(visit: &Visit<'_>, stuck: Vec<Stuck>, why: &str) -> Report {
    let mut by_shard: BTreeMap<Shard, Vec<ReplayItem>> = BTreeMap::new();
    for (shard, item) in stuck {
        by_shard.entry(shard).or_default().push(item);
    }
    let calls = by_shard.into_iter().map(|(shard, items)| async move {
        let command = Command::Replay { items, by: visit.subject.clone(), why: why.to_owned() };
        (shard, visit.desk.ledgers.call(shard, &command).await)
    });
    let mut report = Report { replayed: 0, left_alone: 0, until_ms: 0, next: None, unreachable: Vec::new() };
    for (shard, answer) in join_all(calls).await {
        match answer {
            Ok(Reply::Replayed(replayed)) => {
                let opened = replayed.iter().filter(|replayed| **replayed == Replayed::Opened).count();
                report.replayed += opened;
                report.left_alone += replayed.len() - opened;
            }
            Ok(_) => report.unreachable.push(shard),
            Err(error) => {
                log::failure("ops.not_replayed").show("shard", shard).show("reason", error).write();
                report.unreachable.push(shard);
            }
        }
    }
    report
}
