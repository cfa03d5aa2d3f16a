//! CRMs: as few calls for a batch as the vendor allows, with the leave of its guard.

mod access;
mod delivery;
mod vendors;

use beeline::destination::Item;
use beeline::guard;
use beeline::lead::{Lane, Lead};
use beeline::ledger::Outcome;
use beeline::routing::Route;
use beeline_platform::{fault, log};
use worker::Env;

use crate::batch::QueueBatch;
use crate::desk::Desk;
use crate::intake::{self, Job};
use crate::settlements::Settlements;
use delivery::Delivery;

pub use vendors::{NotReady, Vendors};

/// How long leads wait for a destination that nobody has set up.
const UNCONFIGURED_RETRY_MS: i64 = 60_000;

/// Delivers a batch to one destination.
pub async fn consume(name: &'static str, batch: &QueueBatch, env: &Env) -> Result<(), String> {
    let desk = Desk::of(env)?;
    let mut settlements = Settlements::default();
    let (mut jobs, mut items) = (Vec::new(), Vec::new());
    for job in intake::open(batch, &desk).await? {
        match item(&job) {
            // A bug on request: settled, and never written.
            Ok(_) if fault::skips("crm-write", &job.lead) => {
                settlements.add(job.ticket, &job.message, Outcome::delivered("0"));
            }
            Ok(item) => {
                items.push(item);
                jobs.push(job);
            }
            Err(reason) => settlements.add(job.ticket, &job.message, Outcome::quarantined(reason)),
        }
    }
    if !items.is_empty() {
        let ends = deliver(name, &desk, &jobs, &items).await;
        for (job, end) in jobs.into_iter().zip(ends) {
            settlements.add(job.ticket, &job.message, end);
        }
    }
    settlements.finish(&desk.ledgers).await;
    Ok(())
}

async fn deliver(name: &'static str, desk: &Desk, jobs: &[Job], items: &[Item]) -> Vec<Outcome> {
    let destination = match desk.vendors.destination(name).await {
        Ok(destination) => destination,
        Err(not_ready) => {
            log::failure("consumer.destination_not_ready")
                .with("destination", name)
                .show("reason", &not_ready)
                .write();
            let waits = match not_ready {
                NotReady::Unconfigured(reason) => {
                    Outcome::postponed(UNCONFIGURED_RETRY_MS, format!("{name}: {reason}"))
                }
                NotReady::NoAccess { after_ms, reason } => Outcome::postponed(after_ms, reason.to_string()),
            };
            return items.iter().map(|_| waits.clone()).collect();
        }
    };
    let is_hot = jobs.iter().any(|job| job.message.lane == Lane::Hot);
    let lane = if is_hot { guard::Lane::Hot } else { guard::Lane::Standard };
    let budget = desk.vendors.budget(name);
    Delivery { desk, destination: destination.as_ref(), budget, lane, jobs, items }.run().await
}

fn item(job: &Job) -> Result<Item, &'static str> {
    let lead: Lead = serde_json::from_str(&job.lead).map_err(|_| "the stored lead cannot be read")?;
    let route: Route =
        serde_json::from_str(job.message.route.get()).map_err(|_| "the stored route cannot be read")?;
    Item::of(&job.message, &lead, &route).map_err(|_| "the lead's key is none that a destination takes")
}
