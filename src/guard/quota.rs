//! How many calls a vendor takes: an allowance per trailing window, learned from its headers,
//! and a pause when it says "too many".

use serde::{Deserialize, Serialize};

use super::command::{Called, Ending, Lane, Reason};
use super::limits::Limits;
use super::sliding::Sliding;

/// The longest a vendor is left alone on one "too many", whatever it says.
pub const LONGEST_PAUSE_MS: i64 = 3_600_000;
/// The shortest: less than the ledger's own wait would not be noticed.
const SHORTEST_PAUSE_MS: i64 = 1_000;
/// A pause no header names, times the refusals in a row: HubSpot's own client does so.
const PAUSE_MS: i64 = 10_000;
/// The longest of those.
const LONGEST_UNTOLD_PAUSE_MS: i64 = 900_000;

/// Warm work stops when less of the day is left, so that leads have it.
const DAY_KEPT_PERCENT: u64 = 20;
/// What is known of the day is forgotten after so long: it may have begun anew.
const DAY_KNOWN_MS: i64 = 3_600_000;
/// When warm work asks again about the day.
const DAY_WAIT_MS: i64 = 900_000;
/// When to ask again if only calls on their way stand in the way.
const SOON_MS: i64 = 250;

const WINDOW_MS: std::ops::RangeInclusive<u32> = 100..=3_600_000;

/// So many calls in any so long a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// At least 1.
    pub calls: u32,
    /// 100 ms to an hour.
    pub window_ms: u32,
}

impl Budget {
    /// The least of HubSpot's plans ("API usage guidelines and limits"): 100 in 10 s.
    pub const HUBSPOT: Self = Self { calls: 100, window_ms: 10_000 };
    /// The least of Pipedrive's ("Rate limiting"): 20 tokens in 2 s.
    pub const PIPEDRIVE: Self = Self { calls: 20, window_ms: 2_000 };
    /// For whoever names no window: more than this guard's concurrency is likely to make.
    pub const UNNAMED: Self = Self { calls: 1_000, window_ms: 1_000 };

    fn within_bounds(self) -> Self {
        let window_ms = self.window_ms.clamp(*WINDOW_MS.start(), *WINDOW_MS.end());
        Self { calls: self.calls.max(1), window_ms }
    }

    /// Of all calls in the window, how many a lane may bring it to.
    fn share(self, lane: Lane) -> u32 {
        let percent = match lane {
            Lane::Hot => 100,
            Lane::Standard => 85,
            Lane::Warm => 60,
        };
        u32::try_from(u64::from(self.calls) * percent / 100).unwrap_or(u32::MAX).max(1)
    }
}

/// What the vendor last said of its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Day {
    max: Option<u32>,
    remaining: u32,
    seen_at_ms: i64,
}

/// What was spent, and of how much.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Quota {
    assumed: Budget,
    learned: Option<Budget>,
    spent: Sliding,
    day: Option<Day>,
    paused_until_ms: i64,
    /// Pauses since the vendor last answered.
    refusals: u32,
}

impl Quota {
    pub fn new(assumed: Budget) -> Self {
        let assumed = assumed.within_bounds();
        Self { assumed, learned: None, spent: Sliding::default(), day: None, paused_until_ms: 0, refusals: 0 }
    }

    pub fn assume(&mut self, budget: Budget) {
        self.assumed = budget.within_bounds();
    }

    fn budget(&self) -> Budget {
        self.learned.unwrap_or(self.assumed).within_bounds()
    }

    fn window_ms(&self) -> i64 {
        i64::from(self.budget().window_ms)
    }

    /// Counts calls that were made, at the latest now.
    pub fn spend(&mut self, calls: u32, now_ms: i64) {
        self.spent.add(calls, self.window_ms(), now_ms);
    }

    /// Whether the vendor's last word was "too many": then it is asked little at a time.
    pub const fn is_wary(&self) -> bool {
        self.refusals > 0
    }

