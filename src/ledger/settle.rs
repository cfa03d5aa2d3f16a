//! How attempts ended, and what follows for the lead.

use std::collections::BTreeSet;

use super::assign;
use super::claim::transitions;
use super::command::Settlement;
use super::lead_row::{LeadRow, LeadState};
use super::obligation::{Obligation, ObligationState, Outcome, Traces};
use super::reply::Settled;
use super::writes::{self, Count, Write};
use super::{CARD_LEASE_MS, PARKED_MS, found, moving, reads};
use crate::storage::{Database, StorageError};

/// Read, step, write, for a whole batch.
pub fn run(
    database: &impl Database,
    items: &[Settlement],
    now_ms: i64,
) -> Result<Vec<Settled>, StorageError> {
    let ids: Vec<_> = items.iter().map(|item| item.lead_id).collect();
    let mut leads = reads::leads(database, &ids)?;
    let mut effects = Vec::new();
    let mut replies = Vec::with_capacity(items.len());
    for item in items {
        let Some(lead) = leads.iter_mut().find(|lead| lead.lead_id == item.lead_id) else {
            replies.push(Settled { applied: false, records: None, record: None, superseded: false });
            continue;
        };
        let superseded = lead
            .obligations
            .iter()
            .any(|owed| owed.name == item.obligation && owed.generation != item.generation);
        let applied = step(lead, item, now_ms, &mut effects);
        replies.push(Settled {
            applied,
            records: Some(LeadState::of_records(&lead.obligations)),
            record: lead.record().map(str::to_owned),
            superseded,
        });
    }
    let touched: BTreeSet<_> =
        items.iter().zip(&replies).filter(|(_, reply)| reply.applied).map(|(item, _)| item.lead_id).collect();
    effects.extend(leads.into_iter().filter(|lead| touched.contains(&lead.lead_id)).map(Write::SaveLead));
    writes::apply(database, effects)?;
    Ok(replies)
}

/// The pure step: one settlement on one lead. Answers whether it changed anything.
pub fn step(lead: &mut LeadRow, item: &Settlement, now_ms: i64, effects: &mut Vec<Write<'_>>) -> bool {
    let records_before = LeadState::of_records(&lead.obligations);
    let Some(index) = lead.obligations.iter().position(|owed| owed.name == item.obligation) else {
        return false;
    };
    let Some(owed) = lead.obligations.get_mut(index) else { return false };
    let before = owed.clone();
    if item.generation == owed.generation {
        settle(owed, item, records_before, now_ms);
    } else {
        settle_late(owed, &item.outcome, now_ms);
    }
    if *owed == before {
        return false;
    }
    let after = owed.clone();
    follow(lead, &before, &after, &item.outcome, now_ms);
    let records = LeadState::of_records(&lead.obligations);
    if records != records_before && records != LeadState::Accepted {
        wake_cards(&mut lead.obligations, records_before, now_ms);
        lead.obligations.iter_mut().for_each(|owed| owed.wake(now_ms));
    }
    let state = LeadState::derive(&lead.obligations);
    let mut counts = transitions(lead, state);
    counts.extend(obligation_counts(lead, &before, &after));
    effects.push(Write::Count(counts));
    lead.state = state;
    let is_void = item.generation != before.generation && !matches!(item.outcome, Outcome::Shown { .. });
    if let Some((name, detail)) = event(&after, &item.outcome).filter(|_| !is_void) {
        effects.push(Write::Event { lead_id: lead.lead_id, at_ms: now_ms, name, detail });
    }
    true
}

/// What follows for what else is owed.
fn follow(lead: &mut LeadRow, before: &Obligation, after: &Obligation, outcome: &Outcome, now_ms: i64) {
    if after.name.is_rep() && after.state == ObligationState::Delivered {
        assign::tell(&mut lead.obligations, now_ms);
        moving::give_back_left(lead, now_ms);
    }
    if let Outcome::Found { tell, .. } = outcome {
        found::tell(&mut lead.obligations, |name| tell.contains(name), 0, now_ms);
    }
    if before.state == ObligationState::Quarantined && after.state == ObligationState::Due {
        // It was given up, has been written after all, and is written again: a card that says so waits for
        // that.
        let is_shown =
            |owed: &&mut Obligation| owed.name.is_card() && owed.state == ObligationState::Delivered;
        lead.obligations.iter_mut().filter(is_shown).for_each(Obligation::park);
    }
}

