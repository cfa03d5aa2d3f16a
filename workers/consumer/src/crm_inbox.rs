//! The `inbox` destination: one statement per batch.

use beeline::inbox;
use beeline::ledger::Outcome;
use beeline_platform::deadline::within;
use beeline_platform::{log, source};
use serde_json::Value;
use worker::{D1Database, Env};

use crate::batch::QueueBatch;
use crate::desk::Desk;
use crate::intake;
use crate::settlements::Settlements;

/// Deadline of one batch write.
const WRITE_DEADLINE_MS: u64 = 10_000;
/// How long to wait when D1 did not take a batch; the ledger's own backoff adds to it.
const RETRY_MS: i64 = 2_000;

/// Writes a batch of leads.
pub async fn consume(batch: &QueueBatch, env: &Env) -> Result<(), String> {
    let desk = Desk::of(env)?;
    let mut settlements = Settlements::default();
    let mut records = Vec::new();
    let mut written = Vec::new();
    let now_ms = source::now_ms();
    for job in intake::open(batch, &desk).await? {
        match inbox::record(&job.message, &job.lead, now_ms) {
            Ok(record) => {
                records.push(record);
                written.push(job);
            }
            Err(unwritable) => {
                let reason = unwritable.reason().to_owned();
                settlements.add(job.ticket, &job.message, Outcome::Quarantined { reason });
            }
        }
    }
    let outcome = write(&desk.inbox, records).await;
    for job in written {
        let outcome = match &outcome {
            Ok(()) => Outcome::Delivered { reference: inbox::reference(&job.message) },
            Err(reason) => Outcome::Deferred { after_ms: RETRY_MS, reason: (*reason).to_owned() },
        };
        settlements.add(job.ticket, &job.message, outcome);
    }
    settlements.finish(&desk.ledgers).await
}

/// The newest revision of a lead wins inside the statement; two of one lead in a batch are
/// sorted so that the newer one comes last.
async fn write(inbox: &D1Database, mut records: Vec<Value>) -> Result<(), &'static str> {
    if records.is_empty() {
        return Ok(());
    }
    records.sort_by_key(|record| record.get(5).and_then(Value::as_u64));
    let parameter = Value::Array(records).to_string();
    let statement = inbox.prepare(inbox::UPSERT).bind(&[parameter.into()]);
    let failed = |error: worker::Error| {
        log::failure("inbox.write_failed").show("reason", error).write();
        "the inbox did not take the write"
    };
    let statement = statement.map_err(failed)?;
    match within(WRITE_DEADLINE_MS, statement.run()).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(failed(error)),
        Err(_) => Err("the inbox did not answer in time"),
    }
}
