//! Whether a rep has a hand free, as far as dialers and calendars say.

use serde::{Deserialize, Serialize};

use super::policy::{Policy, UnknownLoad};
use super::reads;
use super::writes::{self, Write};
use crate::storage::{Database, StorageError};

/// What a rep is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Load {
    /// Occupied with something.
    Busy,
    /// On the phone.
    OnCall,
    /// Nothing.
    Idle,
}

impl Load {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Busy => "busy",
            Self::OnCall => "on_call",
            Self::Idle => "idle",
        }
    }

    /// The load of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Busy, Self::OnCall, Self::Idle].into_iter().find(|load| load.as_str() == word)
    }
}

/// The last report of a rep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadReport {
    pub load: Load,
    /// When it was so.
    pub at_ms: i64,
    /// Since when every report said the same.
    pub since_ms: i64,
}

/// How ready for a lead, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readiness {
    Idle,
    Unknown,
    Engaged,
}

impl LoadReport {
    fn is_stale(&self, policy: &Policy, now_ms: i64) -> bool {
        now_ms.saturating_sub(self.at_ms) > policy.stale_after_ms
    }
}

/// How ready a rep is, by the last report there is of it.
pub fn readiness(report: Option<&LoadReport>, policy: &Policy, now_ms: i64) -> Readiness {
    match report.filter(|report| !report.is_stale(policy, now_ms)) {
        Some(LoadReport { load: Load::Idle, .. }) => Readiness::Idle,
        Some(LoadReport { load: Load::Busy | Load::OnCall, .. }) => Readiness::Engaged,
        None => match policy.unknown_load {
            UnknownLoad::AfterIdle if report.is_some() => Readiness::Unknown,
            UnknownLoad::AfterIdle | UnknownLoad::AsIdle => Readiness::Idle,
            UnknownLoad::AsBusy => Readiness::Engaged,
        },
    }
}

/// Read, step, write. A report of somebody who is not in the team is dropped: a dialer speaks of
/// everybody it knows.
pub fn run(
    database: &impl Database,
    rep: &str,
    load: Load,
    at_ms: i64,
    now_ms: i64,
) -> Result<(), StorageError> {
    let (in_force, members) = reads::team(database)?;
    let policy = in_force.map(|in_force| in_force.policy).unwrap_or_default();
    let Some(mut member) = members.into_iter().find(|member| member.rep == rep) else { return Ok(()) };
    let Some(report) = step(member.report, load, at_ms.min(now_ms), &policy) else { return Ok(()) };
    member.report = Some(report);
    writes::apply(database, vec![Write::Members(vec![member])])
}

/// The pure step: the report that is worth keeping, if this one is newer than what is known.
fn step(known: Option<LoadReport>, load: Load, at_ms: i64, policy: &Policy) -> Option<LoadReport> {
    if known.is_some_and(|known| known.at_ms >= at_ms) {
        return None;
    }
    let same = known.filter(|known| known.load == load && !known.is_stale(policy, at_ms));
    Some(LoadReport { load, at_ms, since_ms: same.map_or(at_ms, |known| known.since_ms) })
}
