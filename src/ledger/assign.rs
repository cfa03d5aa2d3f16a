//! Who has a lead: its pool says so.

use super::command::{Assignment, Settlement};
use super::lead_row::LeadRow;
use super::obligation::{Obligation, ObligationState, Outcome};
use super::writes::{self, Write};
use super::{reads, settle};
use crate::identity::LeadId;
use crate::routing::Rep;
use crate::storage::{Database, StorageError};

/// Read, step, write, for a whole batch of one team's pool. Answers which leads are not here.
pub fn run(
    database: &impl Database,
    team: &str,
    items: &[Assignment],
    now_ms: i64,
) -> Result<Vec<LeadId>, StorageError> {
    let ids: Vec<_> = items.iter().map(|item| item.lead_id).collect();
    let mut leads = reads::leads(database, &ids)?;
    let (mut effects, mut missing) = (Vec::new(), Vec::new());
    for item in items {
        match leads.iter_mut().find(|lead| lead.lead_id == item.lead_id) {
            Some(lead) => {
                if step(lead, team, item, now_ms, &mut effects)? {
                    effects.push(Write::SaveLead(lead.clone()));
                }
            }
            None => missing.push(item.lead_id),
        }
    }
    writes::apply(database, effects)?;
    Ok(missing)
}

/// The pure step: one lead. A pool may give a lead to somebody else than before. Answers whether
/// anything changed.
fn step(
    lead: &mut LeadRow,
    team: &str,
    item: &Assignment,
    now_ms: i64,
    effects: &mut Vec<Write<'_>>,
) -> Result<bool, StorageError> {
    let Some(owed) = lead.obligations.iter_mut().find(|owed| owed.name.is_rep()) else { return Ok(false) };
    // The pool of a team that had the lead before it was moved may not have heard of it.
    if !owed.name.teams().any(|asked| asked == team) {
        return Ok(false);
    }
    let outcome = match &item.rep {
        Some(rep) => Outcome::delivered(reference(owed, team, rep)?),
        None if owed.state.is_settled() && !is_of(owed, team) => return Ok(false),
        None if owed.state.is_settled() => return Ok(give_back(lead, team, now_ms, effects)),
        None => Outcome::deferred(0, "nobody is left in the team"),
    };
    if let Outcome::Delivered { reference, .. } = &outcome
        && owed.state == ObligationState::Delivered
        && owed.reference.as_ref() != Some(reference)
    {
        owed.reopen(owed.revision, now_ms, 0);
    }
    let (obligation, generation) = (owed.name.clone(), owed.generation);
    let settlement = Settlement { lead_id: lead.lead_id, obligation, generation, outcome };
    Ok(settle::step(lead, &settlement, now_ms, effects))
}

/// Whether somebody of a team has the lead.
pub fn is_of(owed: &Obligation, team: &str) -> bool {
    let rep = rep(std::slice::from_ref(owed));
    rep.is_some_and(|rep| rep.team.as_deref().or_else(|| owed.name.teams().next()) == Some(team))
}

/// Nobody has the lead any more: somebody is looked for at once.
fn give_back(lead: &mut LeadRow, team: &str, now_ms: i64, effects: &mut Vec<Write<'_>>) -> bool {
    for owed in lead.obligations.iter_mut().filter(|owed| owed.name.is_rep()) {
        owed.reopen(owed.revision, now_ms, 0);
        owed.reference = None;
    }
    let detail = format!("by everybody of {team} who works now");
    effects.push(Write::Event { lead_id: lead.lead_id, at_ms: now_ms, name: "given_back", detail });
    true
}

/// How the rep is kept: as JSON, with the team if it is not the lead's own.
pub fn reference(owed: &Obligation, team: &str, rep: &Rep) -> Result<String, StorageError> {
    let is_own = owed.name.teams().next() == Some(team);
    let rep = Rep { team: (!is_own).then(|| team.to_owned()), ..rep.clone() };
    serde_json::to_string(&rep).map_err(|error| StorageError(error.to_string()))
}

/// The rep who has a lead, if somebody has it.
pub fn rep(obligations: &[Obligation]) -> Option<Rep> {
    let owed = obligations.iter().find(|owed| owed.name.is_rep())?;
    serde_json::from_str(owed.reference.as_deref()?).ok()
}

/// What follows for what else is owed once the rep is known: a record that waited for it is
/// written at once, one that was written without it is written again, once its first writing has
/// ended, and a card that was brought up to date is, when that is done.
pub fn tell(obligations: &mut [Obligation], now_ms: i64) {
    let mut is_rewritten = false;
    for owed in obligations.iter_mut().filter(|owed| owed.name.is_crm()) {
        match owed.state {
            ObligationState::Due if owed.attempts == 0 && !owed.is_held_back() => {
                owed.not_before_ms = owed.not_before_ms.min(now_ms);
            }
            // It has the rep whenever it is sent: the pause that a destination asked for holds.
            ObligationState::Due | ObligationState::Quarantined => {}
            ObligationState::Sent | ObligationState::Delivered => {
                owed.rewrite(now_ms, 0);
                is_rewritten = true;
            }
        }
    }
    let is_given_up =
        obligations.iter().any(|owed| owed.name.is_crm() && owed.state == ObligationState::Quarantined);
    let is_shown = |owed: &Obligation| owed.name.is_card() && owed.state == ObligationState::Delivered;
    for owed in obligations.iter_mut().filter(|owed| is_shown(owed)) {
        if is_rewritten && !is_given_up {
            owed.park();
        } else {
            owed.reopen(owed.revision, now_ms, 0);
        }
    }
}
