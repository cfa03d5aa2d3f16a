//! How many calls may be on their way at once: one more while the vendor keeps up, three
//! tenths less when it does not (additive increase, multiplicative decrease; RFC 5681, 3.1).

use serde::{Deserialize, Serialize};

use super::command::Lane;

/// What a Worker can keep open at a time, and so what one batch is given at most.
pub const MAX_PER_BATCH: u32 = 6;
/// One for each lane. A vendor that does not bear three has a circuit that opens.
pub const MIN_CONCURRENCY: u32 = 3;
/// More than that at once is a flood to any CRM.
pub const MAX_CONCURRENCY: u32 = 32;

/// What strains the vendor now is told by several batches: they lower the limit once.
const LOWERED_ONCE_MS: i64 = 1_000;

/// The limit, and what speaks for raising it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Concurrency {
    limit: u32,
    /// Answers since the limit was changed.
    answers: u32,
    lowered_at_ms: Option<i64>,
}

impl Concurrency {
    pub const fn start() -> Self {
        Self { limit: MAX_PER_BATCH, answers: 0, lowered_at_ms: None }
    }

    /// How many of all calls on their way a lane may bring it to.
    pub fn share(&self, lane: Lane) -> u32 {
        let limit = self.limit.clamp(MIN_CONCURRENCY, MAX_CONCURRENCY);
        match lane {
            Lane::Hot => limit,
            Lane::Standard => limit - (limit / 5).max(1),
            Lane::Warm => limit / 3,
        }
    }

    /// Learns from a batch. `in_flight` calls were allowed when it came back, its own
    /// included: a limit that is not used is not known to be borne, and not raised.
    pub fn learn(&mut self, answers: u32, is_strained: bool, in_flight: u32, now_ms: i64) {
        if is_strained {
            let since_ms = self.lowered_at_ms.map(|at_ms| now_ms.saturating_sub(at_ms));
            if since_ms.is_none_or(|since_ms| since_ms >= LOWERED_ONCE_MS) {
                self.limit = (self.limit.min(MAX_CONCURRENCY) * 7 / 10).max(MIN_CONCURRENCY);
                self.answers = 0;
                self.lowered_at_ms = Some(now_ms);
            }
            return;
        }
        if in_flight.saturating_mul(2) < self.limit {
            return;
        }
        self.answers = self.answers.saturating_add(answers);
        while self.answers >= self.limit.max(1) && self.limit < MAX_CONCURRENCY {
            self.answers -= self.limit.max(1);
            self.limit += 1;
        }
        self.answers = self.answers.min(MAX_CONCURRENCY);
    }
}
