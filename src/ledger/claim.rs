//! Accepting a submission, once.

use super::command::{Claim, Owed};
use super::lead_row::{LeadRow, LeadState};
use super::obligation::{HELD, Obligation, ObligationName};
use super::proof;
use super::reads::{self, Known};
use super::repeat::{self, Repeat};
use super::reply::{ClaimOutcome, Claimed};
use super::writes::{self, Count, SubmissionRow, Write};
use crate::identity::LeadId;
use crate::risk::{Assessment, Verdict};
use crate::storage::{Database, StorageError};
use serde_json::value::RawValue;

/// What an object is to its leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Their home: it owes them everything the claim says.
    Home,
    /// A stand-in while the home is out of reach: it owes them only their handing over.
    Spill,
}

/// What a step decides on: the claim, and what this object makes of it.
pub struct Asked<'a> {
    pub claim: &'a Claim,
    pub role: Role,
    /// The claim's risk with what the ledger knows. A stand-in leaves that to the home.
    pub risk: Option<Assessment>,
    pub now_ms: i64,
    /// When it was accepted: by a stand-in, earlier.
    pub at_ms: i64,
}

impl Asked<'_> {
    /// What is done about the risk.
    pub fn verdict(&self) -> Option<Verdict> {
        self.risk.as_ref().map(|risk| risk.verdict)
    }

    /// The words of the signals behind it.
    pub fn reasons(&self) -> String {
        let signals = self.risk.iter().flat_map(|risk| &risk.signals);
        signals.map(|signal| signal.as_str()).collect::<Vec<_>>().join(", ")
    }

    pub fn count(&self, name: &'static str) -> Count {
        let kind = self.claim.kind.name().into();
        Count { form: self.claim.form.clone(), kind, destination: String::new(), name }
    }
}

/// Read, step, write. `None` if the claim is for a lead only that its sender has not proved here.
pub fn run(
    database: &impl Database,
    role: Role,
    claim: &Claim,
    now_ms: i64,
) -> Result<Option<Claimed>, StorageError> {
    if claim.owed.is_empty() {
        return Err(StorageError("a claim that owes nothing would stay in flight for ever".into()));
    }
    let at_ms = claim.spilled.map_or(now_ms, |spilled| spilled.accepted_at_ms.min(now_ms));
    let Known { repeated, claims_in_hour } = reads::known(database, claim, at_ms)?;
    let is_proved = claim.proves.is_some() && repeated.as_ref().map(|lead| lead.lead_id) == claim.proves;
    if claim.only_proved && !is_proved {
        return Ok(None);
    }
    let risk = claim.risk.clone().filter(|_| role == Role::Home);
    let risk = risk.map(|risk| risk.with_person_velocity(claims_in_hour + 1));
    let asked = Asked { claim, role, risk, now_ms, at_ms };
    let repeated = repeated.map(|lead| Repeat::read(database, &asked, lead)).transpose()?;
    let (mut effects, reply) = match repeated {
        Some(repeat) => repeat::step(&asked, repeat)?,
        None => first(&asked)?,
    };
    if reply.lead_id != claim.lead_id && claim.spilled.is_some() {
        // The stand-in gave out an id of its own: whoever holds it must still find the lead.
        effects.push(Write::Alias { lead_id: claim.lead_id, of: reply.lead_id });
    }
    writes::apply(database, effects)?;
    Ok(Some(reply))
}

/// The submission as it is kept: the lead, or in a stand-in the whole claim, because handing
/// it over is sending it again.
pub fn payload(asked: &Asked<'_>) -> Result<String, StorageError> {
    let unwritable = |error: serde_json::Error| StorageError(error.to_string());
    match asked.role {
        Role::Spill => serde_json::to_string(asked.claim).map_err(unwritable),
        Role::Home if asked.risk != asked.claim.risk => {
            let risk = serde_json::to_value(&asked.risk).map_err(unwritable)?;
            proof::with_field(asked.claim.lead.get(), "risk", risk)
        }
        Role::Home => Ok(asked.claim.lead.get().to_owned()),
    }
}

