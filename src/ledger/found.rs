//! What follows for records and cards when something was found out about their lead, or follows from
//! what was.

use super::PARKED_MS;
use super::obligation::{Obligation, ObligationName, ObligationState};

/// Opens those again that have been sent without it, not to be sent before `wait_ms` have passed; a record
/// that may be being written for the first time, once that has ended. What is still to be sent has it
/// then; what was given up stays so.
pub fn tell(
    obligations: &mut [Obligation],
    told: impl Fn(&ObligationName) -> bool,
    wait_ms: i64,
    now_ms: i64,
) {
    let mut is_rewritten = false;
    for owed in obligations.iter_mut().filter(|owed| owed.name.is_crm() && told(&owed.name)) {
        if matches!(owed.state, ObligationState::Sent | ObligationState::Delivered) {
            owed.rewrite(now_ms, wait_ms);
            is_rewritten = true;
        }
    }
    let is_given_up =
        obligations.iter().any(|owed| owed.name.is_crm() && owed.state == ObligationState::Quarantined);
    for owed in obligations.iter_mut().filter(|owed| owed.name.is_card() && told(&owed.name)) {
        match owed.state {
            // It is shown once, when the records are written again; but of a lead that nobody was told of
            // somebody is told before that.
            ObligationState::Sent | ObligationState::Delivered
                if is_rewritten && !is_given_up && owed.reference.is_some() =>
            {
                owed.park();
            }
            ObligationState::Sent | ObligationState::Delivered => {
                owed.reopen(owed.revision, now_ms, wait_ms);
            }
            // Whoever holds its lease, if it was not given back, may be posting it now, without it.
            ObligationState::Due if owed.attempts == 0 && owed.not_before_ms != PARKED_MS => {
                owed.reopen(owed.revision, now_ms, wait_ms);
            }
            ObligationState::Due | ObligationState::Quarantined => {}
        }
    }
}
