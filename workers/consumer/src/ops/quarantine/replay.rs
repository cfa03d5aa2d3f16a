//! Sending again what is in quarantine: one lead, or a whole class.

use std::collections::BTreeMap;

use beeline::identity::{LeadId, Shard};
use beeline::ledger::{Command, ReplayItem, Replayed, Reply};
use beeline::problem::Problem;
use beeline::quarantine::audit::Begun;
use beeline::quarantine::{Act, Cursor, Of, ReplayReport, Stuck, silent, span_ms, spread};
use beeline_platform::{log, source};
use futures_util::future::join_all;

use super::super::Visit;
use super::audit::{Deed, Ended, audited};
use super::gather;
use super::refusal::Refusal;

/// What is to be sent again, and how.
pub struct Order<'a> {
    pub of: Of,
    pub why: &'a str,
    pub limit: usize,
    pub per_second: u32,
    pub cursor: Option<Cursor>,
}

/// Carries it out.
pub async fn replay(visit: &Visit<'_>, order: Order<'_>) -> Result<ReplayReport, Refusal> {
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
    let span_ms = span_ms(stuck, order.per_second);
    let deed = Deed { act: Act::Replay, lead_id, class, why: order.why, wanted: stuck, span_ms };
    let why = order.why.to_owned();
    let work = |begun: Begun| async move {
        let start_ms = (begun.until_ms - span_ms - source::now_ms()).max(0);
        let sent = send(visit, spread(found.leads, order.per_second, start_ms), &why).await;
        let unreachable = silent([found.unreachable, sent.unreachable]);
        let next = found.next.map(|next| next.to_string());
        let report = ReplayReport { until_ms: begun.until_ms, next, unreachable, ..sent };
        (Ended { result: report.word(), done: report.replayed }, Ok(report))
    };
    audited(visit, deed, work).await
}

fn nothing(found: gather::Found) -> ReplayReport {
    ReplayReport {
        until_ms: source::now_ms(),
        next: found.next.map(|next| next.to_string()),
        unreachable: found.unreachable,
        ..ReplayReport::default()
    }
}

async fn of_lead(visit: &Visit<'_>, lead_id: LeadId) -> Result<gather::Found, Refusal> {
    match gather::one(visit.desk, lead_id).await {
        Ok(Some((_, lead))) if lead.owed.is_empty() => Err(Refusal::Problem(Problem::Unreadable)),
        Ok(Some(found)) => Ok(gather::Found { leads: vec![found], ..gather::Found::default() }),
        Ok(None) => Err(Refusal::Problem(Problem::NotInQuarantine)),
        Err(reason) => Err(Refusal::Unavailable(reason)),
    }
}

/// One call for each object.
async fn send(visit: &Visit<'_>, stuck: Vec<Stuck>, why: &str) -> ReplayReport {
    let mut by_shard: BTreeMap<Shard, Vec<ReplayItem>> = BTreeMap::new();
    for (shard, item) in stuck {
        by_shard.entry(shard).or_default().push(item);
    }
    let calls = by_shard.into_iter().map(|(shard, items)| async move {
        let command = Command::Replay { items, by: visit.subject.clone(), why: why.to_owned() };
        (shard, visit.desk.ledgers.call(shard, &command).await)
    });
    let mut report = ReplayReport::default();
    for (shard, answer) in join_all(calls).await {
        match answer {
            Ok(Reply::Replayed(replayed)) => {
                let opened = replayed.iter().filter(|replayed| **replayed == Replayed::Opened).count();
                report.replayed += opened;
                report.left_alone += replayed.len() - opened;
            }
            Ok(_) => {
                log::failure("ops.not_replayed")
                    .show("shard", shard)
                    .with("reason", "unknown answer")
                    .write();
                report.unreachable.push(shard);
            }
            Err(error) => {
                log::failure("ops.not_replayed").show("shard", shard).show("reason", error).write();
                report.unreachable.push(shard);
            }
        }
    }
    report
}
