//! Opening a batch: what verifies becomes work, what does not is put aside.

use beeline::envelope::{Message, MessageBody};
use beeline::ledger::{Command, Reply};
use beeline_platform::{fault, log};
use futures_util::StreamExt;
use futures_util::stream;

use crate::batch::{QueueBatch, QueueMessage};
use crate::desk::Desk;
use crate::forged;

/// Seconds until the queue brings back a message that could not be worked on.
pub const RETRY_SECONDS: u32 = 2;
/// How many leads are fetched at a time that their messages only refer to.
const FETCHED_AT_ONCE: usize = 16;

/// A verified message with its lead.
pub struct Job {
    /// To acknowledge once it is settled.
    pub ticket: QueueMessage,
    /// What it says.
    pub message: Message,
    /// The lead as stored JSON.
    pub lead: String,
}

/// Opens every message of a batch.
pub async fn open(batch: &QueueBatch, desk: &Desk) -> Result<Vec<Job>, String> {
    let mut opened = Vec::new();
    for ticket in batch.list() {
        let text = ticket.text().unwrap_or_default();
        match desk.sealer.open(&text) {
            Ok(message) => opened.push((ticket, message)),
            Err(reason) => match forged::keep(&desk.inbox, &batch.queue(), &text, reason).await {
                Ok(()) => ticket.ack()?,
                Err(error) => {
                    log::failure("consumer.forged_not_kept").with("reason", error).write();
                    ticket.retry(RETRY_SECONDS)?;
                }
            },
        }
    }
    with_leads(opened, desk).await
}

/// In the order of the messages; some are fetched at a time, so that a slow object holds up few.
async fn with_leads(opened: Vec<(QueueMessage, Message)>, desk: &Desk) -> Result<Vec<Job>, String> {
    let fetched = opened.into_iter().map(|(ticket, message)| with_lead(ticket, message, desk));
    let fetched: Vec<Result<Option<Job>, String>> =
        stream::iter(fetched).buffered(FETCHED_AT_ONCE).collect().await;
    fetched.into_iter().filter_map(Result::transpose).collect()
}

/// Adds the lead, from the message or from its ledger object.
async fn with_lead(ticket: QueueMessage, message: Message, desk: &Desk) -> Result<Option<Job>, String> {
    let lead = match &message.body {
        MessageBody::Lead(lead) => lead.get().to_owned(),
        MessageBody::LeadRef => {
            let command = Command::Payload { lead_id: message.lead_id, revision: message.revision };
            match desk.ledgers.read(message.shard, &command).await {
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
