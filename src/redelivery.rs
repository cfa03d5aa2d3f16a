//! What is done with a message that a queue brings: queues bring messages late, in any order, and more
//! than once.

use std::collections::BTreeMap;

use crate::envelope::Message;
use crate::ledger::{Outcome, StillOwed};

/// Why a message goes back to the ledger that may have been written by whoever had it before.
const HAD_BEFORE: &str = "delivered again by its queue";

/// Of the messages of a batch the newest about each thing that is owed, and the others: two of one card,
/// worked on side by side, would become two messages, or leave the older words on it.
pub fn newest<T>(batch: Vec<T>, message: impl Fn(&T) -> &Message) -> (Vec<T>, Vec<T>) {
    let age = |item: &T| (message(item).generation, message(item).attempts);
    let mut newest: BTreeMap<_, T> = BTreeMap::new();
    let mut others = Vec::new();
    for item in batch {
        let owed = (message(&item).lead_id, message(&item).obligation.clone());
        match newest.remove(&owed) {
            Some(known) if age(&known) > age(&item) => {
                others.push(item);
                newest.insert(owed, known);
            }
            known => {
                others.extend(known);
                newest.insert(owed, item);
            }
        }
    }
    (newest.into_values().collect(), others)
}

/// What is done with one message.
#[derive(Debug)]
pub enum Decision {
    /// It is attempted, with what the ledger knows by now.
    Attempt(Box<Message>),
    /// Nothing is owed under it any more, or the ledger sends it anew by itself: it is acknowledged.
    Void,
    /// It ends like this, and nothing is sent.
    End(Box<Message>, Outcome),
}

/// Decides on a message that comes for the `deliveries`th time. `known` is what the ledger says of it;
/// `look_after_ms` is how long after a write its destination finds what was written.
///
/// Whoever had it before may have made a call and not lived to settle it, or settled with an object that
/// did not answer. So it is in doubt even where the ledger has not heard of any, and waits in the ledger
/// until a look is worth something.
pub fn decide(
    mut message: Message,
    deliveries: u32,
    known: Option<StillOwed>,
    look_after_ms: i64,
) -> Decision {
    let Some(StillOwed { reference, traces }) = known else { return Decision::Void };
    message.reference = reference;
    message.traces = traces;
    let was_had_before = deliveries > 1 && message.reference.is_none();
    message.traces.may_exist |= was_had_before;
    if was_had_before && look_after_ms > 0 {
        let reason = HAD_BEFORE.to_owned();
        let outcome = Outcome::Deferred { after_ms: look_after_ms, reason, may_exist: true };
        return Decision::End(Box::new(message), outcome);
    }
    Decision::Attempt(Box::new(message))
}
