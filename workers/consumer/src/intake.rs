//! Opening a batch: what verifies becomes work, what does not is put aside.

use beeline::envelope::{Message, MessageBody};
use beeline::ledger::{Command, Reply};
use beeline_platform::{fault, log};

use crate::batch::{QueueBatch, Ticket};
use crate::desk::Desk;
use crate::forged;

/// Seconds until the queue brings back a message that could not be worked on.
const RETRY_SECONDS: u32 = 2;

/// A verified message with its lead.
pub struct Job {
    /// To acknowledge once it is settled.
    pub ticket: Ticket,
    /// What it says.
    pub message: Message,
    /// The lead as stored JSON.
    pub lead: String,
}

/// Opens every message of a batch.
pub async fn open(batch: &QueueBatch, desk: &Desk) -> Result<Vec<Job>, String> {
    let mut jobs = Vec::new();
    for message in batch.list() {
        let text = message.text().unwrap_or_default();
        let ticket = Ticket::Queued(message);
        match desk.sealer.open(&text) {
            Ok(message) => jobs.extend(with_lead(ticket, message, desk).await?),
            Err(reason) => match forged::keep(&desk.inbox, &batch.queue(), &text, reason).await {
                Ok(()) => ticket.ack()?,
                Err(error) => {
                    log::failure("consumer.forged_not_kept").with("reason", error).write();
                    ticket.retry(RETRY_SECONDS)?;
                }
            },
        }
    }
    Ok(jobs)
}

/// Work that came without a queue.
pub async fn take(messages: Vec<Message>, desk: &Desk) -> Result<Vec<Job>, String> {
    let mut jobs = Vec::with_capacity(messages.len());
    for message in messages {
        jobs.extend(with_lead(Ticket::Direct, message, desk).await?);
    }
    Ok(jobs)
}

/// Adds the lead, from the message or from its ledger object.
async fn with_lead(ticket: Ticket, message: Message, desk: &Desk) -> Result<Option<Job>, String> {
    let lead = match &message.body {
        MessageBody::Lead(lead) => lead.get().to_owned(),
        MessageBody::LeadRef => {
            let command = Command::Payload { lead_id: message.lead_id, revision: message.revision };
            match desk.ledgers.call(message.shard, &command).await {
                Ok(Reply::Payload(Some(lead))) => lead.into_inner(),
                Ok(_) => {
                    // Swept: it was settled long ago, this is a very late redelivery.
                    log::failure("consumer.lead_not_found").show("lead_id", message.lead_id).write();
                    ticket.ack()?;
                    return Ok(None);
                }
                Err(error) => {
                    log::failure("consumer.lead_not_fetched").show("reason", error).write();
                    ticket.retry(RETRY_SECONDS)?;
                    return Ok(None);
                }
            }
        }
    };
    fault::point("queue", &lead);
    Ok(Some(Job { ticket, message, lead }))
}
