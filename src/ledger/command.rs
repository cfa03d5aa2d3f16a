//! What a ledger object can be asked. It travels as JSON text and outlives a deploy: a test
//! freezes its bytes.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::decisions::DecisionPlace;
use super::moving::Moving;
use super::obligation::{ObligationName, Outcome};
use super::quarantine::{QuarantinePlace, ReplayItem};
use crate::identity::{Fingerprint, LeadId, LeadKey, PersonDigest};
use crate::lead::{Kind, Lane};
use crate::risk::Assessment;
use crate::routing::{Rep, Route};

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
        /// Whether whoever sends the key again has shown by it that the lead is theirs.
        #[serde(default, skip_serializing_if = "is_false")]
        proves: bool,
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
    /// Whether attempts that a queue asks for are still to be made, and what is known at their destination.
    StillOwed {
        /// One entry per attempt.
        items: Vec<Attempt>,
    },
    /// Who has which lead, as a pool says.
    Assign {
        /// Whose pool.
        team: String,
        /// One entry per lead.
        items: Vec<Assignment>,
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
    /// Let go of a lead that waits, be it for a person or for a challenge: a person says so.
    Release {
        /// Which.
        lead_id: LeadId,
        /// The person's, or the program's, name.
        by: String,
        /// Why, in their words; empty if they were not asked.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Let go of a lead that waits for a challenge: it was passed. One that waits for a person
    /// goes on waiting.
    PassChallenge {
        /// Which.
        lead_id: LeadId,
    },
    /// The leads that wait for a person, newest first.
    Held {
        /// How many at most.
        limit: u32,
    },
    /// Decisions about leads that were first accepted within a time, the newest leads first.
    Decisions {
        /// Where the page before this one ended; without it, this is the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<DecisionPlace>,
        /// From when on.
        since_ms: i64,
        /// Until before when.
        until_ms: i64,
        /// How many rows to look at, up to [`MOST_DECISIONS`](super::MOST_DECISIONS).
        limit: u32,
    },
    /// Decisions about one lead.
    DecisionsOf {
        /// Which.
        lead_id: LeadId,
    },
    /// The leads in quarantine, newest first: those that somebody may do something about, or those of
    /// one class.
    Quarantined {
        /// Where the page before this one ended; without it, this is the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<QuarantinePlace>,
        /// How many rows to look at, up to [`MOST_QUARANTINED`](super::MOST_QUARANTINED).
        limit: u32,
        /// Only what is of this class ([`Class`](crate::quarantine::Class)).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        class: Option<String>,
    },
    /// One lead as far as it is in quarantine.
    InQuarantine {
        /// Which.
        lead_id: LeadId,
    },
    /// How many leads are in quarantine, by class.
    QuarantineClasses,
    /// Opens what is in quarantine again, as it is: a person says so.
    Replay {
        /// One entry per obligation.
        items: Vec<ReplayItem>,
        /// The person's, or the program's, name.
        by: String,
        /// Why, in their words.
        why: String,
    },
    /// A revision that a person writes of a lead in quarantine: everything owed is owed again with it.
    Amend {
        /// Of which lead.
        lead_id: LeadId,
        /// The lead's latest revision, as far as the person knows.
        of_revision: u32,
        /// The lead as it is to be delivered.
        lead: Box<RawValue>,
        /// The person's name.
        by: String,
        /// Why, in their words.
        why: String,
    },
    /// Nobody will deliver what is in quarantine of a lead: a person says so. It stays there.
    Dismiss {
        /// Which.
        lead_id: LeadId,
        /// The person's name.
        by: String,
        /// Why, in their words.
        why: String,
    },
    /// Take a lead to another team, now that more is known of it.
    Move(Box<Moving>),
    /// What would be sent of a lead in quarantine if somebody let it go now. Nothing is.
    Preview {
        /// Which.
        lead_id: LeadId,
        /// Whether as after an edit, when everything is owed again.
        #[serde(default, skip_serializing_if = "is_false")]
        edited: bool,
    },
    /// What a destination is expected to hold, in the order of acceptance.
    Expected {
        /// Its name: `hubspot`.
        destination: String,
        /// The place of the lead that the page before this one ended with; without it, this is the
        /// first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<i64>,
        /// Leads accepted from then on are left out, so that pages come to an end.
        until_ms: i64,
        /// How many rows to look at, up to [`MOST_EXPECTED`](super::MOST_EXPECTED).
        limit: u32,
    },
    /// What a destination is expected to hold of these leads, up to
    /// [`MOST_EXPECTED`](super::MOST_EXPECTED) of them. Those that are not here are left out.
    ExpectedOf {
        /// Its name.
        destination: String,
        /// Which.
        lead_ids: Vec<LeadId>,
    },
    /// This object's counts.
    Tally,
    /// Nothing but being awake: the object arms its alarm if anything is unsettled.
    Wake,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
const fn is_false(value: &bool) -> bool {
    !*value
}

/// An obligation to open with the claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// What.
    pub name: ObligationName,
    /// How long the ledger leaves it alone: a card to its claimer, a rep to the edge and the pool, a record
    /// for a moment in which its rep may become known.
    pub lease_ms: i64,
}

/// What a stand-in adds when it hands a claim over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spilled {
    /// When the stand-in accepted it.
    pub accepted_at_ms: i64,
}

/// A submission to accept.
#[derive(Clone, Serialize, Deserialize)]
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
    /// What that was decided on; absent in claims of before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Box<RawValue>>,
    /// Which bundle said so.
    pub bundle: String,
    /// What a candidate bundle on trial made of it (`live::Trial`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trial: Option<Box<RawValue>>,
    /// What is owed to it.
    pub owed: Vec<Owed>,
    /// Set when a stand-in hands it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spilled: Option<Spilled>,
    /// The lead whose first receipt the sender has shown: only then may a repeat change who
    /// the lead is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proves: Option<LeadId>,
    /// Not for this object unless that lead is: what nobody knows is accepted where it belongs.
    #[serde(default, skip_serializing_if = "is_false")]
    pub only_proved: bool,
    /// How likely it is no person's, as far as the edge can tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Assessment>,
}

/// An attempt that may be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// For which lead.
    pub lead_id: LeadId,
    /// To meet which obligation.
    pub obligation: ObligationName,
    /// Which generation of it.
    pub generation: u32,
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

/// Who has a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Which.
    pub lead_id: LeadId,
    /// The rep; nobody if the whole team is gone, and somebody else must be asked.
    pub rep: Option<Rep>,
}

/// Nothing of what was said.
impl fmt::Debug for Claim {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Claim");
        shown.field("lead_id", &self.lead_id).field("form", &self.form).field("kind", &self.kind);
        shown.field("correlation_id", &self.correlation_id).finish_non_exhaustive()
    }
}
