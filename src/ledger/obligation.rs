//! One thing still owed to a lead, and the states it goes through.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CHALLENGE_WAIT_MS, LeadState, MAX_AGE_MS, MAX_ATTEMPTS, MAX_WAIT_FOR_REP_MS, PARKED_MS};

/// What the reason of an obligation that waits for a person starts with.
pub const HELD: &str = "held: ";
/// The reason of one that waits for a challenge.
const AWAITS_CHALLENGE: &str = "challenge";

/// What is owed, and to whom: `crm:inbox`, `card:slack`, `rep:americas>sales`, a rep of the first
/// of these teams that has one who can take it, or, in a stand-in object, `home:1`, the handing
/// over of revision 1 to its home shard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ObligationName(String);

impl ObligationName {
    /// A CRM record in this destination.
    pub fn crm(destination: &str) -> Self {
        Self(format!("crm:{destination}"))
    }
    /// The notification on this channel.
    pub fn card(channel: &str) -> Self {
        Self(format!("card:{channel}"))
    }
    /// The handing over of one spilled revision.
    pub fn home(revision: u32) -> Self {
        Self(format!("home:{revision}"))
    }
    /// A rep of one of these teams: of the first, if anybody there can take the lead.
    pub fn rep<'a>(teams: impl IntoIterator<Item = &'a str>) -> Self {
        let teams: Vec<&str> = teams.into_iter().collect();
        Self(format!("rep:{}", teams.join(">")))
    }
    /// The teams whose reps may have the lead, the lead's own first; none of anything but a rep.
    pub fn teams(&self) -> impl Iterator<Item = &str> {
        self.0.strip_prefix("rep:").into_iter().flat_map(|teams| teams.split('>'))
    }
    /// The name's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether this is a CRM record.
    pub fn is_crm(&self) -> bool {
        self.0.starts_with("crm:")
    }
    /// Whether this is a notification.
    pub fn is_card(&self) -> bool {
        self.0.starts_with("card:")
    }
    /// Whether this is a rep.
    pub fn is_rep(&self) -> bool {
        self.0.starts_with("rep:")
    }
    /// Whether this is a handing over.
    pub fn is_home(&self) -> bool {
        self.0.starts_with("home:")
    }
}

impl fmt::Display for ObligationName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Where an obligation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ObligationState {
    /// To be sent once `not_before_ms` has passed.
    Due,
    /// In a queue; sent again if still unsettled when `not_before_ms` has passed.
    Sent,
    /// Done. Nothing undoes it but a new generation.
    Delivered,
    /// Given up on, with a reason, until somebody replays it.
    Quarantined,
}

impl ObligationState {
    /// Whether nothing more will be tried.
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Delivered | Self::Quarantined)
    }
}

/// How an attempt to meet an obligation ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The destination has it, under this reference.
    Delivered {
        /// The record's or message's id at the destination.
        reference: String,
    },
    /// Not now.
    Deferred {
        /// How long to wait.
        after_ms: i64,
        /// Why, from a closed list of words; never personal data.
        reason: String,
    },
    /// Never, as it is.
    Quarantined {
        /// Why.
        reason: String,
    },
    /// A card is posted under this reference and shows this state of the lead.
    Shown {
        /// The message's reference.
        reference: String,
        /// What it shows.
        shows: LeadState,
    },
}

/// One obligation of one lead. Stored as a JSON array of its fields in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Stored", from = "Stored")]
pub struct Obligation {
    /// What is owed.
    pub name: ObligationName,
    /// The revision of the lead to deliver.
    pub revision: u32,
    /// Grows each time the obligation is opened again; settlements of an older one are void.
    pub generation: u32,
    /// Where it stands.
    pub state: ObligationState,
    /// Not to be sent, or sent again, before.
    pub not_before_ms: i64,
    /// How often this generation was sent.
    pub attempts: u32,
    /// When this generation began.
    pub opened_at_ms: i64,
    /// When this generation was first sent.
    pub sent_at_ms: Option<i64>,
    /// When it was settled.
    pub settled_at_ms: Option<i64>,
    /// The record's or message's reference at the destination. Outlives generations.
    pub reference: Option<String>,
    /// Why it was last deferred or quarantined.
    pub reason: Option<String>,
}

/// An obligation's fields as they are stored.
type Stored = (
    ObligationName,
    u32,
    u32,
    ObligationState,
    i64,
    u32,
    i64,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<String>,
);

impl From<Obligation> for Stored {
    fn from(owed: Obligation) -> Self {
        (
            owed.name,
            owed.revision,
            owed.generation,
            owed.state,
            owed.not_before_ms,
            owed.attempts,
            owed.opened_at_ms,
            owed.sent_at_ms,
            owed.settled_at_ms,
            owed.reference,
            owed.reason,
        )
    }
}

