//! How attempts ended, and what follows for the lead.

use super::claim::transitions;
use super::command::{Settled, Settlement};
use super::lead_row::{LeadRow, LeadState};
use super::obligation::{Obligation, ObligationState, Outcome};
use super::storage::{Database, StorageError};
use super::writes::{self, Count, Write};
use super::{PARKED_MS, reads};

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
            replies.push(Settled { applied: false, records: None, record: None });
            continue;
        };
        let applied = step(lead, item, now_ms, &mut effects);
        replies.push(Settled {
            applied,
            records: Some(LeadState::of_records(&lead.obligations)),
            record: lead.record().map(str::to_owned),
        });
    }
    writes::apply(database, &effects)?;
    Ok(replies)
}

/// The pure step: one settlement on one lead. Answers whether it changed anything.
fn step(lead: &mut LeadRow, item: &Settlement, now_ms: i64, effects: &mut Vec<Write<'_>>) -> bool {
    let records_before = LeadState::of_records(&lead.obligations);
    let Some(index) = lead.obligations.iter().position(|owed| owed.name == item.obligation) else {
        return false;
    };
    let Some(owed) = lead.obligations.get_mut(index) else { return false };
    let before = owed.clone();
    if item.generation == owed.generation {
        settle(owed, &item.outcome, records_before, now_ms);
    } else if let (Outcome::Shown { reference, .. }, None) = (&item.outcome, &owed.reference) {
        // Posted while the lead was resubmitted: the newer generation must update this
        // message, not post a second one.
        owed.reference = Some(reference.clone());
    }
    if *owed == before {
        return false;
    }
    let after = owed.clone();
    let mut changed = vec![after.clone()];
    let records = LeadState::of_records(&lead.obligations);
    if records != records_before && records != LeadState::Accepted {
        changed.extend(wake_cards(&mut lead.obligations, now_ms));
    }
    let state = LeadState::derive(&lead.obligations);
    let mut counts = transitions(lead, state);
    counts.extend(obligation_count(lead, &before, &after));
    effects.push(Write::PutObligations { lead_id: lead.lead_id, obligations: changed });
    effects.push(Write::Count(counts));
    if state != lead.state {
        effects.push(Write::SetState { lead_id: lead.lead_id, state });
        lead.state = state;
    }
    if let Some((name, detail)) = event(&after, &item.outcome) {
        effects.push(Write::Event { lead_id: lead.lead_id, at_ms: now_ms, name, detail });
    }
    true
}

/// The rules: `delivered` absorbs, a quarantined obligation may still turn out delivered,
/// and whatever is settled is not deferred.
fn settle(owed: &mut Obligation, outcome: &Outcome, records: LeadState, now_ms: i64) {
    match (owed.state, outcome) {
        (ObligationState::Delivered, _) => {}
        (_, Outcome::Delivered { reference }) => {
            owed.reference = Some(reference.clone());
            owed.settle(ObligationState::Delivered, None, now_ms);
        }
        (ObligationState::Quarantined, Outcome::Deferred { .. } | Outcome::Quarantined { .. }) => {}
        (_, Outcome::Deferred { after_ms, reason }) => owed.defer(*after_ms, reason, now_ms),
        (_, Outcome::Quarantined { reason }) => {
            owed.settle(ObligationState::Quarantined, Some(reason.clone()), now_ms);
        }
        (state, Outcome::Shown { reference, shows }) => {
            owed.reference = Some(reference.clone());
            if *shows == records && records != LeadState::Accepted {
                owed.settle(ObligationState::Delivered, None, now_ms);
            } else if state == ObligationState::Quarantined {
                // Posted after all; the newer state still has to be shown.
                owed.state = ObligationState::Due;
                owed.not_before_ms = now_ms;
            } else if records == LeadState::Accepted {
                owed.park();
            } else {
                owed.state = ObligationState::Due;
                owed.not_before_ms = now_ms;
            }
        }
    }
}

/// Cards that show an older state of the records are due now. One that the edge has not
/// posted yet keeps its lease: the edge learns the state when it reports the post.
fn wake_cards(obligations: &mut [Obligation], now_ms: i64) -> Vec<Obligation> {
    obligations
        .iter_mut()
        .filter(|owed| owed.name.is_card() && !owed.state.is_settled() && owed.not_before_ms == PARKED_MS)
        .map(|owed| {
            owed.not_before_ms = now_ms;
            owed.clone()
        })
        .collect()
}

/// Counts per destination: what was delivered there, and what was given up.
fn obligation_count(lead: &LeadRow, before: &Obligation, after: &Obligation) -> Option<Count> {
    if before.state == after.state {
        return None;
    }
    let name = match after.state {
        ObligationState::Delivered => "delivered",
        ObligationState::Quarantined => "quarantined",
        ObligationState::Due | ObligationState::Sent => return None,
    };
    Some(Count {
        form: lead.form.clone(),
        kind: lead.kind.clone(),
        destination: after.name.to_string(),
        name,
    })
}

/// The timeline keeps what may happen more than once; the rest is read off the rows.
fn event(owed: &Obligation, outcome: &Outcome) -> Option<(&'static str, String)> {
    match outcome {
        Outcome::Deferred { reason, .. } => Some(("deferred", format!("{}: {reason}", owed.name))),
        Outcome::Quarantined { reason } => Some(("quarantined", format!("{}: {reason}", owed.name))),
        Outcome::Shown { shows, .. } => Some(("shown", format!("{}: {}", owed.name, shows.as_str()))),
        Outcome::Delivered { .. } => None,
    }
}
