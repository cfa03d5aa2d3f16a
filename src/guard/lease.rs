//! What was granted and not yet reported: bounded by time, since whoever has it may be dead.

use serde::{Deserialize, Serialize};

/// How long after asking a batch may still begin calls.
pub const GRANT_MS: i64 = 10_000;
/// How long after asking a probe may still begin.
pub const PROBE_GRANT_MS: i64 = 2_000;
/// For the way back of the report.
pub const GRACE_MS: i64 = 1_000;

/// One grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lease {
    pub ticket: u64,
    pub permits: u32,
    pub concurrency: u32,
    pub is_probe: bool,
    /// Its last call has ended by then, reported or not.
    pub ends_at_ms: i64,
}

/// All grants that are out. Each has a share of the concurrency, so there are never more
/// than that allows, and a probe.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Leases(Vec<Lease>);

impl Leases {
    pub fn add(&mut self, lease: Lease) {
        self.0.push(lease);
    }

    /// Calls that may be made under them, in all.
    pub fn permits(&self) -> u32 {
        self.0.iter().fold(0, |sum, lease| sum.saturating_add(lease.permits))
    }

    /// Calls that may be on their way under them, at once.
    pub fn in_flight(&self) -> u32 {
        self.0.iter().fold(0, |sum, lease| sum.saturating_add(lease.concurrency))
    }

    /// Until when the probe that is out is waited for.
    pub fn probe_ends_at_ms(&self) -> Option<i64> {
        self.0.iter().filter(|lease| lease.is_probe).map(|lease| lease.ends_at_ms).max()
    }

    /// Takes one back.
    pub fn take(&mut self, ticket: u64) -> Option<Lease> {
        let place = self.0.iter().position(|lease| lease.ticket == ticket)?;
        Some(self.0.remove(place))
    }

    /// Takes back those whose time is over; answers how many calls they may have made.
    pub fn expire(&mut self, now_ms: i64) -> u32 {
        let before = self.permits();
        self.0.retain(|lease| lease.ends_at_ms > now_ms);
        before.saturating_sub(self.permits())
    }
}
