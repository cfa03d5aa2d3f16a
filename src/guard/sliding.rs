//! How much happened within a trailing window, in bounded memory and never too little.

use serde::{Deserialize, Serialize};

/// A window is counted in so many parts: what happened in one of them is forgotten together,
/// when the last of it leaves the window. So a count is at most 5 % too old, never too small.
const PARTS: i64 = 20;
/// More are merged. Only a window that has become much longer can need it.
const MAX_BINS: usize = 64;

/// What happened between two instants. Stored as `[first_ms, last_ms, count]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Bin(i64, i64, u32);

/// Counts by time, oldest first. The window's length is the caller's, and may change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Sliding(Vec<Bin>);

impl Sliding {
    /// Counts what happens now.
    pub fn add(&mut self, count: u32, window_ms: i64, now_ms: i64) {
        self.forget(window_ms, now_ms);
        if count == 0 {
            return;
        }
        let part_ms = (window_ms / PARTS).max(1);
        match self.0.last_mut() {
            Some(Bin(first_ms, last_ms, sum)) if now_ms.saturating_sub(*first_ms) < part_ms => {
                *last_ms = now_ms.max(*last_ms);
                *sum = sum.saturating_add(count);
            }
            _ => self.0.push(Bin(now_ms, now_ms, count)),
        }
        self.merge();
    }

    /// Drops what has left the window.
    pub fn forget(&mut self, window_ms: i64, now_ms: i64) {
        self.0.retain(|Bin(_, last_ms, _)| last_ms.saturating_add(window_ms) > now_ms);
    }

    /// Everything that has not been forgotten.
    pub fn total(&self) -> u32 {
        self.0.iter().fold(0, |sum, Bin(_, _, count)| sum.saturating_add(*count))
    }

    /// When, if nothing is added, no more than `most` will be left. `None` if that is so now.
    pub fn falls_to(&self, most: u32, window_ms: i64) -> Option<i64> {
        let mut left = self.total();
        let mut at_ms = None;
        for Bin(_, last_ms, count) in &self.0 {
            if left <= most {
                break;
            }
            left = left.saturating_sub(*count);
            at_ms = Some(last_ms.saturating_add(window_ms));
        }
        at_ms
    }

    /// The two oldest become one that lives as long as the younger of them.
    fn merge(&mut self) {
        while self.0.len() > MAX_BINS {
            let Bin(first_ms, _, merged) = self.0.remove(0);
            if let Some(Bin(next_first_ms, _, count)) = self.0.first_mut() {
                *next_first_ms = first_ms;
                *count = count.saturating_add(merged);
            }
        }
    }
}
