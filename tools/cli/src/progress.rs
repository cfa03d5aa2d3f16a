//! Saying how far something is that takes longer than a second.

use std::time::{Duration, Instant};

/// Silent for a second, then a line a second on the error output.
const PACE: Duration = Duration::from_secs(1);

/// Something that goes on.
pub struct Progress {
    what: &'static str,
    told: Instant,
}

impl Progress {
    /// Begins now; `what` follows the number: `40000 decisions read`.
    pub fn of(what: &'static str) -> Self {
        Self { what, told: Instant::now() }
    }

    /// So many by now.
    pub fn at(&mut self, count: u64) {
        if self.told.elapsed() >= PACE {
            self.told = Instant::now();
            eprintln!("{count} {} …", self.what);
        }
    }
}
