//! `GET /v1/ops/conservation`: the three counts, compared.

use beeline::conservation::{self, Conservation};
use beeline::identity::Shard;
use beeline::inbox::{InboxTally, TALLY};
use beeline::ledger::{Command, Reply, Tally};
use beeline_platform::deadline::within;
use beeline_platform::log;
use futures_util::future::join_all;
use worker::{D1Database, Response, Result};

use super::reconciliation::outlooks;
use super::{Visit, reply};
use crate::desk::Desk;

/// Ledger objects asked at a time.
const TOGETHER: usize = 48;
const INBOX_DEADLINE_MS: u64 = 5_000;

/// The report as JSON.
pub async fn answer(visit: &Visit<'_>) -> Result<Response> {
    match take(visit.desk).await {
        Ok(report) => reply::json(serde_json::to_string(&report)?),
        Err(reason) => visit.unavailable("conservation", reason),
    }
}

/// Counts everything now.
pub async fn take(desk: &Desk) -> std::result::Result<Conservation, String> {
    let before = inbox(&desk.inbox).await?;
    let shards: Vec<Shard> = Shard::all().collect();
    let mut tallies: Vec<(Shard, Option<Tally>)> = Vec::with_capacity(shards.len());
    for together in shards.chunks(TOGETHER) {
        tallies.extend(join_all(together.iter().map(|shard| tally(desk, *shard))).await);
    }
    let after = inbox(&desk.inbox).await?;
    let mut report = conservation::report(&tallies, &before, &after);
    for (name, outlook) in outlooks(desk).await {
        report.compared(name, outlook.as_ref());
    }
    Ok(report)
}

async fn tally(desk: &Desk, shard: Shard) -> (Shard, Option<Tally>) {
    match desk.ledgers.call(shard, &Command::Tally).await {
        Ok(Reply::Tally(tally)) => (shard, Some(tally)),
        Ok(_) => (shard, None),
        Err(error) => {
            log::failure("ops.shard_unreachable").show("shard", shard).show("reason", error).write();
            (shard, None)
        }
    }
}

async fn inbox(inbox: &D1Database) -> std::result::Result<Vec<InboxTally>, String> {
    let answer = within(INBOX_DEADLINE_MS, inbox.prepare(TALLY).all()).await;
    let answer = answer.map_err(|_| "the inbox did not answer in time".to_owned())?;
    answer.and_then(|rows| rows.results()).map_err(|error| error.to_string())
}
