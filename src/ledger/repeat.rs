//! What a submission is to a lead that is on record already: the same again, a correction, or
//! something that is kept and no more.

use super::claim::{Asked, Role, cards, owed, payload, submission, transitions};
use super::lead_row::{LeadRow, LeadState};
use super::obligation::Obligation;
use super::proof;
use super::reply::{ClaimOutcome, Claimed};
use super::submissions::{self, StoredSubmission};
use super::writes::Write;
use crate::risk::Verdict;
use crate::routing::Route;
use crate::storage::{Database, StorageError};

/// A lead that a claim repeats.
pub struct Repeat {
    lead: LeadRow,
    /// The submission that the lead is delivered from.
    effective: StoredSubmission,
    route: Route,
    /// Whether this very request is on record: handed over again, say.
    is_on_record: bool,
    /// Whether the sender has shown the lead's first receipt.
    is_proved: bool,
}

impl Repeat {
    /// Reads what the step needs.
    pub fn read(database: &impl Database, asked: &Asked<'_>, lead: LeadRow) -> Result<Self, StorageError> {
        let claim = asked.claim;
        let effective = submissions::effective(database, &lead)?;
        let route: Route = serde_json::from_str(&effective.route)
            .map_err(|error| StorageError(format!("stored route: {error}")))?;
        let is_on_record = claim.spilled.is_some() && submissions::has_request(database, &lead, claim)?;
        // Not by another id of it: a stand-in, which gives those, cannot tell whose it is.
        let is_proved = claim.proves == Some(lead.lead_id);
        Ok(Self { lead, effective, route, is_on_record, is_proved })
    }
}

/// The pure step.
pub fn step<'a>(asked: &Asked<'a>, repeat: Repeat) -> Result<(Vec<Write<'a>>, Claimed), StorageError> {
    let claim = asked.claim;
    let Repeat { lead, effective, route, is_on_record, is_proved } = repeat;
    if is_on_record || lead.fingerprint == claim.fingerprint.as_str() {
        return Ok(retry(asked, lead, route));
    }
    let said = payload(asked)?;
    if claim.spilled.is_some() && asked.at_ms < lead.said_at_ms {
        return kept_apart(asked, lead, route, said, "handed over late".into());
    }
    if asked.verdict() == Some(Verdict::Hold) {
        // It is kept for a person to see, but it must not stop a lead that was accepted.
        return kept_apart(asked, lead, route, said, format!("held back: {}", asked.reasons()));
    }
    // Of a lead that is still held nobody knows yet whether it is a person's at all.
    let is_open_to_all = asked.role == Role::Spill || lead.is_held();
    let said =
        if is_open_to_all || is_proved { said } else { proof::without_proof(&effective.payload, &said)? };
    resubmit(asked, lead, said)
}

/// The same again: counted, and nothing else, so that no number of retries fills a ledger.
fn retry<'a>(asked: &Asked<'a>, mut lead: LeadRow, route: Route) -> (Vec<Write<'a>>, Claimed) {
    lead.said_at_ms = lead.said_at_ms.max(asked.at_ms);
    let reply = answer(&lead, ClaimOutcome::Retry, route);
    (vec![Write::SaveLead(lead), Write::Count(vec![asked.count("retries")])], reply)
}

/// A revision that is delivered to nobody.
fn kept_apart<'a>(
    asked: &Asked<'a>,
    mut lead: LeadRow,
    route: Route,
    said: String,
    why: String,
) -> Result<(Vec<Write<'a>>, Claimed), StorageError> {
    let lead_id = lead.lead_id;
    lead.revision += 1;
    let reply = answer(&lead, ClaimOutcome::Resubmit, route);
    let kept = submission(asked, lead_id, lead.revision, said)?;
    let event = Write::Event { lead_id, at_ms: asked.at_ms, name: "repeated", detail: why };
    Ok((vec![Write::SaveLead(lead), kept, event], reply))
}

/// A new revision: everything owed is owed again, under a new generation. Only what was
/// not owed before is leased to the claimer: somebody else may be posting the rest.
fn resubmit<'a>(
    asked: &Asked<'a>,
    mut lead: LeadRow,
    said: String,
) -> Result<(Vec<Write<'a>>, Claimed), StorageError> {
    let (lead_id, revision) = (lead.lead_id, lead.revision + 1);
    let mut leased = Vec::new();
    // The team that it was moved to may have no reps, and what is said again moves nothing back.
    let is_owed = |opened: &Obligation| lead.moved.is_none() || !opened.name.is_rep();
    let opened: Vec<_> = owed(asked, revision).into_iter().filter(is_owed).collect();
    for opened in opened {
        // Whoever has the lead keeps it, and whoever is looked for is still looked for.
        let is_same =
            |known: &Obligation| known.name == opened.name || known.name.is_rep() && opened.name.is_rep();
        match lead.obligations.iter_mut().find(|known| is_same(known)) {
            Some(known) if known.name.is_rep() && !known.is_held_back() => {}
            Some(known) => reopen(asked, known, revision),
            None => {
                leased.push(opened.clone());
                lead.obligations.push(opened);
            }
        }
    }
    lead.obligations.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    let state = LeadState::derive(&lead.obligations);
    let mut counts = vec![asked.count("resubmits")];
    counts.extend(transitions(&lead, state));
    lead.state = state;
    lead.revision = revision;
    asked.claim.fingerprint.as_str().clone_into(&mut lead.fingerprint);
    lead.said_at_ms = asked.at_ms;
    let cards = cards(&leased, asked.now_ms);
    let reply = Claimed { cards, ..answer(&lead, ClaimOutcome::Resubmit, asked.claim.route.clone()) };
    let effects = vec![
        Write::SaveLead(lead),
        submission(asked, lead_id, revision, said)?,
        Write::Count(counts),
        Write::Event { lead_id, at_ms: asked.at_ms, name: "repeated", detail: "resubmit".into() },
    ];
    Ok((effects, reply))
}

/// What waited, for a person or for a challenge, waits for a challenge if this revision is in
/// doubt, else it goes out.
fn reopen(asked: &Asked<'_>, known: &mut Obligation, revision: u32) {
    let waited = known.is_held_back();
    let lease_ms = if waited { 0 } else { known.lease_left_ms(asked.now_ms) };
    known.reopen(revision, asked.now_ms, lease_ms);
    if waited && asked.verdict() == Some(Verdict::Challenge) {
        known.wait_for_challenge(asked.now_ms);
    }
}

fn answer(lead: &LeadRow, outcome: ClaimOutcome, route: Route) -> Claimed {
    let route = lead.route(route);
    Claimed {
        outcome,
        lead_id: lead.lead_id,
        correlation_id: lead.correlation_id.clone(),
        route,
        revision: lead.revision,
        cards: Vec::new(),
        accepted_at_ms: lead.accepted_at_ms,
        verdict: None,
    }
}
