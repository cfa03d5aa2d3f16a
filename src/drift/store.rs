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

/// What one call comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stepped {
    /// The text to store from now on.
    pub stored: String,
    /// The answer.
    pub reply: DriftReply,
    /// What was stored could not be read, and counting began anew: the hour that is lost fills
    /// again by itself, and the log says so.
    pub lost_count: bool,
}

/// Read, step, write.
pub fn run(stored: Option<&str>, call: DriftCall, now_ms: i64) -> Result<Stepped, serde_json::Error> {
    let read = DriftState::read(stored);
    let lost_count = read.is_err();
    let (state, reply) = step(read.unwrap_or_default(), call.command, call.policy, now_ms);
    Ok(Stepped { stored: state.write()?, reply, lost_count })
}