/// One revision of a lead, to be kept.
pub fn submission<'a>(
    asked: &Asked<'a>,
    lead_id: LeadId,
    revision: u32,
    payload: String,
) -> Result<Write<'a>, StorageError> {
    let claim = asked.claim;
    let route = serde_json::to_string(&claim.route).map_err(|error| StorageError(error.to_string()))?;
    Ok(Write::InsertSubmission(SubmissionRow {
        lead_id,
        revision,
        received_at_ms: claim.received_at_ms,
        accepted_at_ms: asked.at_ms,
        traceparent: &claim.traceparent,
        route,
        bundle: &claim.bundle,
        payload,
        facts: claim.facts.as_deref().map(RawValue::get),
        trial: claim.trial.as_deref().map(RawValue::get),
    }))
}

/// What the lead is owed by an object of this role, in name order.
pub fn owed(asked: &Asked<'_>, revision: u32) -> Vec<Obligation> {
    let now_ms = asked.now_ms;
    match asked.role {
        Role::Spill => vec![Obligation::open(ObligationName::home(revision), revision, now_ms, 0)],
        Role::Home => {
            let open = |owed: &Owed| Obligation::open(owed.name.clone(), revision, now_ms, owed.lease_ms);
            let mut owed: Vec<_> = asked.claim.owed.iter().map(open).collect();
            owed.sort_unstable_by(|one, other| one.name.cmp(&other.name));
            owed
        }
    }
}

fn first<'a>(asked: &Asked<'a>) -> Result<(Vec<Write<'a>>, Claimed), StorageError> {
    let claim = asked.claim;
    let mut obligations = owed(asked, 1);
    let mut counts = vec![asked.count("accepted")];
    let cards = match asked.verdict() {
        Some(Verdict::Hold) => {
            let reason = format!("{HELD}{}", asked.reasons());
            obligations.iter_mut().for_each(|owed| owed.hold(reason.clone(), asked.now_ms));
            counts.push(asked.count("quarantined"));
            Vec::new()
        }
        Some(Verdict::Challenge) => {
            obligations.iter_mut().for_each(|owed| owed.wait_for_challenge(asked.now_ms));
            Vec::new()
        }
        _ => cards(&obligations, asked.now_ms),
    };
    let effects = vec![
        Write::InsertLead { claim, accepted_at_ms: asked.at_ms, obligations },
        submission(asked, claim.lead_id, 1, payload(asked)?)?,
        Write::Count(counts),
    ];
    let reply = Claimed {
        outcome: ClaimOutcome::Accepted,
        lead_id: claim.lead_id,
        correlation_id: claim.correlation_id.clone(),
        route: claim.route.clone(),
        revision: 1,
        cards,
        accepted_at_ms: asked.at_ms,
        verdict: asked.verdict(),
    };
    Ok((effects, reply))
}

/// The cards whose lease goes to the claimer.
pub fn cards(opened: &[Obligation], now_ms: i64) -> Vec<(ObligationName, u32)> {
    opened
        .iter()
        .filter(|owed| owed.name.is_card() && owed.lease_left_ms(now_ms) > 0)
        .map(|owed| (owed.name.clone(), owed.generation))
        .collect()
}

/// The counters a change of state moves: each only grows, so a state's population is
/// `entered` minus `left`.
pub fn transitions(lead: &LeadRow, to: LeadState) -> Vec<Count> {
    if lead.state == to {
        return Vec::new();
    }
    let left = match lead.state {
        LeadState::Accepted => None,
        LeadState::Delivered => Some("delivered_left"),
        LeadState::Quarantined => Some("quarantined_left"),
        LeadState::HandedOver => Some("handed_over_left"),
    };
    let entered = match to {
        LeadState::Accepted => None,
        LeadState::Delivered => Some("delivered"),
        LeadState::Quarantined => Some("quarantined"),
        LeadState::HandedOver => Some("handed_over"),
    };
    let count =
        |name| Count { form: lead.form.clone(), kind: lead.kind.clone(), destination: String::new(), name };
    left.into_iter().chain(entered).map(count).collect()
}
