//! How many submissions fitted in the last hour, and how many did not.

use serde::{Deserialize, Serialize};

/// One minute.
pub(super) const MINUTE_MS: i64 = 60_000;
/// How many minutes the rate is taken over.
const MINUTES: i64 = 60;

/// The counts of one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Minute {
    /// Minutes since 1970.
    minute: i64,
    /// Submissions that fitted. They count when they are reported.
    fitting: u32,
    /// Submissions that did not.
    misfitting: u32,
}

/// The minutes of the last hour that have counts, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Hour(Vec<Minute>);

impl Hour {
    /// Counts submissions in a minute that is not before any counted so far.
    pub fn add(&mut self, minute: i64, fitting: u32, misfitting: u32) {
        match self.0.last_mut().filter(|last| last.minute == minute) {
            Some(last) => {
                last.fitting = last.fitting.saturating_add(fitting);
                last.misfitting = last.misfitting.saturating_add(misfitting);
            }
            None => self.0.push(Minute { minute, fitting, misfitting }),
        }
    }

    /// Forgets what is an hour old in this minute.
    pub fn turn_to(&mut self, minute: i64) {
        self.0.retain(|counted| minute.saturating_sub(counted.minute) < MINUTES);
    }

    /// How many did not fit, and how many there were.
    pub fn misfits_of_all(&self) -> (u64, u64) {
        let misfits = self.0.iter().map(|minute| u64::from(minute.misfitting)).sum::<u64>();
        let fitting = self.0.iter().map(|minute| u64::from(minute.fitting)).sum::<u64>();
        (misfits, misfits + fitting)
    }
}
