//! What can be found out about leads once they are delivered: asked of others under their guards,
//! remembered, paid for within caps, and kept beside the lead's record.

mod askers;
mod duplicates;
mod enrich;
mod kept;
mod memory;
mod question;
mod reroute;

use beeline::lead::Lead;
use beeline::ledger::{ObligationName, Outcome};
use beeline_platform::log;
use futures_util::future::join_all;
use worker::Env;

use crate::batch::QueueBatch;
use crate::desk::Desk;
use crate::intake::{self, Job};
use crate::settlements::Settlements;
use enrich::Enriching;
use memory::Memory;

pub use askers::Askers;
pub use kept::{found, kept};

/// How long to wait when the database fails; the ledger's own backoff adds to it.
const RETRY_MS: i64 = 5_000;

/// Works on all leads of a batch at once. Each is settled when it is done: one about which nobody
/// answers holds up no other.
pub async fn consume(batch: &QueueBatch, env: &Env) -> Result<(), String> {
    let desk = Desk::of(env)?;
    let jobs = intake::open(batch, &desk).await?;
    if let Err(reason) = Memory::of(&desk.inbox).forget().await {
        log::failure("warm.not_forgotten").with("reason", reason).write();
    }
    join_all(jobs.into_iter().map(|job| work(&desk, job))).await;
    Ok(())
}

async fn work(desk: &Desk, job: Job) {
    let outcome = enrich(desk, &job).await;
    let mut settlements = Settlements::default();
    settlements.add(job.ticket, &job.message, outcome);
    settlements.finish(&desk.ledgers).await;
}

async fn enrich(desk: &Desk, job: &Job) -> Outcome {
    let Ok(lead) = serde_json::from_str::<Lead>(&job.lead) else {
        return Outcome::quarantined("the stored lead cannot be read");
    };
    match Enriching::new(desk, &job.message, &lead).run().await {
        Ok(kept) => {
            let told = || {
                let records = desk.vendors.told_of_found().into_iter().map(ObligationName::crm);
                records.chain([ObligationName::card("slack")]).collect()
            };
            let tell = if kept.says_something() { told() } else { Vec::new() };
            Outcome::Found { reference: kept.summary(), tell }
        }
        Err(reason) => {
            log::failure("warm.not_kept").show("lead_id", job.message.lead_id).with("reason", reason).write();
            Outcome::deferred(RETRY_MS, "the inbox did not take what was found")
        }
    }
}
