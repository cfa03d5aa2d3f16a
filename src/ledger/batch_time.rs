//! How long a consumer is at one batch: it has settled before the ledger takes its leads for lost and sends
//! them again, after [`resend_after_ms`](super::resend_after_ms).

/// How long a batch may begin calls.
const BEGIN_MS: i64 = 5_000;
/// When the last of its calls is given up. The rest of the time to the resend is for the settlement.
const CALLS_MS: i64 = 13_000;

/// The time of one batch, from when its consumer got it: what comes before the first call is part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchTime {
    began_at_ms: i64,
}

impl BatchTime {
    /// Of a batch that a consumer has just got.
    pub const fn from(began_at_ms: i64) -> Self {
        Self { began_at_ms }
    }

    /// Until when calls may begin.
    pub const fn begin_until_ms(self) -> i64 {
        self.began_at_ms + BEGIN_MS
    }

    /// How long a call that begins now may take, where it would be given `wanted_ms`.
    pub fn timeout_ms(self, wanted_ms: u32, now_ms: i64) -> u32 {
        let left_ms = (self.began_at_ms + CALLS_MS).saturating_sub(now_ms).max(1);
        u32::try_from(left_ms).map_or(wanted_ms, |left_ms| left_ms.min(wanted_ms))
    }
}
