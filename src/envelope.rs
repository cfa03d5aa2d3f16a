//! The queue message: `v1.{kid}.{sig}.{payload}`.
//!
//! Signed by the ledger, verified before anything in it is believed. The payload is
//! base64url JSON; the signature is HMAC-SHA256 over `v1.{kid}.{payload}`. The bytes
//! outlive a deploy (messages wait in queues): a test freezes them.

use std::fmt;

use crate::absent::is_false;
use crate::encoding::BASE64URL;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::guard;
use crate::identity::{LeadId, Shard};
use crate::lead::Lane;
use crate::ledger::{Dispatch, ObligationName, Traces};
use crate::secret::Secret;

/// The largest message, in bytes: Cloudflare Queues takes 128,000 with its own metadata.
pub const MAX_ENVELOPE_BYTES: usize = 100_000;
const VERSION: &str = "v1";

/// What a message says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    /// Whose.
    pub lead_id: LeadId,
    /// External id for CRMs.
    pub key: String,
    /// What is owed.
    pub obligation: ObligationName,
    /// Which revision is in here.
    pub revision: u32,
    /// Which generation of the obligation this attempt belongs to.
    pub generation: u32,
    /// Through which form.
    pub form: String,
    /// The ledger object to settle with.
    pub shard: Shard,
    /// How urgent the lead is.
    #[serde(default)]
    pub lane: Lane,
    /// `real` or `synthetic`.
    pub kind: String,
    /// Correlation id.
    pub correlation_id: String,
    /// Trace context.
    pub traceparent: String,
    /// First acceptance.
    pub accepted_at_ms: i64,
    /// Where it goes.
    pub route: Box<RawValue>,
    /// Which bundle said so.
    pub bundle: String,
    /// The CRM record's reference, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// How the lead's CRM records stand, for cards.
    pub records: crate::ledger::LeadState,
    /// This obligation's reference at the destination, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// How often this generation was sent, this time included.
    #[serde(default)]
    pub attempts: u32,
    /// What earlier attempts may have left at the destination.
    #[serde(default, skip_serializing_if = "Traces::is_none")]
    pub traces: Traces,
    /// Whether something was looked for about the lead, and is kept with its inbox record.
    #[serde(default, skip_serializing_if = "is_false")]
    pub enriched: bool,
    /// The lead, or only a reference to it.
    pub body: MessageBody,
}

impl Message {
    /// How urgent its delivery is at the destination. A record that is there, of a lead of which more was
    /// looked for, is brought up to date: it takes no turn from one that is not there yet.
    pub fn urgency(&self) -> guard::Lane {
        match self.lane {
            _ if self.enriched && self.reference.is_some() => guard::Lane::Warm,
            Lane::Hot => guard::Lane::Hot,
            Lane::Standard => guard::Lane::Standard,
        }
    }
}

/// The lead in a message, or the word that it has to be fetched from its ledger object.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageBody {
    /// The normalized lead.
    Lead(Box<RawValue>),
    /// Too large for a message, or not to leave its jurisdiction.
    LeadRef,
}

/// Nothing of the lead.
impl fmt::Debug for MessageBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Lead(_) => "Lead",
            Self::LeadRef => "LeadRef",
        })
    }
}

/// Why a message is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnvelopeError {
    /// Not four parts, or another version.
    Shape,
    /// Signed under a key we do not have.
    UnknownKey,
    /// Not our signature.
    Signature,
    /// Ours, but not a message this code can read.
    Payload,
    /// Could not be written.
    Unwritable,
}

impl fmt::Display for EnvelopeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Shape => "not a v1 envelope",
            Self::UnknownKey => "signed under an unknown key id",
            Self::Signature => "signature does not verify",
            Self::Payload => "payload is not a message of this version",
            Self::Unwritable => "message could not be written",
        })
    }
}

/// Seals and opens envelopes.
#[derive(Clone, Debug)]
pub struct Sealer {
    key_id: String,
    secret: Secret,
}

