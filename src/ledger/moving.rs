//! Taking a lead to another team, once, with the decision that says so.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::claim::{Role, transitions};
use super::lead_row::{LeadRow, LeadState};
use super::moved::Moved;
use super::obligation::{Obligation, ObligationName};
use super::writes::{self, Write};
use super::{REP_WAIT_MS, assign, found, reads, submissions};
use crate::identity::LeadId;
use crate::routing::{Bundle, Form, Route, route};
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

impl Moving {
    /// As the bundle that decided says: its teams' names and promises, and who has reps.
    pub fn new(
        lead_id: LeadId,
        decided: &Move,
        bundle: &Bundle,
        form: &Form,
    ) -> Result<Self, serde_json::Error> {
        let route = route(bundle, form, &decided.record().facts);
        let teams = bundle.asked_for_a_rep(&route.team);
        let rep = ObligationName::rep(teams.iter().map(|roster| roster.team.as_str()));
        let rep = (!teams.is_empty()).then_some(rep);
        Ok(Self { lead_id, decided: decided.sealed()?, route, rep })
    }
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
    let decided: Route = serde_json::from_str(&submissions::effective(database, &lead)?.route)
        .map_err(|error| StorageError(format!("stored route: {error}")))?;
    let stands = lead.route(decided);
    if let Err(why) = moving.decided.still_holds(standing(&lead, &stands)) {
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

/// The pure step. Nobody has the lead any more, and whoever is to have it is looked for. What a pool says
/// that is not asked any more is not heard.
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
        left: change_reps(&mut lead, moving.rep.as_ref(), revision, now_ms),
    };
    let detail = format!("from {} to {} by rule {}, after enrichment", moved.from, record.team, record.rule);
    let stored = serde_json::to_string(&moved).map_err(|error| StorageError(error.to_string()))?;
    lead.moved = Some(Box::new(moved));
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

/// Owes the new team's rep in place of the old one's, and gives back the turns of the teams that are not
/// asked any more. Answers the teams that are asked again.
fn change_reps(lead: &mut LeadRow, rep: Option<&ObligationName>, revision: u32, now_ms: i64) -> Vec<String> {
    let old: Vec<String> = lead
        .obligations
        .iter()
        .filter(|owed| owed.name.is_rep())
        .flat_map(|owed| owed.name.teams())
        .map(str::to_owned)
        .collect();
    let is_asked = |team: &String| rep.is_some_and(|rep| rep.teams().any(|asked| asked == team));
    let (left, gone): (Vec<_>, Vec<_>) = old.into_iter().partition(is_asked);
    lead.obligations.retain(|owed| !owed.name.is_rep());
    let turn = (!gone.is_empty()).then(|| ObligationName::turn(gone.iter().map(String::as_str)));
    let names = rep.cloned().into_iter().chain(turn);
    lead.obligations.extend(names.map(|name| Obligation::open(name, revision, now_ms, 0)));
    lead.obligations.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    left
}

/// Once somebody has a lead that was moved, the turns are given back that were left where they were.
pub fn give_back_left(lead: &mut LeadRow, now_ms: i64) {
    let Some(moved) = &lead.moved else { return };
    let revision = lead.effective_revision();
    let Some(owed) = lead.obligations.iter().find(|owed| owed.name.is_rep()) else { return };
    let others = moved.left.iter().filter(|team| !assign::is_of(owed, team));
    let names: Vec<_> = others.map(|team| ObligationName::turn([team.as_str()])).collect();
    for name in names {
        if !lead.obligations.iter().any(|owed| owed.name == name) {
            lead.obligations.push(Obligation::open(name, revision, now_ms, 0));
        }
    }
    lead.obligations.sort_unstable_by(|one, other| one.name.cmp(&other.name));
}
