//! How long answers take, and so how long to wait for one.

use serde::{Deserialize, Serialize};

use super::command::{Called, Ending};

/// How long to wait for an answer of a vendor nothing is known of.
pub const START_TIMEOUT_MS: u32 = 300;
/// Never less: a garbage collection at the vendor must not look like an outage.
pub const MIN_TIMEOUT_MS: u32 = 200;
/// Never more.
pub const MAX_TIMEOUT_MS: u32 = 10_000;

/// Four buckets an octave from 10 ms: the last begins above [`MAX_TIMEOUT_MS`].
const BUCKETS: usize = 42;
const FIRST_BOUND_MS: u64 = 10;
/// What one answer weighs: enough to survive four halvings before it is nothing.
const SAMPLE: u32 = 16;
/// Above so much weight everything is halved: about the last 250 answers matter.
const MAX_WEIGHT: u32 = 256 * SAMPLE;
/// Everything is halved after so long: an answer of an hour ago says little.
const HALF_LIFE_MS: i64 = 300_000;
/// With fewer answers the timeout does not fall below where it starts.
const FEW: u32 = 20 * SAMPLE;
/// The timeout is so many times the 99th percentile. A timed-out call counts as an answer
/// at the timeout, so a vendor that has become slower is caught up with by doubling.
const FACTOR: u64 = 2;

/// A histogram of recent answers' latency that forgets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Latency {
    weights: Vec<u32>,
    halved_at_ms: i64,
}

impl Latency {
    /// How long to wait for an answer now.
    pub fn timeout_ms(&self) -> u32 {
        let total = self.total();
        if total < u64::from(SAMPLE) {
            return START_TIMEOUT_MS;
        }
        let mut below = 0;
        let slowest = self.weights.iter().position(|weight| {
            below += u64::from(*weight);
            below * 100 >= total * 99
        });
        let wanted = bound_ms(slowest.unwrap_or(BUCKETS)).saturating_mul(FACTOR);
        let least = if total < u64::from(FEW) { START_TIMEOUT_MS } else { MIN_TIMEOUT_MS };
        u32::try_from(wanted).unwrap_or(MAX_TIMEOUT_MS).clamp(least, MAX_TIMEOUT_MS)
    }

    /// Learns from calls. An error or a "too many" comes faster than an answer, and says
    /// nothing about how long one takes.
    pub fn record(&mut self, outcomes: &[Called], now_ms: i64) {
        self.age(now_ms);
        self.weights.resize(BUCKETS, 0);
        for called in outcomes {
            if !matches!(called.ending, Ending::Answered | Ending::TimedOut) {
                continue;
            }
            let bucket = (0..BUCKETS - 1).find(|bucket| u64::from(called.latency_ms) <= bound_ms(*bucket));
            if let Some(weight) = self.weights.get_mut(bucket.unwrap_or(BUCKETS - 1)) {
                *weight = weight.saturating_add(SAMPLE);
            }
            if self.total() > u64::from(MAX_WEIGHT) {
                self.halve(1);
            }
        }
    }

    fn age(&mut self, now_ms: i64) {
        let passed = now_ms.saturating_sub(self.halved_at_ms) / HALF_LIFE_MS;
        if passed > 0 {
            self.halve(u32::try_from(passed).unwrap_or(u32::MAX));
            self.halved_at_ms = self.halved_at_ms.saturating_add(passed.saturating_mul(HALF_LIFE_MS));
        }
    }

    fn halve(&mut self, times: u32) {
        for weight in &mut self.weights {
            *weight = weight.checked_shr(times).unwrap_or(0);
        }
    }

    fn total(&self) -> u64 {
        self.weights.iter().map(|weight| u64::from(*weight)).sum()
    }
}

/// The longest latency of a bucket: 10 ms times the fourth root of two, so often.
const fn bound_ms(bucket: usize) -> u64 {
    let thousandths = match bucket % 4 {
        0 => 1000,
        1 => 1189,
        2 => 1414,
        _ => 1682,
    };
    let octave = if bucket / 4 < 16 { bucket / 4 } else { 16 };
    (FIRST_BOUND_MS << octave) * thousandths / 1000
}
