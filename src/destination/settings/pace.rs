//! How often a destination is called.

use serde::{Deserialize, Serialize};

use crate::guard::Budget;

/// The longest window that a guard counts calls in: an hour.
const LONGEST_WINDOW_S: u32 = 3_600;
/// The longest that a destination goes without being compared: a week.
const LONGEST_UNCHECKED_MINUTES: u32 = 7 * 24 * 60;

/// How often a destination is called: at most with leads, and at least to be compared with the
/// ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// The most requests in a window, until the vendor's headers say otherwise; at least 1.
    pub requests: u32,
    /// How long the window is, in seconds: up to an hour.
    pub per_seconds: u32,
    /// How often the reconciler compares; 0 is never.
    pub checked_every_minutes: u32,
}

impl Pace {
    /// What the guard assumes until the vendor's headers say otherwise.
    pub const fn budget(self) -> Budget {
        Budget { calls: self.requests, window_ms: self.per_seconds.saturating_mul(1_000) }
    }

    /// How long after one comparison comes the next; `None` without any.
    pub fn checked_every_ms(self) -> Option<i64> {
        (self.checked_every_minutes > 0).then(|| i64::from(self.checked_every_minutes) * 60_000)
    }

    /// Each setting that is wrong, and the end of a sentence about it.
    pub(super) fn wrong(self) -> Vec<(&'static str, &'static str)> {
        let rules = [
            (self.requests > 0, "requests", "and must be at least 1"),
            (
                (1..=LONGEST_WINDOW_S).contains(&self.per_seconds),
                "per_seconds",
                "and must be from 1 to 3600 (an hour)",
            ),
            (
                self.checked_every_minutes <= LONGEST_UNCHECKED_MINUTES,
                "checked_every_minutes",
                "and must be from 0 (never) to 10080 (a week)",
            ),
        ];
        rules.into_iter().filter(|(is_right, ..)| !is_right).map(|(_, name, why)| (name, why)).collect()
    }
}
