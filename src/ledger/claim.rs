//! Accepting a submission, once.

use super::command::{Claim, ClaimOutcome, Claimed, Owed};
use super::lead_row::{LeadRow, LeadState};
use super::obligation::{Obligation, ObligationName};
use super::reads;
use super::storage::{Database, StorageError};
use super::writes::{self, Count, SubmissionRow, Write};
use crate::identity::LeadId;
use crate::routing::Route;

/// What an object is to its leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Their home: it owes them everything the claim says.
    Home,
    /// A stand-in while the home is out of reach: it owes them only their handing over.
    Spill,
}

/// Read, step, write.
pub fn run(
    database: &impl Database,
    role: Role,
    claim: &Claim,
    now_ms: i64,
) -> Result<Claimed, StorageError> {
    if claim.owed.is_empty() {
        return Err(StorageError("a claim that owes nothing would stay in flight for ever".into()));
    }
    let at_ms = claim.spilled.map_or(now_ms, |spilled| spilled.accepted_at_ms.min(now_ms));
    let repeated = match reads::repeated(database, claim, at_ms)? {
        Some(lead) => {
            let route = parse_route(&reads::route(database, &lead)?.0)?;
            let known = claim.spilled.is_some() && reads::has_request(database, &lead, claim)?;
            Some((lead, route, known))
        }
        None => None,
    };
    let payload = match role {
        Role::Home => claim.lead.get().to_owned(),
        // The whole claim: handing it over is sending it again.
        Role::Spill => serde_json::to_string(claim).map_err(|error| StorageError(error.to_string()))?,
    };
    let submission = |lead_id: LeadId, revision: u32| -> Result<SubmissionRow<'_>, StorageError> {
        Ok(SubmissionRow {
            lead_id,
            revision,
            received_at_ms: claim.received_at_ms,
            accepted_at_ms: at_ms,
            traceparent: &claim.traceparent,
            route: serde_json::to_string(&claim.route).map_err(|error| StorageError(error.to_string()))?,
            bundle: &claim.bundle,
            payload: payload.clone(),
        })
    };
    let (mut effects, reply) = match repeated {
        Some((lead, route, known)) if known || lead.fingerprint == claim.fingerprint.as_str() => {
            retry(lead, route, claim, at_ms)
        }
        Some((lead, route, _)) => {
            let (mut effects, reply) = if claim.spilled.is_some() && at_ms < lead.said_at_ms {
                outdated(lead, route, at_ms)
            } else {
                resubmit(lead, role, claim, now_ms, at_ms)
            };
            effects.push(Write::InsertSubmission(submission(reply.lead_id, reply.revision)?));
            (effects, reply)
        }
        None => {
            let (mut effects, reply) = first(role, claim, now_ms, at_ms);
            effects.push(Write::InsertSubmission(submission(reply.lead_id, 1)?));
            (effects, reply)
        }
    };
    if reply.lead_id != claim.lead_id && claim.spilled.is_some() {
        // The stand-in gave out an id of its own: whoever holds it must still find the lead.
        effects.push(Write::Alias { lead_id: claim.lead_id, of: reply.lead_id });
    }
    writes::apply(database, effects)?;
    Ok(reply)
}

fn parse_route(stored: &str) -> Result<Route, StorageError> {
    serde_json::from_str(stored).map_err(|error| StorageError(format!("stored route: {error}")))
}

/// What the lead is owed by an object of this role, in name order.
fn owed(role: Role, claim: &Claim, revision: u32, now_ms: i64) -> Vec<Obligation> {
    match role {
        Role::Spill => vec![Obligation::open(ObligationName::home(revision), revision, now_ms, 0)],
        Role::Home => {
            let open = |owed: &Owed| Obligation::open(owed.name.clone(), revision, now_ms, owed.lease_ms);
            let mut owed: Vec<_> = claim.owed.iter().map(open).collect();
            owed.sort_unstable_by(|one, other| one.name.cmp(&other.name));
            owed
        }
    }
}

