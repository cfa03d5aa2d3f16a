//! Messages no handler could take, after the queue's own retries: the ledger schedules
//! them again, as it does everything else.

use beeline::ledger::Outcome;
use beeline_platform::log;
use worker::Env;

use crate::batch::QueueBatch;
use crate::desk::Desk;
use crate::intake;
use crate::settlements::Settlements;

/// How long a dead letter waits before the ledger sends it again.
const RETRY_MS: i64 = 60_000;

/// Hands a batch of dead letters back to the ledger.
pub async fn consume(batch: &QueueBatch, env: &Env) -> Result<(), String> {
    let desk = Desk::of(env)?;
    let mut settlements = Settlements::default();
    for job in intake::open(batch, &desk).await? {
        log::failure("consumer.dead_letter")
            .show("lead_id", job.message.lead_id)
            .show("obligation", &job.message.obligation)
            .write();
        let outcome = Outcome::deferred(RETRY_MS, "dead-lettered");
        settlements.add(job.ticket, &job.message, outcome);
    }
    settlements.finish(&desk.ledgers).await;
    Ok(())
}
