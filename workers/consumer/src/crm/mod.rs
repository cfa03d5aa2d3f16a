//! CRMs: as few calls for a batch as the vendor allows, with the leave of its guard.

mod access;
mod delivery;
mod still_owed;
mod vendors;

use std::collections::BTreeMap;

use beeline::destination::Item;
use beeline::envelope::Message;
use beeline::guard;
use beeline::identity::LeadId;
use beeline::lead::Lead;
use beeline::ledger::{BatchTime, Outcome};
use beeline::routing::Route;
use beeline::warm::kept::Kept;
use beeline_platform::{fault, log, source};
use futures_util::future::join;
use worker::Env;

use crate::batch::QueueBatch;
use crate::desk::Desk;
use crate::intake::{self, Job};
use crate::settlements::Settlements;
use crate::warm;
use delivery::{Delivered, Delivery};

pub use vendors::{NotReady, Vendors};

/// Delivers a batch to one destination.
pub async fn consume(name: &'static str, batch: &QueueBatch, env: &Env) -> Result<(), String> {
    let time = BatchTime::from(source::now_ms());
    let desk = Desk::of(env)?;
    let jobs = intake::open(batch, &desk).await?;
    deliver(name, &desk, jobs, time).await;
    Ok(())
}

/// Delivers leads to one destination, and settles them.
async fn deliver(name: &'static str, desk: &Desk, opened: Vec<Job>, time: BatchTime) {
    let mut settlements = Settlements::default();
    let owed = still_owed::judge(name, desk, opened, &mut settlements).await;
    let found = found(name, desk, &owed).await;
    let (jobs, items) = readable(owed, &found, &mut settlements);
    if items.is_empty() {
        settlements.finish(&desk.ledgers).await;
        return;
    }
    match desk.vendors.destination(name).await {
        Ok(destination) => {
            let delivery = Delivery {
                desk,
                destination: destination.as_ref(),
                budget: desk.vendors.budget(name),
                lane: lane(&jobs),
                jobs: &jobs,
                items: &items,
                time,
            };
            // Within the invocation, whose end would end it too; no lead waits for it.
            join(work(&delivery, settlements), desk.vendors.renew_token(name)).await;
        }
        Err(not_ready) => {
            let waits = waiting(name, &not_ready);
            for job in jobs {
                settlements.add(job.ticket, &job.message, waits.clone());
            }
            settlements.finish(&desk.ledgers).await;
        }
    }
}

/// The jobs whose leads can be read, each with what is to be delivered. The others end in quarantine.
fn readable(
    jobs: Vec<Job>,
    found: &BTreeMap<LeadId, Kept>,
    settlements: &mut Settlements,
) -> (Vec<Job>, Vec<Item>) {
    let mut readable = (Vec::new(), Vec::new());
    for job in jobs {
        match item(&job.message, &job.lead, found.get(&job.message.lead_id)) {
            // A bug on request: settled, and never written.
            Ok(_) if fault::skips("crm-write", &job.lead) => {
                settlements.add(job.ticket, &job.message, Outcome::delivered("0"));
            }
            Ok(item) => readable.extend([(job, item)]),
            Err(reason) => settlements.add(job.ticket, &job.message, Outcome::quarantined(reason)),
        }
    }
    readable
}

/// Makes a batch's calls, and settles its leads.
async fn work(delivery: &Delivery<'_>, mut settlements: Settlements) {
    let Delivered { ends, untold } = delivery.run().await;
    for (job, end) in delivery.jobs.iter().zip(ends) {
        settlements.add(job.ticket.clone(), &job.message, end);
    }
    let told = async {
        if let Some(shift) = untold {
            delivery.tell(shift).await;
        }
    };
    join(settlements.finish(&delivery.desk.ledgers), told).await;
}

/// A batch is as urgent as the most urgent in it.
fn lane(jobs: &[Job]) -> guard::Lane {
    jobs.iter().map(|job| job.message.urgency()).min().unwrap_or(guard::Lane::Standard)
}

fn waiting(name: &str, not_ready: &NotReady) -> Outcome {
    log::failure("consumer.destination_not_ready")
        .with("destination", name)
        .show("reason", not_ready)
        .write();
    let reason = match not_ready {
        NotReady::Unconfigured(reason) => format!("{name}: {reason}"),
        NotReady::NoAccess { reason, .. } => reason.to_string(),
    };
    Outcome::postponed(not_ready.after_ms(), reason)
}

/// What was found out about those of which the ledger says that something was looked for, where it
/// leaves for this destination. A record without it is better than none.
async fn found(name: &str, desk: &Desk, jobs: &[Job]) -> BTreeMap<LeadId, Kept> {
    if desk.vendors.told_of_found().contains(&name) { warm::found(desk, jobs).await } else { BTreeMap::new() }
}

/// A message's lead as something to deliver, or why it is none: the reason of its quarantine.
pub fn item(message: &Message, lead: &str, found: Option<&Kept>) -> Result<Item, &'static str> {
    let lead: Lead = serde_json::from_str(lead).map_err(|_| "the stored lead cannot be read")?;
    let route: Route =
        serde_json::from_str(message.route.get()).map_err(|_| "the stored route cannot be read")?;
    let item = Item::of(message, &lead, &route);
    let item = item.map_err(|_| "the lead's key is none that a destination takes")?;
    Ok(match found {
        Some(kept) => item.with_found(kept, &lead),
        None => item,
    })
}
