//! Taking a lead to another team, once, with the decision that says so.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::claim::{Role, transitions};
use super::lead_row::{LeadRow, LeadState};
use super::moved::Moved;
use super::obligation::{Obligation, ObligationName};
use super::writes::{self, Write};
use super::{REP_WAIT_MS, found, reads};
use crate::identity::LeadId;
use crate::routing::Route;
use crate::storage::{Database, StorageError};
use crate::warm::reroute::{Move, NewDecision, Standing, Stays};

/// A move to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Moving {
    /// Of which lead.
    pub lead_id: LeadId,
    /// The move with its record.
    pub decided: Move<Box<RawValue>>,
    /// Where the lead goes by it.
    pub route: Route,
    /// The rep who is owed to it there; `None` if the team has no reps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rep: Option<ObligationName>,
}

/// What became of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveOutcome {
    /// The lead is the other team's: since now, or since it was asked for before.
    Moved,
    /// It does not stand any more as it did when the move was decided: nothing was written.
    Stays(Stays),
    /// This object has no such lead of its own.
    Unknown,
}

/// Read, step, write.
pub fn run(
    database: &impl Database,
    role: Role,
    moving: &Moving,
    now_ms: i64,
) -> Result<MoveOutcome, StorageError> {
    let record = moving.decided.record();
    if (&record.team, &record.rule) != (&moving.route.team, &moving.route.rule) {
        return Err(StorageError("a move whose route is not the one on its record".into()));
    }
    // A stand-in keeps claims, to hand them over as they came.
    let found = if role == Role::Home { reads::lead(database, moving.lead_id)? } else { None };
    let Some(lead) = found else { return Ok(MoveOutcome::Unknown) };
    if lead.moved.as_deref().is_some_and(|moved| is_by(moved, record)) {
        return Ok(MoveOutcome::Moved);
    }
    let decided: Route = serde_json::from_str(&reads::effective(database, &lead)?.route)
        .map_err(|error| StorageError(format!("stored route: {error}")))?;
    let route = lead.route(decided);
    if let Err(why) = moving.decided.still_holds(standing(&lead, &route)) {
        return Ok(MoveOutcome::Stays(why));
    }
    writes::apply(database, step(lead, moving, now_ms)?)?;
    Ok(MoveOutcome::Moved)
}

/// How a lead stands. A revision and a move are a decision each.
fn standing<'a>(lead: &LeadRow, route: &'a Route) -> Standing<'a> {
    let was_moved = lead.moved.is_some();
    let decision = lead.effective_revision().saturating_add(u32::from(was_moved));
    // A rep has a lead, and cannot claim it: the word for that is read here, and nowhere else.
    Standing { team: &route.team, decision, is_claimed: false, was_moved }
}

fn is_by<F>(moved: &Moved, record: &NewDecision<F>) -> bool {
    (moved.decision, moved.at_ms, &moved.bundle) == (record.decision, record.at_ms, &record.bundle)
        && (&moved.route.team, &moved.route.rule) == (&record.team, &record.rule)
}

/// The pure step. Nobody of the old team has the lead any more, and the turns that were taken there are
/// to be given back. What is owed a rep there may be told by its pool all the same: it is not heard.
fn step<'a>(mut lead: LeadRow, moving: &'a Moving, now_ms: i64) -> Result<Vec<Write<'a>>, StorageError> {
    let record = moving.decided.record();
    let (lead_id, position) = (lead.lead_id, lead.position);
    let revision = lead.effective_revision();
    let moved = Moved {
        revision,
        decision: record.decision,
        at_ms: record.at_ms,
        bundle: record.bundle.clone(),
        from: moving.decided.from().to_owned(),
        route: Route { rep: None, ..moving.route.clone() },
    };
    let detail = format!("from {} to {} by rule {}, after enrichment", moved.from, record.team, record.rule);
    let stored = serde_json::to_string(&moved).map_err(|error| StorageError(error.to_string()))?;
    lead.moved = Some(Box::new(moved));
    for owed in lead.obligations.iter_mut().filter(|owed| owed.name.is_rep()) {
        owed.name = ObligationName::turn(owed.name.teams());
        owed.reopen(owed.revision, now_ms, 0);
        owed.reference = None;
    }
    let rep = moving.rep.iter().map(|rep| Obligation::open(rep.clone(), revision, now_ms, 0));
    lead.obligations.extend(rep);
    lead.obligations.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    // Written once, with the new rep.
    let wait_ms = if moving.rep.is_some() { REP_WAIT_MS } else { 0 };
    found::tell(&mut lead.obligations, |_| true, wait_ms, now_ms);
    let state = LeadState::derive(&lead.obligations);
    let counts = transitions(&lead, state);
    lead.state = state;
    Ok(vec![
        Write::SaveLead(lead),
        Write::Move { position, moved: stored, facts: record.facts.get() },
        Write::Count(counts),
        Write::Event { lead_id, at_ms: now_ms, name: "moved", detail },
    ])
}
