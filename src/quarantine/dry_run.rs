//! What would be sent of a lead in quarantine if it were let go now. Nothing is.

use serde::Serialize;
use serde_json::Value as Json;

use super::class::Class;
use crate::destination::{Call, Destination, Item, Run};
use crate::identity::LeadId;
use crate::ledger::{ObligationName, Outcome};

/// Where the path is what opens the receiver.
const SECRET_PATH: &str = "(the path is a secret)";

/// What would be sent of a lead.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DryRun {
    /// Which.
    pub lead_id: LeadId,
    /// The revision that would be sent.
    pub revision: u32,
    /// The fields that an edit would change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<&'static str>,
    /// What would happen to each thing that would be owed again; nothing if what is owed cannot be read.
    pub owed: Vec<Preview>,
}

/// What would happen to one thing that is owed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Preview {
    /// What is owed.
    pub obligation: ObligationName,
    /// Whether it would be stuck again, as far as anybody knows without asking.
    pub stuck: bool,
    /// What would happen, in a sentence.
    pub says: String,
    /// The first calls; those that follow depend on the answers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<MaskedCall>,
}

/// A call as anybody may see it: made of a masked lead, and without its headers, which hold credentials.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MaskedCall {
    /// How.
    pub method: &'static str,
    /// Path and query, to be read: nothing in it is encoded.
    pub path: String,
    /// What it says, where it says anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Json>,
}

impl Preview {
    /// What a destination would be called with. The lead is masked before any call is made of it.
    pub fn of_calls(
        obligation: ObligationName,
        destination: &dyn Destination,
        item: &Item,
        now_ms: i64,
    ) -> Self {
        let items = [item.masked()];
        let mut run = Run::open(destination, &items, now_ms);
        let (mut calls, mut only_reads) = (Vec::new(), false);
        while let Some(step) = run.take_next() {
            only_reads |= step.stage.only_reads();
            calls.push(MaskedCall::of(destination, &step.call));
        }
        if calls.is_empty() {
            let end = run.end(0, "nothing to send").pop();
            return Self::ended(obligation, end);
        }
        let says = if only_reads {
            "It is looked for first. What is written after that depends on what stands there."
        } else {
            "It is written by this call."
        };
        Self { obligation, stuck: false, says: says.to_owned(), calls }
    }

    /// What would happen without a call to anybody's CRM.
    pub fn without_calls(obligation: ObligationName) -> Self {
        let says = if obligation.is_card() {
            "The card is posted, or brought up to date where it stands already."
        } else if obligation.is_rep() {
            "The pools of its teams are asked whose turn it is."
        } else if obligation.is_home() {
            "It is handed over to the ledger object where it belongs."
        } else if obligation.is_turn() {
            "The pools of the teams that had it take back the turn that it took there."
        } else if obligation.is_warm() {
            "What can be found out about it is looked for."
        } else {
            "Its record in the inbox is written, or brought up to date. Nothing leaves Beeline."
        };
        Self { obligation, stuck: false, says: says.to_owned(), calls: Vec::new() }
    }

    /// What would be stuck again at once, for a reason as a settlement has it.
    pub fn stuck(obligation: ObligationName, reason: &str) -> Self {
        let cause = Class::of(obligation.as_str(), reason).cause();
        let says = format!("Nothing can be sent ({reason}). {} {}", cause.happened(), cause.remedy());
        Self { obligation, stuck: true, says, calls: Vec::new() }
    }

    /// What waits for its destination to be set up.
    pub fn not_ready(obligation: ObligationName, reason: &str) -> Self {
        let says = format!("Nothing can be sent, and it would wait: {reason}.");
        Self { obligation, stuck: true, says, calls: Vec::new() }
    }

    /// What is over without a call.
    fn ended(obligation: ObligationName, end: Option<Outcome>) -> Self {
        match end {
            Some(Outcome::Delivered { reference, .. }) => {
                let says = format!("It is there already as {reference}: nothing is sent.");
                Self { obligation, stuck: false, says, calls: Vec::new() }
            }
            Some(Outcome::Quarantined { reason } | Outcome::Deferred { reason, .. }) => {
                Self::stuck(obligation, &reason)
            }
            _ => Self::stuck(obligation, "nothing to send"),
        }
    }
}

impl MaskedCall {
    fn of(destination: &dyn Destination, call: &Call) -> Self {
        let path = if destination.path_is_secret() { SECRET_PATH.to_owned() } else { readable(&call.path) };
        let body = call.body.as_deref().and_then(|body| serde_json::from_str(body).ok());
        Self { method: call.method.as_str(), path, body }
    }
}

/// The values of a query as they are meant.
fn readable(path: &str) -> String {
    let Some((path, query)) = path.split_once('?') else { return path.to_owned() };
    let pairs = form_urlencoded::parse(query.as_bytes());
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
    format!("{path}?{}", pairs.join("&"))
}
