//! `POST /internal/deliveries`: a hot lead's records, straight from the edge.
//!
//! Nobody but the edge gets here: this Worker has no address of its own, and the edge's router hands over
//! `/ops` and `/v1/ops` alone. What is not settled here the ledger sends through its queue, and what a
//! destination has no room for at once.

use std::collections::BTreeMap;

use beeline::binding::{DESTINATIONS, Destination};
use beeline::envelope::MAX_ENVELOPE_BYTES;
use beeline::fast_lane::SteppedAside;
use beeline::inbox;
use beeline::intake::Malformed;
use beeline::ledger::{BatchTime, ObligationName, Reply};
use beeline::problem::Problem;
use beeline_platform::{log, source};
use futures_util::future::join_all;
use worker::{Env, Method, Request, Response, Result};

use crate::desk::Desk;
use crate::intake::{self, Job};
use crate::ops::reply;
use crate::{crm, crm_inbox};

/// The path, exactly.
pub const PATH: &str = "/internal/deliveries";
/// A message for every destination, each with its lead.
const MAX_BYTES: usize = MAX_ENVELOPE_BYTES * (DESTINATIONS.len() + 1);

/// Delivers what the ledger has given the edge: 200 with [`SteppedAside`] once all of it is settled, or left
/// to the ledger.
pub async fn serve(mut request: Request, env: Env) -> Result<Response> {
    let correlation_id = beeline::trace::correlation_id(&source::random()?);
    let refuse = |problem: &Problem| reply::problem(problem, &correlation_id, false);
    if request.method() != Method::Post {
        return refuse(&Problem::MethodNotAllowed("POST"));
    }
    let body = request.bytes().await?;
    if body.len() > MAX_BYTES {
        return refuse(&Problem::TooLarge);
    }
    let Ok(Reply::TakenOut(messages)) = serde_json::from_slice(&body) else {
        // Another version of the ledger, for as long as a deploy takes.
        log::failure("consumer.unreadable_delivery").with("correlation_id", correlation_id.as_str()).write();
        return refuse(&Problem::Malformed(Malformed::NotJsonObject));
    };
    let delivered = async {
        let time = BatchTime::from(source::now_ms());
        let desk = Desk::of(&env)?;
        let jobs = intake::take(messages, &desk).await?;
        Ok::<SteppedAside, String>(deliver(&desk, jobs, time).await)
    };
    match delivered.await {
        Ok(delivered) => Response::from_json(&delivered),
        Err(reason) => {
            log::failure("consumer.not_delivered")
                .with("reason", reason)
                .with("correlation_id", correlation_id.as_str())
                .write();
            refuse(&Problem::Unavailable)
        }
    }
}

/// To each destination at once: a slow one holds up no other.
async fn deliver(desk: &Desk, jobs: Vec<Job>, time: BatchTime) -> SteppedAside {
    let mut by_destination: BTreeMap<&'static str, Vec<Job>> = BTreeMap::new();
    for job in jobs {
        let name = job.message.obligation.destination();
        match DESTINATIONS.iter().find(|known| Some(known.name) == name) {
            Some(Destination { name, .. }) => by_destination.entry(name).or_default().push(job),
            None => {
                log::failure("consumer.no_destination").show("obligation", &job.message.obligation).write()
            }
        }
    }
    let each = by_destination.into_iter().map(|(name, jobs)| async move {
        if name == inbox::DESTINATION {
            crm_inbox::deliver(desk, jobs).await;
            return None;
        }
        let full_for_ms = crm::deliver(name, desk, jobs, time).await?;
        Some((ObligationName::crm(name), full_for_ms))
    });
    SteppedAside { full_for_ms: join_all(each).await.into_iter().flatten().collect() }
}
