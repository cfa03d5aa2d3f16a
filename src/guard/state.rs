//! Everything a guard knows.

use serde::{Deserialize, Serialize};

use super::circuit::{Breaker, Circuit};
use super::clock::Clock;
use super::concurrency::Concurrency;
use super::latency::Latency;
use super::lease::Leases;
use super::quota::{Budget, Quota};

/// An old copy does not know the tickets given out since it was stored: new ones are so far
/// apart from its last that they are none of those.
const TICKETS_APART: u64 = 1_000_000;

/// The state of one destination's guard. Its JSON is stored: a test freezes it. One that
/// cannot be read any more is worth no more than a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guard {
    pub(super) destination: String,
    pub(super) clock: Clock,
    pub(super) breaker: Breaker,
    pub(super) quota: Quota,
    pub(super) latency: Latency,
    pub(super) concurrency: Concurrency,
    pub(super) leases: Leases,
    pub(super) next_ticket: u64,
    /// A lead was told to wait until about then: warm work is after it.
    pub(super) leads_wait_until_ms: i64,
}

impl Guard {
    /// A guard that knows nothing of its destination but the budget it may assume until the
    /// vendor's headers name another.
    pub fn new(destination: &str, budget: Budget, now_ms: i64) -> Self {
        Self {
            destination: destination.to_owned(),
            clock: Clock::start(now_ms),
            breaker: Breaker::start(),
            quota: Quota::new(budget),
            latency: Latency::default(),
            concurrency: Concurrency::start(),
            leases: Leases::default(),
            next_ticket: 1,
            leads_wait_until_ms: 0,
        }
    }

    /// Goes on from a stored copy, which may be old, with the budget of today's
    /// configuration.
    #[must_use]
    pub fn resume(mut self, budget: Budget) -> Self {
        self.quota.assume(budget);
        self.next_ticket = self.next_ticket.saturating_add(TICKETS_APART);
        self
    }

    /// Whose guard it is.
    pub fn destination(&self) -> &str {
        &self.destination
    }

    /// Where the circuit stands.
    pub const fn circuit(&self) -> Circuit {
        self.breaker.circuit()
    }

    /// How long an answer is waited for now.
    pub fn timeout_ms(&self) -> u32 {
        self.latency.timeout_ms()
    }
}
