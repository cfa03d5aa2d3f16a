//! How long to wait before another try.

/// How often a step is tried within a job.
pub const MOST_ATTEMPTS: u32 = 3;
/// The widest first wait, in milliseconds; it doubles with each try.
const FIRST_MS: i64 = 500;
const MOST_MS: i64 = 8_000;

/// The wait after so many tries, in milliseconds: any of the span with full jitter, on top of
/// what the vendor asked for, so that nobody comes back at the same moment.
pub fn wait_ms(attempts: u32, asked_ms: i64, random: u32) -> i64 {
    let widest_ms = (FIRST_MS << attempts.saturating_sub(1).min(16)).min(MOST_MS);
    let jitter_ms = widest_ms * i64::from(random) / i64::from(u32::MAX);
    asked_ms.max(0).saturating_add(jitter_ms)
}