/// An attempt of an older generation is void, but what it left at the destination is real.
fn settle_late(owed: &mut Obligation, outcome: &Outcome, now_ms: i64) {
    let reference = match outcome {
        Outcome::Shown { reference, .. } | Outcome::Delivered { reference, .. } => reference,
        Outcome::Begun { part } => {
            owed.traces.part.get_or_insert_with(|| part.clone());
            return;
        }
        Outcome::Deferred { may_exist, after_ms, .. } => {
            owed.traces.may_exist |= *may_exist && owed.reference.is_none();
            return owed.outlives_attempt(*after_ms, now_ms);
        }
        Outcome::Postponed { after_ms, .. } | Outcome::GivenBack { after_ms, .. } => {
            return owed.outlives_attempt(*after_ms, now_ms);
        }
        Outcome::Quarantined { .. } | Outcome::Found { .. } => return,
    };
    let is_shown = matches!(outcome, Outcome::Shown { .. });
    if is_shown && owed.state == ObligationState::Sent {
        // Whoever has the newer words may have shown them before, and these hide them.
        owed.traces.outdated = true;
    }
    if owed.reference.is_none() {
        // The newer generation must update this record or message, not make a second one.
        owed.outlives_attempt(0, now_ms);
        owed.reference = Some(reference.clone());
    } else if is_shown && (owed.state == ObligationState::Delivered || owed.not_before_ms == PARKED_MS) {
        // It has put older words on a card that was up to date.
        owed.reopen(owed.revision, now_ms, 0);
    }
}

/// The rules: `delivered` absorbs, a quarantined obligation may still turn out delivered,
/// and whatever is settled is not deferred. A card that was overwritten with an older state
/// is shown again.
fn settle(owed: &mut Obligation, item: &Settlement, records: LeadState, now_ms: i64) {
    match (owed.state, &item.outcome) {
        (_, Outcome::Shown { .. }) if !owed.name.is_card() => {}
        (_, Outcome::Found { .. }) if !owed.name.is_warm() => {}
        // It is posted, or on its way to whoever posts it.
        (_, Outcome::GivenBack { .. }) if owed.lease_left_ms(now_ms) == 0 => {}
        (ObligationState::Delivered, Outcome::Shown { shows, .. })
            if *shows != records && records != LeadState::Accepted =>
        {
            owed.reopen(owed.revision, now_ms, 0);
        }
        (ObligationState::Delivered, _) => {}
        (_, Outcome::Delivered { reference, merged }) => {
            let is_outdated = owed.traces.outdated;
            owed.reference = Some(reference.clone());
            owed.traces = Traces { merged: *merged, ..Traces::default() };
            owed.settle(ObligationState::Delivered, None, now_ms);
            if is_outdated {
                owed.reopen(owed.revision, now_ms, 0);
            }
        }
        (_, Outcome::Found { reference, .. }) => {
            owed.reference = Some(reference.clone());
            owed.settle(ObligationState::Delivered, None, now_ms);
        }
        (_, Outcome::Begun { part }) => owed.traces.part = Some(part.clone()),
        (
            ObligationState::Quarantined,
            Outcome::Deferred { .. } | Outcome::Postponed { .. } | Outcome::Quarantined { .. },
        ) => {}
        (_, Outcome::Deferred { after_ms, reason, may_exist }) => {
            owed.traces.may_exist |= *may_exist;
            owed.defer(item.lead_id, *after_ms, reason, now_ms);
        }
        // It has been posted meanwhile, and waits for its records.
        (ObligationState::Due, Outcome::Postponed { .. })
            if owed.not_before_ms == PARKED_MS && owed.reference.is_some() => {}
        (_, Outcome::GivenBack { after_ms, reason } | Outcome::Postponed { after_ms, reason }) => {
            owed.postpone(item.lead_id, *after_ms, reason, now_ms);
        }
        (_, Outcome::Quarantined { reason }) => {
            owed.settle(ObligationState::Quarantined, Some(reason.clone()), now_ms);
        }
        (_, Outcome::Shown { reference, shows }) => {
            owed.reference = Some(reference.clone());
            show(owed, *shows, records, now_ms);
        }
    }
}