impl From<Stored> for Obligation {
    fn from(stored: Stored) -> Self {
        let (name, revision, generation, state, not_before_ms, attempts, opened_at_ms, ..) = stored;
        let (.., sent_at_ms, settled_at_ms, reference, reason) = stored;
        Self {
            name,
            revision,
            generation,
            state,
            not_before_ms,
            attempts,
            opened_at_ms,
            sent_at_ms,
            settled_at_ms,
            reference,
            reason,
        }
    }
}

impl Obligation {
    /// A new obligation, not to be sent before `lease_ms` have passed.
    pub const fn open(name: ObligationName, revision: u32, now_ms: i64, lease_ms: i64) -> Self {
        Self {
            name,
            revision,
            generation: 1,
            state: ObligationState::Due,
            not_before_ms: now_ms + lease_ms,
            attempts: 0,
            opened_at_ms: now_ms,
            sent_at_ms: None,
            settled_at_ms: None,
            reference: None,
            reason: None,
        }
    }

    /// Keeps a new obligation back until somebody releases it.
    pub fn hold(&mut self, reason: String, now_ms: i64) {
        self.settle(ObligationState::Quarantined, Some(reason), now_ms);
    }

    /// Keeps a new obligation back for a while, in which a challenge may be passed.
    pub fn wait_for_challenge(&mut self, now_ms: i64) {
        self.not_before_ms = now_ms + CHALLENGE_WAIT_MS;
        self.reason = Some(AWAITS_CHALLENGE.to_owned());
    }

    /// Whether it is kept back, be it for a person or for a challenge.
    pub fn is_held_back(&self) -> bool {
        let reason = self.reason.as_deref().unwrap_or_default();
        match self.state {
            ObligationState::Quarantined => reason.starts_with(HELD),
            ObligationState::Due => self.awaits_challenge(),
            ObligationState::Sent | ObligationState::Delivered => false,
        }
    }

    /// Whether it waits for a challenge to be passed, or for the wait to be over.
    pub fn awaits_challenge(&self) -> bool {
        self.state == ObligationState::Due
            && self.attempts == 0
            && self.reason.as_deref() == Some(AWAITS_CHALLENGE)
    }

    /// Opens the obligation again for a newer revision of the lead, or a replay.
    pub fn reopen(&mut self, revision: u32, now_ms: i64, lease_ms: i64) {
        let reference = self.reference.take();
        let generation = self.generation + 1;
        *self = Self { generation, reference, ..Self::open(self.name.clone(), revision, now_ms, lease_ms) };
    }

    /// How long the claimer that was given its lease may still post it.
    pub fn lease_left_ms(&self, now_ms: i64) -> i64 {
        let is_untouched =
            self.state == ObligationState::Due && self.attempts == 0 && self.reference.is_none();
        if is_untouched { (self.not_before_ms - now_ms).max(0) } else { 0 }
    }

    /// Whether it is open and its time has come.
    pub const fn is_due(&self, now_ms: i64) -> bool {
        !self.state.is_settled() && self.not_before_ms <= now_ms
    }

    /// Whether the caps on attempts and age leave no further try.
    ///
    /// A lead that waits for a rep is nobody's failure, and a team may be away for longer.
    pub fn is_exhausted(&self, now_ms: i64) -> bool {
        if self.name.is_rep() {
            return now_ms - self.opened_at_ms > MAX_WAIT_FOR_REP_MS;
        }
        self.attempts >= MAX_ATTEMPTS || now_ms - self.opened_at_ms > MAX_AGE_MS
    }

    /// Notes that it goes into a queue now, to be sent again after `resend_after_ms`.
    pub fn send(&mut self, now_ms: i64, resend_after_ms: i64) {
        self.state = ObligationState::Sent;
        self.attempts += 1;
        self.not_before_ms = now_ms + resend_after_ms;
        self.sent_at_ms = self.sent_at_ms.or(Some(now_ms));
    }

    /// Waits for the lead's CRM records before the card is worth updating.
    pub const fn park(&mut self) {
        self.state = ObligationState::Due;
        self.not_before_ms = PARKED_MS;
    }

    /// Ends it.
    pub fn settle(&mut self, state: ObligationState, reason: Option<String>, now_ms: i64) {
        self.state = state;
        self.settled_at_ms = Some(now_ms);
        self.reason = reason;
    }

    /// Tries again later, or gives up if the caps are reached. The wait the destination
    /// asked for holds, but never less than the ledger's own backoff.
    pub fn defer(&mut self, after_ms: i64, reason: &str, now_ms: i64) {
        if self.is_exhausted(now_ms) {
            self.settle(ObligationState::Quarantined, Some(format!("exhausted: {reason}")), now_ms);
        } else {
            self.state = ObligationState::Due;
            self.not_before_ms = now_ms + after_ms.clamp(backoff_ms(self.attempts), MAX_AGE_MS);
            self.reason = Some(reason.to_owned());
        }
    }
}

/// The least wait before another try: a second, doubling with each attempt up to 15 minutes.
fn backoff_ms(attempts: u32) -> i64 {
    (1_000_i64 << attempts.saturating_sub(1).min(16)).min(15 * 60_000)
}
