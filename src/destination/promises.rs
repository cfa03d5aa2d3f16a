//! What a destination can promise.

use serde::{Deserialize, Serialize};

/// What a destination's record stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordKind {
    /// One record for each lead.
    Lead,
    /// One record for each person: leads of one person meet in it.
    Person,
}

/// What a destination can promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promises {
    /// What its record stands for.
    pub record: RecordKind,
    /// The most leads in one call.
    pub leads_per_call: usize,
    /// Whether the same call twice writes one record.
    pub repeat_is_safe: bool,
    /// How long after an unknown outcome a look is worth something, in milliseconds.
    pub look_after_ms: i64,
    /// Whether a re-attempt leaves alone what a person wrote there since.
    pub fills_blanks: bool,
    /// What it cannot promise, in words for the operator.
    pub cannot: &'static [&'static str],
}
