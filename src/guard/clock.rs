//! The guard's own time, which never goes back.

use serde::{Deserialize, Serialize};

/// A clock that went back by less is held where it was: two machines disagree by about that
/// much. One that went back by more was wrong before, and is believed.
const HELD_MS: i64 = 60_000;
/// Nothing the guard knows is of use after so long: a clock that leaps ages it no further.
const LONGEST_STEP_MS: i64 = 2 * 24 * 3_600_000;

/// What the clock on the wall last said, and the time that has passed since the guard began.
///
/// Instants in the guard are of the second kind: a clock that was once far ahead cannot leave
/// it waiting for a time that does not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Clock {
    wall_ms: i64,
    passed_ms: i64,
}

impl Clock {
    pub const fn start(now_ms: i64) -> Self {
        Self { wall_ms: now_ms, passed_ms: 0 }
    }

    /// Goes on to what the wall says now; answers the guard's own time.
    pub fn advance(&mut self, now_ms: i64) -> i64 {
        let by_ms = now_ms.saturating_sub(self.wall_ms);
        if by_ms >= 0 || by_ms <= -HELD_MS {
            self.wall_ms = now_ms;
            self.passed_ms = self.passed_ms.saturating_add(by_ms.clamp(0, LONGEST_STEP_MS));
        }
        self.passed_ms
    }
}
