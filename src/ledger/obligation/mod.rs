//! One thing still owed to a lead, and the states it goes through.

mod name;
mod outcome;
mod pause;
mod stored;

use serde::{Deserialize, Serialize};

use super::{CHALLENGE_WAIT_MS, MAX_AGE_MS, MAX_ATTEMPTS, MAX_WAIT_FOR_REP_MS, PARKED_MS};
use crate::identity::LeadId;

pub use name::ObligationName;
pub use outcome::Outcome;
use stored::Stored;

/// What the reason of an obligation that waits for a person starts with.
pub const HELD: &str = "held: ";
/// What the reason of an obligation that nobody will meet starts with; the one before it follows.
pub const DISMISSED: &str = "dismissed: ";
/// The reason of one that waits for a challenge.
const AWAITS_CHALLENGE: &str = "challenge";

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
    /// What else is known of it at the destination.
    pub traces: Traces,
}

/// What else is known of a lead at a destination.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traces {
    /// Whether it may have been written: an attempt never ended, or ended without its being known.
    #[serde(default, skip_serializing_if = "is_false")]
    pub may_exist: bool,
    /// Whether it went into a record that was there before it: the destination has none under its key.
    #[serde(default, skip_serializing_if = "is_false")]
    pub merged: bool,
    /// Whether what is being written or shown there says less than is known by now: it is written again
    /// once that has ended.
    #[serde(default, skip_serializing_if = "is_false")]
    pub outdated: bool,
    /// The part of it that was, in the destination's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
const fn is_false(value: &bool) -> bool {
    !*value
}

impl Traces {
    const NONE: Self = Self { may_exist: false, merged: false, outdated: false, part: None };

    /// Whether nothing is known to be there.
    pub fn is_none(&self) -> bool {
        *self == Self::NONE
    }
}

