//! What is stored about one form's drift.

use serde::{Deserialize, Serialize};

use super::hour::Hour;
use super::sample::Sample;
use super::tally::Tallies;

/// The most samples that are taken in one day (UTC), and kept.
pub const MAX_SAMPLES_A_DAY: u32 = 20;
/// Of these, so many while nothing is wrong: the ones that explain an episode find room.
pub(super) const MAX_QUIET_SAMPLES_A_DAY: u32 = 10;
/// How long a sample is kept.
pub(super) const SAMPLE_KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// The most room all samples may take. With 100 tallies of at most 450 bytes and 60 minutes
/// of at most 80, the whole state stays under the 128 KiB of one stored value.
pub(super) const MAX_SAMPLES_BYTES: usize = 64 * 1024;

/// The layout this code writes.
const VERSION: u32 = 1;

/// A time in which too many submissions did not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Episode {
    /// Counts from 1, per form.
    pub number: u32,
    /// When it began.
    pub opened_at_ms: i64,
    /// Whether the owner was told.
    pub told: bool,
    /// Until then one reporter has been asked to tell, and nobody else is.
    pub asked_until_ms: i64,
    /// Since when the rate is below half of the policy's.
    pub calm_since_ms: Option<i64>,
}

/// A sample and when it was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptSample {
    pub at_ms: i64,
    pub sample: Sample,
}

/// What is stored about one form's drift: statistics, no personal data. Its JSON is frozen
/// by a test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftState {
    version: u32,
    /// The latest time seen; it never goes back.
    pub(super) clock_ms: i64,
    pub(super) hour: Hour,
    pub(super) tallies: Tallies,
    /// The hour (since 1970) the tallies were last halved in.
    pub(super) halved_in_hour: i64,
    /// Oldest first.
    pub(super) samples: Vec<KeptSample>,
    /// The day (since 1970) of `samples_today`.
    pub(super) day: i64,
    pub(super) samples_today: u32,
    pub(super) episodes: u32,
    pub(super) episode: Option<Episode>,
    pub(super) last_notice_ms: Option<i64>,
}

impl Default for DriftState {
    fn default() -> Self {
        Self {
            version: VERSION,
            clock_ms: 0,
            hour: Hour::default(),
            tallies: Tallies::default(),
            halved_in_hour: 0,
            samples: Vec::new(),
            day: 0,
            samples_today: 0,
            episodes: 0,
            episode: None,
            last_notice_ms: None,
        }
    }
}

/// What is stored is of another layout, or no state at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadableState;

impl DriftState {
    /// Reads the stored text; nothing is known of a form without one.
    pub fn read(stored: Option<&str>) -> Result<Self, UnreadableState> {
        let Some(stored) = stored else { return Ok(Self::default()) };
        let state = serde_json::from_str::<Self>(stored).ok();
        state.filter(|state| state.version == VERSION).ok_or(UnreadableState)
    }

    /// The text to store, at most 128 KiB.
    pub fn write(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}
