//! Messages no handler could take, after the queue's own retries: the ledger schedules
//! them again, as it does everything else, and the workbench lists them.

use beeline::encoding::HEX;
use beeline::ledger::Outcome;
use beeline::quarantine::message::{DeadLetter, FORGET_DEAD_LETTERS, KEEP_DEAD_LETTERS, KEPT_MS};
use beeline_platform::deadline::within;
use beeline_platform::{log, source};
use sha2::{Digest, Sha256};
use wasm_bindgen::JsValue;
use worker::{D1Database, Env};

use crate::batch::QueueBatch;
use crate::desk::Desk;
use crate::intake;
use crate::settlements::Settlements;

/// How long a dead letter waits before the ledger sends it again.
const RETRY_MS: i64 = 60_000;
const WRITE_DEADLINE_MS: u64 = 5_000;

/// Hands a batch of dead letters back to the ledger.
pub async fn consume(batch: &QueueBatch, env: &Env) -> Result<(), String> {
    let desk = Desk::of(env)?;
    let (mut settlements, mut letters) = (Settlements::default(), Vec::new());
    for job in intake::open(batch, &desk).await? {
        log::failure("consumer.dead_letter")
            .show("lead_id", job.message.lead_id)
            .show("obligation", &job.message.obligation)
            .write();
        letters.push(DeadLetter {
            digest: HEX.encode(&Sha256::digest(job.ticket.text().unwrap_or_default().as_bytes())),
            queue: batch.queue(),
            lead_id: job.message.lead_id.to_string(),
            obligation: job.message.obligation.to_string(),
        });
        let outcome = Outcome::dead_lettered(&job.message.obligation, RETRY_MS);
        settlements.add(job.ticket, &job.message, outcome);
    }
    // A lead does not wait for a note of it.
    if let Err(reason) = keep(&desk.inbox, &letters).await {
        log::failure("consumer.dead_letters_not_kept").with("reason", reason).write();
    }
    settlements.finish(&desk.ledgers).await;
    Ok(())
}

/// Notes them, and forgets some of long ago.
async fn keep(inbox: &D1Database, letters: &[DeadLetter]) -> Result<(), String> {
    if letters.is_empty() {
        return Ok(());
    }
    let letters = serde_json::to_string(letters).map_err(|error| error.to_string())?;
    let now_ms = source::now_ms();
    let keep = inbox.prepare(KEEP_DEAD_LETTERS).bind(&[letters.into(), number(now_ms)]);
    let forget = inbox.prepare(FORGET_DEAD_LETTERS).bind(&[number(now_ms.saturating_sub(KEPT_MS))]);
    let statements: worker::Result<Vec<_>> = [keep, forget].into_iter().collect();
    let batch = inbox.batch(statements.map_err(|error| error.to_string())?);
    let answer = within(WRITE_DEADLINE_MS, batch).await;
    let answer = answer.map_err(|_| "the inbox did not answer in time".to_owned())?;
    answer.map(|_| ()).map_err(|error| error.to_string())
}

#[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
fn number(at_ms: i64) -> JsValue {
    JsValue::from_f64(at_ms as f64)
}
