//! One form's store: what it is called, what it is asked, and what it does with its one row.

use serde::{Deserialize, Serialize};

use super::state::DriftState;
use super::watch::{DriftCommand, DriftPolicy, DriftReply, step};
use crate::identity::Jurisdiction;

/// What a store is asked, as JSON: a test freezes the bytes. The form's settings come along,
/// because a store has none of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftCall {
    /// The form's policy.
    pub policy: DriftPolicy,
    /// The command.
    pub command: DriftCommand,
}

/// The name of a form's store: its id, with `@eu` when it must stay in a jurisdiction. Form
/// ids have no `@`.
pub fn store_name(form: &str, jurisdiction: Option<Jurisdiction>) -> String {
    match jurisdiction {
        None => form.to_owned(),
        Some(jurisdiction) => format!("{form}@{}", jurisdiction.name()),
    }
}

/// Read, step, write: the text to store from now on, and the answer.
pub fn run(stored: Option<&str>, call: DriftCall, now_ms: i64) -> (String, DriftReply) {
    let (state, reply) = step(DriftState::read(stored), call.command, call.policy, now_ms);
    (state.write(), reply)
}