impl Sealer {
    /// With the bindings `ENVELOPE_KEY_ID` and `ENVELOPE_KEY`.
    pub const fn new(key_id: String, secret: Secret) -> Self {
        Self { key_id, secret }
    }

    /// Seals a message; one too large for the queue travels without its lead.
    pub fn seal(&self, mut message: Message) -> Result<String, EnvelopeError> {
        let sealed = self.seal_as_is(&message)?;
        if sealed.len() <= MAX_ENVELOPE_BYTES {
            return Ok(sealed);
        }
        message.body = MessageBody::LeadRef;
        self.seal_as_is(&message)
    }

    fn seal_as_is(&self, message: &Message) -> Result<String, EnvelopeError> {
        let payload = serde_json::to_vec(message).map_err(|_| EnvelopeError::Unwritable)?;
        let payload = BASE64URL.encode(&payload);
        let signed = format!("{VERSION}.{}.{payload}", self.key_id);
        let signature = BASE64URL.encode(&self.secret.sign(signed.as_bytes()));
        Ok(format!("{VERSION}.{}.{signature}.{payload}", self.key_id))
    }

    /// Verifies an envelope, then reads it.
    pub fn open(&self, envelope: &str) -> Result<Message, EnvelopeError> {
        let mut parts = envelope.splitn(4, '.');
        let (Some(VERSION), Some(key_id), Some(signature), Some(payload)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(EnvelopeError::Shape);
        };
        if key_id != self.key_id {
            return Err(EnvelopeError::UnknownKey);
        }
        let signature = BASE64URL.decode(signature).ok_or(EnvelopeError::Signature)?;
        if !self.secret.verifies(format!("{VERSION}.{key_id}.{payload}").as_bytes(), &signature) {
            return Err(EnvelopeError::Signature);
        }
        let payload = BASE64URL.decode(payload).ok_or(EnvelopeError::Payload)?;
        serde_json::from_slice(&payload).map_err(|_| EnvelopeError::Payload)
    }
}

impl Message {
    /// The message for a row that the ledger object `shard` dispatches.
    pub fn for_dispatch(shard: Shard, row: Dispatch) -> Result<Self, EnvelopeError> {
        let raw = |text: String| RawValue::from_string(text).map_err(|_| EnvelopeError::Unwritable);
        Ok(Self {
            lead_id: row.lead.lead_id,
            key: row.lead.lead_key.clone(),
            obligation: row.owed.name,
            revision: row.owed.revision,
            generation: row.owed.generation,
            form: row.lead.form.clone(),
            lane: row.lead.lane,
            shard,
            kind: row.lead.kind.clone(),
            correlation_id: row.lead.correlation_id.clone(),
            traceparent: row.traceparent,
            accepted_at_ms: row.lead.accepted_at_ms,
            route: raw(row.route)?,
            bundle: row.bundle,
            record: row.record,
            records: row.records,
            reference: row.owed.reference,
            attempts: row.owed.attempts,
            traces: row.owed.traces,
            enriched: row.enriched,
            // A queue is nowhere in particular: what must stay somewhere does not go into one.
            body: match shard.jurisdiction {
                Some(_) => MessageBody::LeadRef,
                None => MessageBody::Lead(raw(row.payload)?),
            },
        })
    }
}

/// How many messages from the front of `sizes` fit one `sendBatch`: at most 100 messages
/// and 256,000 bytes (Cloudflare Queues limits). At least one, so that a sender moves on.
pub fn batch_len(sizes: &[usize]) -> usize {
    const BATCH_BYTES: usize = 250_000;
    const MESSAGE_OVERHEAD_BYTES: usize = 200;
    let mut total = 0;
    let fitting = sizes
        .iter()
        .take(100)
        .take_while(|size| {
            total += **size + MESSAGE_OVERHEAD_BYTES;
            total <= BATCH_BYTES
        })
        .count();
    fitting.max(1)
}