impl Obligation {
    /// A new obligation, not to be sent before `lease_ms` have passed. What the lead can do without
    /// leaves it alone for longer, whoever opens it.
    pub fn open(name: ObligationName, revision: u32, now_ms: i64, lease_ms: i64) -> Self {
        let lease_ms = lease_ms.max(name.least_wait_ms());
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
            traces: Traces::NONE,
        }
    }

    /// Keeps a new obligation back until somebody releases it.
    pub fn hold(&mut self, reason: String, now_ms: i64) {
        self.settle(ObligationState::Quarantined, Some(reason), now_ms);
    }

    /// Keeps a new obligation back for a while, in which a challenge may be passed.
    pub fn wait_for_challenge(&mut self, now_ms: i64) {
        self.not_before_ms = now_ms + CHALLENGE_WAIT_MS + self.name.least_wait_ms();
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

    /// Whether it was kept back for a person, who then said that nobody will meet it.
    pub fn is_dismissed_unseen(&self) -> bool {
        let before = self.dismissed_reason().unwrap_or_default();
        self.state == ObligationState::Quarantined && before.starts_with(HELD)
    }

    /// Whether a person has said that nobody will meet it.
    pub fn is_dismissed(&self) -> bool {
        self.state == ObligationState::Quarantined && self.dismissed_reason().is_some()
    }

    fn dismissed_reason(&self) -> Option<&str> {
        self.reason.as_deref()?.strip_prefix(DISMISSED)
    }

    /// Leaves it in quarantine for good, as far as anybody knows now.
    pub fn dismiss(&mut self) {
        let before = self.reason.take().unwrap_or_default();
        self.reason = Some(format!("{DISMISSED}{before}"));
    }

    /// Whether it waits for a challenge to be passed, or for the wait to be over.
    pub fn awaits_challenge(&self) -> bool {
        self.state == ObligationState::Due
            && self.attempts == 0
            && self.reason.as_deref() == Some(AWAITS_CHALLENGE)
    }

    /// Opens the obligation again for a newer revision of the lead, or a replay. A card that somebody may
    /// be posting waits until that is reported, or taken for lost: beside it there would be two.
    pub fn reopen(&mut self, revision: u32, now_ms: i64, lease_ms: i64) {
        let lease_ms = lease_ms.max(self.left_alone_for_ms(now_ms));
        let reference = self.reference.take();
        let mut traces = std::mem::take(&mut self.traces);
        traces.may_exist |= self.may_be_under_way();
        traces.outdated = false;
        let generation = self.generation + 1;
        *self = Self {
            generation,
            reference,
            traces,
            ..Self::open(self.name.clone(), revision, now_ms, lease_ms)
        };
    }

    /// Has a record say what is known of its lead by now, not before `wait_ms` have passed. One that may
    /// be being written for the first time is left to end: beside it another could be made.
    pub fn rewrite(&mut self, now_ms: i64, wait_ms: i64) {
        if self.may_be_under_way() {
            self.traces.outdated = true;
        } else {
            self.reopen(self.revision, now_ms, wait_ms);
        }
    }

    /// How long the claimer that was given its lease may still post it, or how long whoever found no room
    /// for it waits.
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

    /// Whether a consumer may be writing it now, or has and did not live to say so.
    fn may_be_under_way(&self) -> bool {
        self.state == ObligationState::Sent && self.name.is_crm() && self.reference.is_none()
    }

    /// How long a card is left to whoever may be posting it now.
    fn left_alone_for_ms(&self, now_ms: i64) -> i64 {
        let is_unseen = self.name.is_card() && self.reference.is_none() && !self.is_held_back();
        let is_with_somebody = self.state == ObligationState::Sent || self.waits_unsent();
        if is_unseen && is_with_somebody { (self.not_before_ms - now_ms).max(0) } else { 0 }
    }

    fn waits_unsent(&self) -> bool {
        self.state == ObligationState::Due && self.attempts == 0 && self.not_before_ms != PARKED_MS
    }

    /// An attempt of an older generation has ended: a card that waited for that waits for `after_ms` more
    /// at most.
    pub fn outlives_attempt(&mut self, after_ms: i64, now_ms: i64) {
        if self.name.is_card() && self.waits_unsent() && !self.is_held_back() {
            self.not_before_ms = self.not_before_ms.min(earliest_ms(after_ms, now_ms));
        }
    }

    /// Notes that it goes into a queue now, to be sent again after `resend_after_ms`.
    pub fn send(&mut self, now_ms: i64, resend_after_ms: i64) {
        self.traces.may_exist |= self.may_be_under_way();
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

    /// What the lead can do without is sent: its records are where they belong.
    pub fn wake(&mut self, now_ms: i64) {
        if self.name.is_warm() && self.state == ObligationState::Due && self.attempts == 0 {
            self.not_before_ms = self.not_before_ms.min(now_ms);
            self.reason = None;
        }
    }

    /// Ends it.
    pub fn settle(&mut self, state: ObligationState, reason: Option<String>, now_ms: i64) {
        self.state = state;
        self.settled_at_ms = Some(now_ms);
        self.reason = reason;
    }

    /// Tries again later, or gives up if the caps are reached: after the wait that the destination
    /// asked for, and a pause that grows with each attempt.
    pub fn defer(&mut self, lead_id: LeadId, after_ms: i64, reason: &str, now_ms: i64) {
        let until_ms = pause::after_attempt_until_ms(lead_id, self.attempts, earliest_ms(after_ms, now_ms));
        self.come_back(until_ms, reason, now_ms);
    }

    /// As if it had not been sent: later, with whatever else waits for the same destination spread
    /// over some time, a good number at once.
    pub fn postpone(&mut self, lead_id: LeadId, after_ms: i64, reason: &str, now_ms: i64) {
        self.attempts = self.attempts.saturating_sub(1);
        let age_ms = now_ms - self.opened_at_ms;
        let until_ms = pause::while_waiting_until_ms(lead_id, age_ms, earliest_ms(after_ms, now_ms));
        self.come_back(until_ms, reason, now_ms);
    }

    fn come_back(&mut self, until_ms: i64, reason: &str, now_ms: i64) {
        if self.is_exhausted(now_ms) {
            self.settle(ObligationState::Quarantined, Some(format!("exhausted: {reason}")), now_ms);
        } else {
            self.state = ObligationState::Due;
            self.not_before_ms = until_ms.min(now_ms.saturating_add(MAX_AGE_MS));
            self.reason = Some(reason.to_owned());
        }
    }
}

/// Not even a destination that says so is waited for longer than anything is kept.
fn earliest_ms(after_ms: i64, now_ms: i64) -> i64 {
    now_ms.saturating_add(after_ms.clamp(0, MAX_AGE_MS))
}
