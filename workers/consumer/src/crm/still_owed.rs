//! What the ledger says of a batch before anything of it is sent: a queue brings messages late and more
//! than once, and what stands in them is as old as their sealing.
//!
//! It costs one call to each ledger object of the batch, all at the same time and under the ledger's
//! deadline: the object reads the rows by their ids and writes nothing, so that a batch waits for the way
//! there and back alone. What goes back to its queue for want of an answer is in doubt when it comes again,
//! though nothing was sent: nobody can tell it from what was.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use beeline::identity::Shard;
use beeline::ledger::{Attempt, Command, Reply, StillOwed};
use beeline::redelivery::{Decision, decide};
use beeline_platform::ledgers::CallError;
use beeline_platform::log;
use futures_util::future::join_all;

use crate::desk::Desk;
use crate::intake::{Job, RETRY_SECONDS};
use crate::settlements::Settlements;

/// The jobs that are to be attempted. What is not owed any more is acknowledged; what an object gave no
/// answer for goes back to the queue.
pub async fn judge(name: &str, desk: &Desk, mut opened: Vec<Job>, settlements: &mut Settlements) -> Vec<Job> {
    // Of two copies the first one counts: that is the one which somebody may have worked on.
    opened.sort_by_cached_key(|job| Reverse(job.ticket.deliveries()));
    let mut by_shard: BTreeMap<Shard, Vec<Job>> = BTreeMap::new();
    for job in opened {
        by_shard.entry(job.message.shard).or_default().push(job);
    }
    let asked = by_shard.into_iter().map(|(shard, jobs)| async move {
        let known = ask(desk, shard, &jobs).await;
        (shard, jobs, known)
    });
    let look_after_ms = desk.vendors.look_after_ms(name);
    let mut jobs = Vec::new();
    for (shard, asked, known) in join_all(asked).await {
        match known {
            Ok(known) => {
                let judged = asked.into_iter().zip(known);
                jobs.extend(judged.filter_map(|(job, known)| one(job, known, look_after_ms, settlements)));
            }
            Err(error) => {
                log::failure("consumer.not_known_if_owed").show("shard", shard).show("reason", error).write();
                asked.iter().for_each(|job| answered(job.ticket.retry(RETRY_SECONDS)));
            }
        }
    }
    jobs
}

async fn ask(desk: &Desk, shard: Shard, jobs: &[Job]) -> Result<Vec<Option<StillOwed>>, CallError> {
    let attempt = |job: &Job| Attempt {
        lead_id: job.message.lead_id,
        obligation: job.message.obligation.clone(),
        generation: job.message.generation,
    };
    let items = jobs.iter().map(attempt).collect();
    match desk.ledgers.read(shard, &Command::StillOwed { items }).await? {
        Reply::StillOwed(known) if known.len() == jobs.len() => Ok(known),
        _ => Err(CallError::Garbled),
    }
}

fn one(job: Job, known: Option<StillOwed>, look_after_ms: i64, settlements: &mut Settlements) -> Option<Job> {
    let Job { ticket, message, lead } = job;
    match decide(message, ticket.deliveries(), known, look_after_ms) {
        Decision::Attempt(message) => Some(Job { ticket, message: *message, lead }),
        Decision::Void => {
            answered(ticket.ack());
            None
        }
        Decision::End(message, outcome) => {
            settlements.add(ticket, &message, outcome);
            None
        }
    }
}

/// The queue then brings the message back, and it is asked about again.
fn answered(answered: Result<(), String>) {
    if let Err(reason) = answered {
        log::failure("consumer.not_acknowledged").with("reason", reason).write();
    }
}