/// What is left of a card that shows this state of the records.
fn show(owed: &mut Obligation, shows: LeadState, records: LeadState, now_ms: i64) {
    if owed.traces.outdated {
        owed.reopen(owed.revision, now_ms, 0);
    } else if records == LeadState::Accepted {
        owed.park();
    } else if shows == records {
        owed.settle(ObligationState::Delivered, None, now_ms);
    } else {
        // An edge that posted within its lease learns the newer state from the
        // reply, and shows it; a consumer is sent the card again.
        let lease_ms = if owed.attempts == 0 { CARD_LEASE_MS } else { 0 };
        owed.state = ObligationState::Due;
        owed.not_before_ms = now_ms + lease_ms;
    }
}

/// Cards that show an older state of the records are opened again. One that is not posted
/// yet keeps its lease or its place in the queue: its poster learns the state on reporting.
fn wake_cards(obligations: &mut [Obligation], before: LeadState, now_ms: i64) {
    let was_shown = before != LeadState::Accepted;
    let shows_less = |owed: &Obligation| {
        owed.not_before_ms == PARKED_MS || was_shown && owed.state == ObligationState::Delivered
    };
    for owed in obligations.iter_mut().filter(|owed| owed.name.is_card() && shows_less(owed)) {
        owed.reopen(owed.revision, now_ms, 0);
    }
}

/// Counts per destination: what was delivered there, what was given up, and how many
/// records it holds at least, each once however often it is written.
fn obligation_counts(lead: &LeadRow, before: &Obligation, after: &Obligation) -> Vec<Count> {
    let moved = match after.state {
        _ if before.state == after.state => None,
        ObligationState::Delivered => Some("delivered"),
        ObligationState::Quarantined => Some("quarantined"),
        ObligationState::Due | ObligationState::Sent => None,
    };
    let is_own = after.name.is_crm() && !after.traces.merged;
    let is_new = is_own && before.reference.is_none() && after.reference.is_some();
    let count = |name| Count {
        form: lead.form.clone(),
        kind: lead.kind.clone(),
        destination: after.name.to_string(),
        name,
    };
    moved.into_iter().chain(is_new.then_some("records")).map(count).collect()
}

/// The timeline keeps what may happen more than once; the rest is read off the rows.
fn event(owed: &Obligation, outcome: &Outcome) -> Option<(&'static str, String)> {
    match outcome {
        Outcome::Deferred { .. } | Outcome::Quarantined { .. } => {
            let given_up = owed.state == ObligationState::Quarantined;
            let name = if given_up { "quarantined" } else { "deferred" };
            Some((name, ended(owed)))
        }
        Outcome::Shown { shows, .. } => Some(("shown", format!("{}: {}", owed.name, shows.as_str()))),
        Outcome::Delivered { .. } if owed.name.is_rep() => {
            let rep = assign::rep(std::slice::from_ref(owed))?;
            let team = rep.team.as_deref().or_else(|| owed.name.teams().next()).unwrap_or_default();
            Some(("assigned", format!("to {} of {team}", rep.id)))
        }
        // A backlog is postponed again and again; the last reason stands in the row.
        Outcome::Postponed { .. } | Outcome::GivenBack { .. } => {
            (owed.state == ObligationState::Quarantined).then(|| ("quarantined", ended(owed)))
        }
        Outcome::Delivered { .. } | Outcome::Begun { .. } | Outcome::Found { .. } => None,
    }
}

fn ended(owed: &Obligation) -> String {
    format!("{}: {}", owed.name, owed.reason.as_deref().unwrap_or_default())
}
