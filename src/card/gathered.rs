//! Cards that are seen to together, because a call for a few costs little more than a call for one.

/// How long cards are gathered that ask for leave to be posted: it is what each of them comes later.
pub const POSTS_GATHER_MS: i64 = 50;
/// How long posted cards are gathered of which one ledger object is told. Most of their leads are in the
/// CRM by then, so that the answer says what their cards should show, and nobody else is sent to say it.
pub const REPORTS_GATHER_MS: i64 = 400;

/// What an isolate has gathered and nobody has seen to yet. If the isolate or the request that is to see to
/// it ends before, so do the cards' leases, and the consumer looks for them in their channels.
#[derive(Debug)]
pub struct Gathered<T> {
    gather_ms: i64,
    waiting: Vec<T>,
    taken_at_ms: i64,
    due_ms: Option<i64>,
}

impl<T> Gathered<T> {
    /// Of what comes within so long.
    pub const fn over(gather_ms: i64) -> Self {
        Self { gather_ms, waiting: Vec::new(), taken_at_ms: 0, due_ms: None }
    }

    /// Adds a card. If the caller is to see to all that are gathered: in how many milliseconds, which are
    /// none after a quiet time.
    #[must_use]
    pub fn add(&mut self, card: T, now_ms: i64) -> Option<i64> {
        self.waiting.push(card);
        if self.due_ms.is_some_and(|due_ms| now_ms < due_ms + self.lost_after_ms()) {
            return None;
        }
        // A clock that went back makes nobody wait longer.
        let wait_ms = (self.taken_at_ms + self.gather_ms - now_ms).clamp(0, self.gather_ms);
        self.due_ms = Some(now_ms + wait_ms);
        Some(wait_ms)
    }

    /// Takes them out, to be seen to.
    #[must_use]
    pub fn take(&mut self, now_ms: i64) -> Vec<T> {
        self.taken_at_ms = now_ms;
        self.due_ms = None;
        std::mem::take(&mut self.waiting)
    }

    /// Whoever has not come so long after they were due died with their request.
    const fn lost_after_ms(&self) -> i64 {
        5 * self.gather_ms
    }
}
