//! What a ledger object can be asked, and what it answers. Both travel as JSON text and
//! outlive a deploy: a test freezes their bytes.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::lead_row::LeadState;
use super::obligation::{ObligationName, Outcome};
use super::report::Tally;
use crate::identity::{Fingerprint, LeadId, LeadKey, PersonDigest};
use crate::lead::{Kind, Lane};
use crate::risk::{Assessment, Verdict};
use crate::routing::Route;

/// Every command.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Accept a submission, durably, once.
    Claim(Box<Claim>),
    /// Reserve an `Idempotency-Key` before the claim it stands for.
    ReserveKey {
        /// Digest of the header.
        key: String,
        /// What the body says.
        fingerprint: Fingerprint,
    },
    /// Bind a reserved key to the lead it produced.
    BindKey {
        /// Digest of the header.
        key: String,
        /// What the body says.
        fingerprint: Fingerprint,
        /// The lead.
        lead_id: LeadId,
    },
    /// Give a reserved key back: nothing was accepted.
    ReleaseKey {
        /// Digest of the header.
        key: String,
    },
    /// How attempts to meet obligations ended.
    Settle {
        /// One entry per attempt.
        items: Vec<Settlement>,
    },
    /// One lead's state and timeline.
    Lead {
        /// Which.
        lead_id: LeadId,
    },
    /// One stored submission, for messages that carry a reference only.
    Payload {
        /// Which lead.
        lead_id: LeadId,
        /// Which revision.
        revision: u32,
    },
    /// Let go of a lead that waits for a person or for a challenge.
    Release {
        /// Which.
        lead_id: LeadId,
        /// Who says so: a principal's name, or `challenge`.
        by: String,
    },
    /// The leads that wait for a person, newest first.
    Held {
        /// How many at most.
        limit: u32,
    },
    /// This object's counts.
    Tally,
    /// Nothing but being awake: the object arms its alarm if anything is unsettled.
    Wake,
}

/// Every answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// To [`Command::Claim`].
    Claimed(Claimed),
    /// To [`Command::ReserveKey`].
    HeaderKey(HeaderKeyReply),
    /// To commands without an answer of their own.
    Done,
    /// To [`Command::Settle`], in the order of the items.
    Settled(Vec<Settled>),
    /// To [`Command::Lead`]; `None` if this object does not know the lead.
    Lead(Option<LeadReport>),
    /// To [`Command::Payload`].
    Payload(Option<String>),
    /// To [`Command::Release`]: whether anything waited.
    Released(bool),
    /// To [`Command::Held`].
    Held(Vec<HeldLead>),
    /// To a [`Command::Claim`] that came when there was too much to do: nothing was written.
    Shed {
        /// When to come back.
        retry_after_seconds: u32,
    },
    /// To [`Command::Tally`].
    Tally(Tally),
    /// The command failed and nothing was written.
    Failed {
        /// For the log.
        reason: String,
    },
}

/// An obligation to open with the claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// What.
    pub name: ObligationName,
    /// How long the claimer keeps it to itself.
    pub lease_ms: i64,
}

/// What a stand-in adds when it hands a claim over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spilled {
    /// When the stand-in accepted it.
    pub accepted_at_ms: i64,
}

/// A submission to accept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claim {
    /// The id it gets if it is the first of its window.
    pub lead_id: LeadId,
    /// Its external id then.
    pub key: LeadKey,
    /// Who.
    pub person: PersonDigest,
    /// The same person's other digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_other: Option<PersonDigest>,
    /// What was said.
    pub fingerprint: Fingerprint,
    /// Through which form.
    pub form: String,
    /// How urgent.
    pub lane: Lane,
    /// Real or synthetic.
    pub kind: Kind,
    /// Its correlation id if it is the first.
    pub correlation_id: String,
    /// W3C trace context of the request.
    pub traceparent: String,
    /// When the edge had the whole body, by its clock.
    pub received_at_ms: i64,
    /// How long a repeat is a repeat.
    pub dedup_window_seconds: u32,
    /// The normalized lead.
    pub lead: Box<RawValue>,
    /// Where it goes.
    pub route: Route,
    /// Which bundle said so.
    pub bundle: String,
    /// What is owed to it.
    pub owed: Vec<Owed>,
    /// Set when a stand-in hands it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spilled: Option<Spilled>,
    /// The lead whose first receipt the sender has shown: only then may a repeat change who
    /// the lead is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proves: Option<LeadId>,
    /// How likely it is no person's, as far as the edge can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Assessment>,
}

/// Whether a claim was the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimOutcome {
    /// A new lead.
    Accepted,
    /// The same again.
    Retry,
    /// The same person and form, saying something else: a new revision.
    Resubmit,
}

/// The answer to a claim. It is authoritative over what the edge proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    /// First, or which repeat.
    pub outcome: ClaimOutcome,
    /// The lead's id.
    pub lead_id: LeadId,
    /// Its correlation id.
    pub correlation_id: String,
    /// Its current route.
    pub route: Route,
    /// Its revision.
    pub revision: u32,
    /// Generation of each card obligation whose lease the claimer now holds.
    pub cards: Vec<(ObligationName, u32)>,
    /// When it was first accepted, by the ledger's clock.
    pub accepted_at_ms: i64,
    /// What is done about its risk, once the ledger has added what it knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

/// A lead that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLead {
    /// Which.
    pub lead_id: LeadId,
    /// Through which form.
    pub form: String,
    /// `real` or `synthetic`.
    pub kind: String,
    /// When it was accepted.
    pub accepted_at_ms: i64,
    /// Why, from closed lists of words.
    pub reasons: Vec<String>,
}

/// Where an `Idempotency-Key` stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeaderKeyReply {
    /// Reserved for the asker.
    Reserved,
    /// Somebody else's request with it is under way (409).
    InFlight,
    /// Known, with the same body: the lead it produced.
    Bound(LeadId),
    /// Known, with another body (422).
    OtherBody,
}

/// How one attempt ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Whose.
    pub lead_id: LeadId,
    /// Which obligation.
    pub obligation: ObligationName,
    /// Which generation of it was attempted.
    pub generation: u32,
    /// How it ended.
    pub outcome: Outcome,
}

/// What the ledger made of a settlement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Whether it changed anything: `false` for a late or repeated one.
    pub applied: bool,
    /// How the lead's CRM records stand now; `None` if this object does not know the lead.
    pub records: Option<LeadState>,
    /// The CRM record's reference, once there is one.
    pub record: Option<String>,
}

/// One line of a lead's timeline.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// When, by the ledger's clock.
    pub at_ms: i64,
    /// What happened, from a closed list of words.
    pub event: String,
    /// To what, and why. No personal data.
    pub detail: String,
}

/// A lead's state and history, without personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadReport {
    /// Id: the current one, if an alias was asked for.
    pub lead_id: LeadId,
    /// State.
    pub state: LeadState,
    /// Form.
    pub form: String,
    /// `real` or `synthetic`.
    pub kind: String,
    /// Latest revision.
    pub revision: u32,
    /// Correlation id.
    pub correlation_id: String,
    /// First acceptance.
    pub accepted_at_ms: i64,
    /// Where it goes.
    pub route: Route,
    /// The bundle that said so.
    pub bundle: String,
    /// The CRM record's reference.
    pub record: Option<String>,
    /// Oldest first.
    pub timeline: Vec<TimelineEntry>,
}
