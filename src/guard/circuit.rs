//! The circuit breaker: a vendor that is down is left alone but for one real call now and
//! then.

use serde::{Deserialize, Serialize};

use super::command::{Called, Ending, Reason};
use super::lease::Lease;
use super::sliding::Sliding;

/// The window of the failure rate.
pub const CIRCUIT_WINDOW_MS: i64 = 10_000;
/// How long the circuit is open at first; doubles with each time in a row.
pub const SHORTEST_OPEN_MS: i64 = 1_000;
/// It is never open for longer without a probe.
pub const LONGEST_OPEN_MS: i64 = 30_000;
/// So many probes in a row have to be answered.
pub const PROBES_TO_CLOSE: u32 = 3;

/// How long others wait while a probe is out, before they ask how it went.
const LOOK_AGAIN_MS: i64 = 500;
/// So many failures in a row open it.
const FAILURES_IN_A_ROW: u32 = 5;
/// A rate of fewer calls says nothing.
const FEWEST_CALLS: u32 = 10;
/// Of all calls in the window, failures that open it. A vendor that loses every tenth answer
/// stays in use.
const FAILURE_PERCENT: u64 = 50;
/// After so long without opening, the next opening is a first one again.
const STEADY_MS: i64 = 60_000;

/// Where the circuit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Circuit {
    /// In use.
    Closed,
    /// Left alone.
    Open,
    /// Being asked, one call at a time.
    HalfOpen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum Position {
    Closed { since_ms: i64 },
    Open { until_ms: i64 },
    HalfOpen { passed: u32 },
}

/// The circuit and what it is judged by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Breaker {
    position: Position,
    /// How often it opened without a steady time in between.
    openings: u32,
    in_a_row: u32,
    failed: Sliding,
    fine: Sliding,
    /// Earlier tickets tell of before it closed.
    from_ticket: u64,
}

impl Breaker {
    pub fn start() -> Self {
        Self {
            position: Position::Closed { since_ms: 0 },
            openings: 0,
            in_a_row: 0,
            failed: Sliding::default(),
            fine: Sliding::default(),
            from_ticket: 0,
        }
    }

    pub const fn circuit(&self) -> Circuit {
        match self.position {
            Position::Closed { .. } => Circuit::Closed,
            Position::Open { .. } => Circuit::Open,
            Position::HalfOpen { .. } => Circuit::HalfOpen,
        }
    }

    /// Whether a batch may be sent, and if so whether as a probe; else until when not.
    /// `probe_ends_at_ms` is known of the probe that is out.
    pub fn admit(&mut self, probe_ends_at_ms: Option<i64>, now_ms: i64) -> Result<bool, (i64, Reason)> {
        if let Position::Open { until_ms } = self.position {
            if now_ms < until_ms {
                return Err((until_ms, Reason::CircuitOpen));
            }
            self.position = Position::HalfOpen { passed: 0 };
        }
        match (self.position, probe_ends_at_ms) {
            // It may be out for long, and is back soon more often than not.
            (Position::HalfOpen { .. }, Some(ends_at_ms)) => {
                Err((ends_at_ms.min(now_ms.saturating_add(LOOK_AGAIN_MS)), Reason::Probing))
            }
            (position, _) => Ok(matches!(position, Position::HalfOpen { .. })),
        }
    }

    /// Learns from a batch. What was sent before the circuit opened says nothing about
    /// whether the vendor is back: once it is open, only probes count.
    pub fn learn(&mut self, lease: Option<Lease>, outcomes: &[Called], next_ticket: u64, now_ms: i64) {
        match self.position {
            Position::Open { .. } => {}
            Position::HalfOpen { passed } => {
                if lease.is_some_and(|lease| lease.is_probe) {
                    self.judge_probe(passed, outcomes, next_ticket, now_ms);
                }
            }
            Position::Closed { since_ms } => {
                if lease.is_none_or(|lease| lease.ticket >= self.from_ticket) {
                    self.judge(since_ms, outcomes, now_ms);
                }
            }
        }
    }

    fn judge_probe(&mut self, passed: u32, outcomes: &[Called], next_ticket: u64, now_ms: i64) {
        if outcomes.iter().any(|called| called.ending.is_failure()) {
            self.open(now_ms);
        } else if !outcomes.is_empty() && passed + 1 >= PROBES_TO_CLOSE {
            let openings = self.openings;
            let position = Position::Closed { since_ms: now_ms };
            *self = Self { position, openings, from_ticket: next_ticket, ..Self::start() };
        } else if !outcomes.is_empty() {
            self.position = Position::HalfOpen { passed: passed + 1 };
        }
    }

    fn judge(&mut self, since_ms: i64, outcomes: &[Called], now_ms: i64) {
        if now_ms.saturating_sub(since_ms) >= STEADY_MS {
            self.openings = 0;
        }
        let mut fails = 0;
        for called in outcomes {
            if called.ending.is_failure() {
                fails += 1;
                self.in_a_row = self.in_a_row.saturating_add(1);
            } else {
                self.in_a_row = 0;
            }
            if self.in_a_row >= FAILURES_IN_A_ROW {
                return self.open(now_ms);
            }
        }
        let fine = count(outcomes.iter().filter(|called| called.ending == Ending::Answered).count());
        self.failed.add(fails, CIRCUIT_WINDOW_MS, now_ms);
        self.fine.add(fine, CIRCUIT_WINDOW_MS, now_ms);
        let failed = u64::from(self.failed.total());
        let all = failed + u64::from(self.fine.total());
        if all >= u64::from(FEWEST_CALLS) && failed * 100 >= all * FAILURE_PERCENT {
            self.open(now_ms);
        }
    }

    fn open(&mut self, now_ms: i64) {
        let open_ms = SHORTEST_OPEN_MS.checked_shl(self.openings.min(16)).unwrap_or(LONGEST_OPEN_MS);
        let until_ms = now_ms.saturating_add(open_ms.min(LONGEST_OPEN_MS));
        let (openings, from_ticket) = (self.openings.saturating_add(1), self.from_ticket);
        *self = Self { position: Position::Open { until_ms }, openings, from_ticket, ..Self::start() };
    }
}

/// A count, as far as it can be told.
pub(super) fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
