//! How a team gives its turns.

use serde::{Deserialize, Serialize};

/// A report older than this says nothing about now.
const STALE_AFTER_MS: i64 = 120_000;

/// How a team gives its turns. It is part of the roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Whether a person who comes again gets the same rep.
    #[serde(default)]
    pub sticky: Sticky,
    /// What becomes of reps of whom nobody knows whether they are busy.
    #[serde(default)]
    pub unknown_load: UnknownLoad,
    /// How long a report of somebody's load is worth anything.
    #[serde(default = "stale_after_ms")]
    pub stale_after_ms: i64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            sticky: Sticky::default(),
            unknown_load: UnknownLoad::default(),
            stale_after_ms: STALE_AFTER_MS,
        }
    }
}

const fn stale_after_ms() -> i64 {
    STALE_AFTER_MS
}

/// Whether a person who comes again gets the same rep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sticky {
    /// Yes if the rep is active, works now and is below the daily cap, be it on a call or not.
    #[default]
    AlwaysWhenOpen,
    /// No: whose turn it is.
    Off,
}

/// What becomes of reps of whom nobody knows whether they are busy: the last report is stale, or
/// there never was one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownLoad {
    /// A rep of whom there never was a report (nobody watches that phone) is as good as idle. One
    /// whose last report is stale comes after all who are idle and before all who are busy.
    #[default]
    AfterIdle,
    /// As good as idle, whoever it is.
    AsIdle,
    /// As bad as busy, whoever it is.
    AsBusy,
}