    /// How many calls a lane may make now, at least 1; else until when none, and why.
    /// `leased` calls are granted, and may have been made or not.
    pub fn room(&mut self, lane: Lane, leased: u32, now_ms: i64) -> Result<u32, (i64, Reason)> {
        if now_ms < self.paused_until_ms {
            return Err((self.paused_until_ms, Reason::Paused));
        }
        if lane == Lane::Warm && self.is_day_nearly_spent(now_ms) {
            return Err((now_ms.saturating_add(DAY_WAIT_MS), Reason::DayNearlySpent));
        }
        self.spent.forget(self.window_ms(), now_ms);
        let used = self.spent.total().saturating_add(leased);
        match self.budget().share(lane).saturating_sub(used) {
            0 => Err((self.frees_at_ms(lane, leased, now_ms), Reason::WindowSpent)),
            room => Ok(room),
        }
    }

    /// When a lane may make another call, if nothing else happens.
    pub fn frees_at_ms(&self, lane: Lane, leased: u32, now_ms: i64) -> i64 {
        let most = self.budget().share(lane).saturating_sub(leased).saturating_sub(1);
        let frees_at_ms = self.spent.falls_to(most, self.window_ms());
        frees_at_ms.unwrap_or(0).max(now_ms.saturating_add(SOON_MS))
    }

    fn is_day_nearly_spent(&self, now_ms: i64) -> bool {
        self.day.is_some_and(|day| {
            let is_known = now_ms.saturating_sub(day.seen_at_ms) < DAY_KNOWN_MS;
            let kept = u64::from(day.max.unwrap_or(0)) * DAY_KEPT_PERCENT;
            is_known && (day.remaining == 0 || u64::from(day.remaining) * 100 < kept)
        })
    }

    /// Learns from a batch. `leased` calls of other batches may have been made or not.
    pub fn learn(&mut self, outcomes: &[Called], limits: &Limits, leased: u32, now_ms: i64) {
        self.learn_window(limits, leased, now_ms);
        if let Some(remaining) = limits.day_remaining {
            let max = limits.day_max.or(self.day.and_then(|day| day.max));
            self.day = Some(Day { max, remaining, seen_at_ms: now_ms });
        }
        let has = |wanted: Ending| outcomes.iter().any(|called| called.ending == wanted);
        let asks_for_pause = has(Ending::Failed) && limits.retry_after_ms.is_some();
        if has(Ending::Limited) || asks_for_pause {
            self.pause(limits, now_ms);
        } else if has(Ending::Answered) && now_ms >= self.paused_until_ms {
            self.refusals = 0;
        }
    }

    /// Calls the vendor has counted and we have not are somebody else's.
    fn learn_window(&mut self, limits: &Limits, leased: u32, now_ms: i64) {
        let Some(calls) = limits.max.filter(|max| *max > 0) else { return };
        let window_ms = limits.window_ms.unwrap_or(self.budget().window_ms);
        self.learned = Some(Budget { calls, window_ms }.within_bounds());
        if let Some(remaining) = limits.remaining {
            self.spent.forget(self.window_ms(), now_ms);
            let ours = self.spent.total().saturating_add(leased);
            self.spend(calls.saturating_sub(remaining).saturating_sub(ours), now_ms);
        }
    }

    /// Several batches may hear "too many" at once: that is one refusal.
    fn pause(&mut self, limits: &Limits, now_ms: i64) {
        if now_ms >= self.paused_until_ms {
            self.refusals = self.refusals.saturating_add(1);
        }
        let untold_ms = PAUSE_MS.saturating_mul(i64::from(self.refusals)).min(LONGEST_UNTOLD_PAUSE_MS);
        let told_ms = |wait_ms: u32| i64::from(wait_ms).clamp(SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS);
        // The window begins anew long before a day that is spent does.
        let pause_ms = match (limits.retry_after_ms, limits.day_remaining, limits.reset_ms) {
            (Some(retry_after_ms), _, _) => told_ms(retry_after_ms),
            (None, Some(0), _) => LONGEST_PAUSE_MS,
            (None, _, Some(reset_ms)) => told_ms(reset_ms),
            (None, _, None) => untold_ms,
        };
        self.paused_until_ms = self.paused_until_ms.max(now_ms.saturating_add(pause_ms));
    }
}
