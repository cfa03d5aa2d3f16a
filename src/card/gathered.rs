//! Posted cards of which one ledger object is told together.

/// How long they are gathered: what a burst would cost the object in calls is a call each 100 ms.
pub const GATHER_MS: i64 = 100;
/// A teller that has not come by then died with its request.
const TELLER_LOST_MS: i64 = 20 * GATHER_MS;

/// What an isolate posted and has not told yet. If the isolate or the teller's request ends before, so do
/// the cards' leases, and the consumer finds them in their channels.
#[derive(Debug)]
pub struct Gathered<T> {
    waiting: Vec<T>,
    told_at_ms: i64,
    teller_due_ms: Option<i64>,
}

impl<T> Default for Gathered<T> {
    fn default() -> Self {
        Self { waiting: Vec::new(), told_at_ms: 0, teller_due_ms: None }
    }
}

impl<T> Gathered<T> {
    /// Adds a card. If the caller is to tell of all that are gathered: in how many milliseconds, which
    /// are none after a quiet time.
    #[must_use]
    pub fn add(&mut self, card: T, now_ms: i64) -> Option<i64> {
        self.waiting.push(card);
        if self.teller_due_ms.is_some_and(|due_ms| now_ms < due_ms + TELLER_LOST_MS) {
            return None;
        }
        // A clock that went back makes nobody wait longer.
        let wait_ms = (self.told_at_ms + GATHER_MS - now_ms).clamp(0, GATHER_MS);
        self.teller_due_ms = Some(now_ms + wait_ms);
        Some(wait_ms)
    }

    /// Takes them out, to be told.
    #[must_use]
    pub fn take(&mut self, now_ms: i64) -> Vec<T> {
        self.told_at_ms = now_ms;
        self.teller_due_ms = None;
        std::mem::take(&mut self.waiting)
    }
}
