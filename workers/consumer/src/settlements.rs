//! Telling the ledger how attempts ended: one call per ledger object and batch, and only
//! then the acknowledgement.

use std::collections::BTreeMap;

use beeline::envelope::Message;
use beeline::identity::Shard;
use beeline::ledger::{Command, Outcome, Reply, Settlement};
use beeline_platform::ledgers::Ledgers;
use beeline_platform::log;
use futures_util::future::join_all;

use crate::batch::QueueMessage;

/// Seconds until the queue brings back a message whose ledger object did not answer.
const RETRY_SECONDS: u32 = 2;

/// Outcomes of a batch, by ledger object.
#[derive(Default)]
pub struct Settlements {
    by_shard: BTreeMap<Shard, (Vec<Settlement>, Vec<QueueMessage>)>,
    void: Vec<QueueMessage>,
}

impl Settlements {
    /// Notes how one message ended.
    pub fn add(&mut self, ticket: QueueMessage, message: &Message, outcome: Outcome) {
        let (items, tickets) = self.by_shard.entry(message.shard).or_default();
        items.push(Settlement {
            lead_id: message.lead_id,
            obligation: message.obligation.clone(),
            generation: message.generation,
            outcome,
        });
        tickets.push(ticket);
    }

    /// Notes a message that is nothing to anybody: a newer one of the same came with it.
    pub fn add_void(&mut self, ticket: QueueMessage) {
        self.void.push(ticket);
    }

    /// Settles with every object, then acknowledges. What an unreachable object did not
    /// take comes back by the queue: attempting it again is harmless.
    pub async fn finish(self, ledgers: &Ledgers) {
        let calls = self.by_shard.into_iter().map(|(shard, (items, tickets))| async move {
            (shard, ledgers.call(shard, &Command::Settle { items }).await, tickets)
        });
        for (shard, answer, tickets) in join_all(calls).await {
            let settled = match answer {
                Ok(Reply::Settled(_)) => true,
                Ok(_) => {
                    log::failure("consumer.not_settled")
                        .show("shard", shard)
                        .with("reason", "unknown answer")
                        .write();
                    false
                }
                Err(error) => {
                    log::failure("consumer.not_settled").show("shard", shard).show("reason", error).write();
                    false
                }
            };
            for ticket in tickets {
                told(if settled { ticket.ack() } else { ticket.retry(RETRY_SECONDS) });
            }
        }
        self.void.into_iter().for_each(|ticket| told(ticket.ack()));
    }
}

/// A queue that was not told brings the message back, which is harmless; the others go on.
fn told(answered: Result<(), String>) {
    if let Err(reason) = answered {
        log::failure("consumer.not_acknowledged").with("reason", reason).write();
    }
}
