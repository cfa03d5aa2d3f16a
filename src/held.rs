//! Leads that wait for a person, as operators see them before they let go.

use std::cmp::Reverse;

use serde::Serialize;

use crate::contract::is_default;
use crate::identity::LeadId;
use crate::lead::Lead;
use crate::ledger::{HeldLead, LeadReport, LeadState};
use crate::mask;
use crate::risk::{Signal, Verdict};

/// The timeline's word for a lead that somebody, or a challenge, let go of.
const RELEASED: &str = "released";
/// The timeline's word for a lead that was put on its way.
const SENT: &str = "sent";

/// One thing that speaks against a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The stored word.
    pub signal: String,
    /// The same in words; the stored word where this version does not know it.
    pub says: String,
}

impl Reason {
    fn of(word: String) -> Self {
        let says = Signal::from_stored(&word).map(|signal| signal.says().to_owned());
        Self { says: says.unwrap_or_else(|| word.clone()), signal: word }
    }
}

/// One line of the list of held leads. Its address and number are masked: enough to know
/// somebody again, not enough to reach them.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct HeldLine {
    /// Which.
    pub lead_id: LeadId,
    /// Through which form.
    pub form: String,
    /// `real` or `synthetic`.
    pub kind: String,
    /// When it was accepted.
    pub accepted_at_ms: i64,
    /// Why it waits.
    pub reasons: Vec<Reason>,
    /// The first letter, and of the domain as much as names nobody.
    pub email: Option<String>,
    /// The last digits.
    pub phone: Option<String>,
    /// Whether what it says could not be read.
    #[serde(skip_serializing_if = "is_default")]
    pub unreadable: bool,
}

impl HeldLine {
    /// From what the ledger lists, and what the lead says if it could be read.
    pub fn new(held: HeldLead, lead: Option<&Lead>) -> Self {
        let phone = lead.and_then(Lead::dialable);
        Self {
            lead_id: held.lead_id,
            form: held.form,
            kind: held.kind,
            accepted_at_ms: held.accepted_at_ms,
            reasons: held.reasons.into_iter().map(Reason::of).collect(),
            email: lead.and_then(mask::email_of),
            phone: phone.map(mask::phone),
            unreadable: lead.is_none(),
        }
    }
}

/// The newest of many lists, newest first: the number of a page's lines is bounded.
pub fn newest(mut held: Vec<HeldLead>, most: usize) -> Vec<HeldLead> {
    held.sort_by_key(|lead| Reverse((lead.accepted_at_ms, lead.lead_id)));
    held.truncate(most);
    held
}

/// What a lead waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// Somebody who looks at it and lets go.
    ForAPerson,
    /// A challenge, for two minutes; somebody may let go earlier.
    ForAChallenge,
}

impl Waits {
    /// Whether a lead waits, and for what: by its state, its history and its risk.
    pub fn of(report: &LeadReport, lead: &Lead) -> Option<Self> {
        let has = |word: &str| report.timeline.iter().any(|entry| entry.event == word);
        if has(RELEASED) || has(SENT) {
            return None;
        }
        match (report.state, lead.risk.as_ref().map(|risk| risk.verdict)) {
            (LeadState::Quarantined, Some(Verdict::Hold)) => Some(Self::ForAPerson),
            (LeadState::Accepted, Some(Verdict::Challenge)) => Some(Self::ForAChallenge),
            _ => None,
        }
    }
}

/// How letting go of a lead ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// It waited, and is on its way now.
    Now(LeadId),
    /// It did not wait: somebody else was faster, or it never did.
    NothingWaited(LeadId),
}