fn first<'a>(role: Role, claim: &'a Claim, now_ms: i64, at_ms: i64) -> (Vec<Write<'a>>, Claimed) {
    let obligations = owed(role, claim, 1, now_ms);
    let cards = cards(&obligations);
    let effects = vec![
        Write::InsertLead { claim, accepted_at_ms: at_ms, obligations },
        Write::Count(vec![count(claim, "accepted")]),
    ];
    let reply = Claimed {
        outcome: ClaimOutcome::Accepted,
        lead_id: claim.lead_id,
        correlation_id: claim.correlation_id.clone(),
        route: claim.route.clone(),
        revision: 1,
        cards,
        accepted_at_ms: at_ms,
    };
    (effects, reply)
}

/// The same again: counted, and nothing else, so that no number of retries fills a ledger.
fn retry<'a>(mut lead: LeadRow, route: Route, claim: &Claim, at_ms: i64) -> (Vec<Write<'a>>, Claimed) {
    lead.said_at_ms = lead.said_at_ms.max(at_ms);
    let reply = answer(&lead, ClaimOutcome::Retry, lead.revision, route, Vec::new());
    (vec![Write::SaveLead(lead), Write::Count(vec![count(claim, "retries")])], reply)
}

/// Handed over by a stand-in after the lead said something newer: kept, and no more.
fn outdated<'a>(mut lead: LeadRow, route: Route, at_ms: i64) -> (Vec<Write<'a>>, Claimed) {
    let lead_id = lead.lead_id;
    lead.revision += 1;
    let reply = answer(&lead, ClaimOutcome::Resubmit, lead.revision, route, Vec::new());
    let effects = vec![
        Write::SaveLead(lead),
        Write::Event { lead_id, at_ms, name: "repeated", detail: "handed over late".into() },
    ];
    (effects, reply)
}

/// A new revision: everything owed is owed again, under a new generation. Only what was
/// not owed before is leased to the claimer: somebody else may be posting the rest.
fn resubmit<'a>(
    mut lead: LeadRow,
    role: Role,
    claim: &'a Claim,
    now_ms: i64,
    at_ms: i64,
) -> (Vec<Write<'a>>, Claimed) {
    let revision = lead.revision + 1;
    let mut leased = Vec::new();
    for opened in owed(role, claim, revision, now_ms) {
        match lead.obligations.iter_mut().find(|known| known.name == opened.name) {
            Some(known) => known.reopen(revision, now_ms, known.lease_left_ms(now_ms)),
            None => {
                leased.push(opened.clone());
                lead.obligations.push(opened);
            }
        }
    }
    lead.obligations.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    let lead_id = lead.lead_id;
    let state = LeadState::derive(&lead.obligations);
    let mut counts = vec![count(claim, "resubmits")];
    counts.extend(transitions(&lead, state));
    lead.state = state;
    lead.revision = revision;
    claim.fingerprint.as_str().clone_into(&mut lead.fingerprint);
    lead.said_at_ms = at_ms;
    let cards = cards(&leased);
    let reply = answer(&lead, ClaimOutcome::Resubmit, revision, claim.route.clone(), cards);
    let effects = vec![
        Write::SaveLead(lead),
        Write::Count(counts),
        Write::Event { lead_id, at_ms, name: "repeated", detail: "resubmit".into() },
    ];
    (effects, reply)
}

fn answer(
    lead: &LeadRow,
    outcome: ClaimOutcome,
    revision: u32,
    route: Route,
    cards: Vec<(ObligationName, u32)>,
) -> Claimed {
    Claimed {
        outcome,
        lead_id: lead.lead_id,
        correlation_id: lead.correlation_id.clone(),
        route,
        revision,
        cards,
        accepted_at_ms: lead.accepted_at_ms,
    }
}

/// The cards whose lease goes to the claimer.
fn cards(opened: &[Obligation]) -> Vec<(ObligationName, u32)> {
    opened
        .iter()
        .filter(|owed| owed.name.is_card())
        .map(|owed| (owed.name.clone(), owed.generation))
        .collect()
}

fn count(claim: &Claim, name: &'static str) -> Count {
    Count { form: claim.form.clone(), kind: claim.kind.name().into(), destination: String::new(), name }
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
