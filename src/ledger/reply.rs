//! What a ledger object answers. It travels as JSON text and outlives a deploy: a test
//! freezes its bytes.

use serde::{Deserialize, Serialize};

use super::decisions::DecisionPage;
use super::expected::ExpectedPage;
use super::lead_row::LeadState;
use super::moving::MoveOutcome;
use super::obligation::ObligationName;
use super::quarantine::{Amended, ClassCount, QuarantinePage, Replayed};
use super::report::Tally;
use super::still_owed::StillOwed;
use crate::envelope::Message;
use crate::identity::LeadId;
use crate::personal::Personal;
use crate::risk::Verdict;
use crate::routing::Route;

/// Every answer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// To [`Command::Claim`](super::Command::Claim).
    Claimed(Claimed),
    /// To a [`Command::Claim`](super::Command::Claim) that is only for the lead its sender has proved, which
    /// is not here, or of another form: nothing was written.
    NotProved,
    /// To [`Command::ReserveKey`](super::Command::ReserveKey).
    HeaderKey(HeaderKeyReply),
    /// To commands without an answer of their own.
    Done,
    /// To [`Command::Settle`](super::Command::Settle), in the order of the items.
    Settled(Vec<Settled>),
    /// To [`Command::StillOwed`](super::Command::StillOwed), in the order of the items: nothing for what is
    /// settled, was opened again since, or will be sent again anyway.
    StillOwed(Vec<Option<StillOwed>>),
    /// To [`Command::Assign`](super::Command::Assign): the leads that are not here.
    Assigned(Vec<LeadId>),
    /// To [`Command::Lead`](super::Command::Lead); `None` if this object does not know the lead.
    Lead(Option<LeadReport>),
    /// To [`Command::Payload`](super::Command::Payload).
    Payload(Option<Personal<String>>),
    /// To [`Command::Release`](super::Command::Release): whether anything waited.
    Released(bool),
    /// To [`Command::Held`](super::Command::Held).
    Held(Vec<HeldLead>),
    /// To [`Command::Decisions`](super::Command::Decisions) and
    /// [`Command::DecisionsOf`](super::Command::DecisionsOf).
    Decisions(DecisionPage),
    /// To [`Command::Quarantined`](super::Command::Quarantined) and
    /// [`Command::InQuarantine`](super::Command::InQuarantine).
    Quarantined(QuarantinePage),
    /// To [`Command::QuarantineClasses`](super::Command::QuarantineClasses), the largest first.
    QuarantineClasses(Vec<ClassCount>),
    /// To [`Command::Replay`](super::Command::Replay), in the order of the items.
    Replayed(Vec<Replayed>),
    /// To [`Command::Amend`](super::Command::Amend).
    Amended(Amended),
    /// To [`Command::Dismiss`](super::Command::Dismiss): whether anything was in quarantine.
    Dismissed(bool),
    /// To [`Command::Move`](super::Command::Move).
    Moved(MoveOutcome),
    /// To [`Command::Preview`](super::Command::Preview): the messages as they would be.
    Previewed(Vec<Message>),
    /// To [`Command::Expected`](super::Command::Expected) and
    /// [`Command::ExpectedOf`](super::Command::ExpectedOf).
    Expected(ExpectedPage),
    /// To a [`Command::Claim`](super::Command::Claim) that came when there was too much to do: nothing was
    /// written.
    Shed {
        /// When to come back.
        retry_after_seconds: u32,
    },
    /// To [`Command::Tally`](super::Command::Tally).
    Tally(Tally),
    /// The command failed and nothing was written.
    Failed {
        /// For the log.
        reason: String,
    },
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

impl Claimed {
    /// Of a request that is on record already: the lead as it stands.
    pub fn again(report: LeadReport) -> Self {
        Self {
            outcome: ClaimOutcome::Retry,
            lead_id: report.lead_id,
            correlation_id: report.correlation_id,
            route: report.route,
            revision: report.revision,
            cards: Vec::new(),
            accepted_at_ms: report.accepted_at_ms,
            verdict: None,
        }
    }
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
    /// Known, with the same body: the sender's own lead.
    Bound(LeadId),
    /// Known, with the same body: a lead that it repeated, and that is somebody's else perhaps.
    BoundToRepeat(LeadId),
    /// Known, with another body (422).
    OtherBody,
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
    /// Whether it was of an older generation: what follows is a newer attempt's to do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub superseded: bool,
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
    /// How its CRM records alone stand, which is what its cards say, where it is owed any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<LeadState>,
    /// Oldest first.
    pub timeline: Vec<TimelineEntry>,
}
