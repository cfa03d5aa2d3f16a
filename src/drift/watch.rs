//! The state machine of one form's drift.

use serde::{Deserialize, Serialize};

use super::hour::MINUTE_MS;
use super::sample::Sample;
use super::state::{
    DriftState, Episode, KeptSample, MAX_QUIET_SAMPLES_A_DAY, MAX_SAMPLES_A_DAY, MAX_SAMPLES_BYTES,
    SAMPLE_KEPT_MS,
};
use super::tally::FieldTally;

/// Fewer misfits in an hour are typing errors, whatever their share.
pub const MIN_MISFITS: u64 = 5;
/// How long one reporter has for telling, before the next is asked: five times what a slow
/// vendor takes. A reporter that told and died before it said so has told twice.
pub const LEASE_MS: i64 = 60_000;
/// An owner is told of one form at most once in this time.
pub const NOTICE_EVERY_MS: i64 = DAY_MS;
/// An episode ends after so long a calm.
const CALM_MS: i64 = HOUR_MS;
/// After so many minutes without a report the hour is empty and every calm is over.
const IDLE_MINUTES: i64 = 121;
/// Samples in a notice.
const SAMPLES_TOLD: usize = 3;

const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// When a form counts as drifting, and what may be kept of what does not fit. Travels as
/// JSON: a test freezes the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftPolicy {
    /// An episode opens at this share of an hour's submissions, 1 to 100.
    pub rate_percent: u32,
    /// Whether samples are kept. If not, misfits count, and samples of an earlier policy are
    /// forgotten.
    pub keeps_samples: bool,
}

impl Default for DriftPolicy {
    /// A fifth: visitors who mistype an address stay well below.
    fn default() -> Self {
        Self { rate_percent: 20, keeps_samples: true }
    }
}

/// What may be said to the watch. Travels as JSON: a test freezes the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DriftCommand {
    /// What an isolate saw since its last report.
    Report {
        /// Submissions that fitted.
        fitting: u32,
        /// Submissions that did not.
        misfits: Vec<Sample>,
        /// And others that did not, of which nothing else is said.
        #[serde(default, skip_serializing_if = "is_zero")]
        more_misfits: u32,
    },
    /// The owner was told.
    Told {
        /// Of which episode.
        episode: u32,
    },
    /// How does the form stand?
    Read,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
pub(super) const fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DriftReply {
    /// Nothing to do.
    Noted,
    /// Tell the owner, then say [`DriftCommand::Told`]. Nobody else is asked for `lease_ms`.
    Tell {
        /// The episode.
        episode: u32,
        /// What to tell.
        summary: Summary,
        /// How long there is for it.
        lease_ms: i64,
    },
    /// How the form stands.
    Standing {
        /// The open episode.
        episode: Option<Episode>,
        /// The counts, with every sample.
        summary: Summary,
    },
}

/// A form's drift in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Misfits of the last hour.
    pub misfits: u64,
    /// Submissions of the last hour, misfits included.
    pub submissions: u64,
    /// Misfits that `fields` counts: the last hour's, and ever fewer of earlier ones.
    pub counted: u32,
    /// What they have in common.
    pub fields: Vec<FieldTally>,
    /// Latest last.
    pub samples: Vec<Sample>,
}

/// Runs one command. `now_ms` may go back: the state's clock does not.
pub fn step(
    mut state: DriftState,
    command: DriftCommand,
    policy: DriftPolicy,
    now_ms: i64,
) -> (DriftState, DriftReply) {
    let now_ms = state.advance(policy, now_ms);
    if !policy.keeps_samples {
        state.samples.clear();
    }
    let reply = match command {
        DriftCommand::Report { fitting, misfits, more_misfits } => {
            state.count(fitting, &misfits, more_misfits, now_ms);
            state.judge(policy, now_ms);
            if policy.keeps_samples {
                misfits.into_iter().for_each(|sample| state.keep(sample, now_ms));
            }
            state.ask(now_ms)
        }
        DriftCommand::Told { episode } => {
            state.told(episode, now_ms);
            DriftReply::Noted
        }
        DriftCommand::Read => {
            DriftReply::Standing { episode: state.episode.clone(), summary: state.summary(usize::MAX) }
        }
    };
    (state, reply)
}

impl DriftState {
    /// Lives through the minutes since the last command, so that an episode ends at the time
    /// it did even if nobody reported. Answers the time it is.
    fn advance(&mut self, policy: DriftPolicy, now_ms: i64) -> i64 {
        let now_ms = now_ms.max(self.clock_ms);
        let now_minute = now_ms.div_euclid(MINUTE_MS);
        let last_minute = self.clock_ms.div_euclid(MINUTE_MS);
        let first = (last_minute + 1).max(now_minute.saturating_sub(IDLE_MINUTES));
        for minute in first..=now_minute {
            self.hour.turn_to(minute);
            self.calm(policy, minute * MINUTE_MS);
        }
        let hour = now_ms.div_euclid(HOUR_MS);
        let halvings = hour.saturating_sub(self.halved_in_hour);
        self.tallies.halve(u32::try_from(halvings).unwrap_or(u32::MAX));
        self.halved_in_hour = hour;
        self.samples.retain(|kept| now_ms.saturating_sub(kept.at_ms) < SAMPLE_KEPT_MS);
        self.clock_ms = now_ms;
        now_ms
    }

    fn count(&mut self, fitting: u32, misfits: &[Sample], more_misfits: u32, now_ms: i64) {
        let misfitting = u32::try_from(misfits.len()).unwrap_or(u32::MAX).saturating_add(more_misfits);
        self.hour.add(now_ms.div_euclid(MINUTE_MS), fitting, misfitting);
        misfits.iter().for_each(|sample| self.tallies.count(sample));
    }

    /// Whether the last hour's share of misfits reaches `half_percents` half percents.
    fn reaches(&self, half_percents: u32) -> bool {
        let (misfits, all) = self.hour.misfits_of_all();
        misfits > 0 && misfits * 200 >= u64::from(half_percents.max(1)) * all
    }

    /// Notes since when the form is calm; ends the episode after an hour of it.
    fn calm(&mut self, policy: DriftPolicy, now_ms: i64) {
        let is_calm = !self.reaches(policy.rate_percent);
        let Some(episode) = &mut self.episode else { return };
        let since_ms = episode.calm_since_ms.filter(|_| is_calm).unwrap_or(now_ms);
        episode.calm_since_ms = is_calm.then_some(since_ms);
        if now_ms.saturating_sub(since_ms) >= CALM_MS {
            self.episode = None;
        }
    }

    fn judge(&mut self, policy: DriftPolicy, now_ms: i64) {
        self.calm(policy, now_ms);
        let (misfits, _) = self.hour.misfits_of_all();
        let is_drifting = misfits >= MIN_MISFITS && self.reaches(policy.rate_percent.saturating_mul(2));
        if is_drifting && self.episode.is_none() {
            self.episodes = self.episodes.saturating_add(1);
            self.episode = Some(Episode {
                number: self.episodes,
                opened_at_ms: now_ms,
                told: false,
                asked_until_ms: now_ms,
                calm_since_ms: None,
            });
        }
    }

    /// Keeps a sample, unless the day has enough or the same is there already.
    fn keep(&mut self, sample: Sample, now_ms: i64) {
        let day = now_ms.div_euclid(DAY_MS);
        if self.day != day {
            self.day = day;
            self.samples_today = 0;
        }
        let most = if self.episode.is_some() { MAX_SAMPLES_A_DAY } else { MAX_QUIET_SAMPLES_A_DAY };
        let is_known = self.samples.iter().any(|kept| kept.sample == sample);
        if self.samples_today >= most || is_known {
            return;
        }
        self.samples_today += 1;
        self.samples.push(KeptSample { at_ms: now_ms, sample });
        let mut bytes: usize = self.samples.iter().map(|kept| kept.sample.weight_bytes()).sum();
        let mut count = self.samples.len();
        let most = usize::try_from(MAX_SAMPLES_A_DAY).unwrap_or(usize::MAX);
        self.samples.retain(|kept| {
            let is_too_much = count > most || bytes > MAX_SAMPLES_BYTES;
            if is_too_much {
                count -= 1;
                bytes -= kept.sample.weight_bytes();
            }
            !is_too_much
        });
    }

    /// Asks this reporter to tell, if nobody has told, nobody else is at it, and the form has
    /// not calmed down meanwhile.
    fn ask(&mut self, now_ms: i64) -> DriftReply {
        let is_too_soon =
            self.last_notice_ms.is_some_and(|last_ms| now_ms.saturating_sub(last_ms) < NOTICE_EVERY_MS);
        let is_open = |episode: &&mut Episode| {
            !episode.told && episode.calm_since_ms.is_none() && now_ms >= episode.asked_until_ms
        };
        let Some(episode) = self.episode.as_mut().filter(is_open).filter(|_| !is_too_soon) else {
            return DriftReply::Noted;
        };
        episode.asked_until_ms = now_ms.saturating_add(LEASE_MS);
        let number = episode.number;
        DriftReply::Tell { episode: number, summary: self.summary(SAMPLES_TOLD), lease_ms: LEASE_MS }
    }

    fn told(&mut self, number: u32, now_ms: i64) {
        // The telling counts even if the episode has ended meanwhile.
        if (1..=self.episodes).contains(&number) {
            self.last_notice_ms = Some(now_ms);
        }
        if let Some(episode) = self.episode.as_mut().filter(|episode| episode.number == number) {
            episode.told = true;
        }
    }

    fn summary(&self, most_samples: usize) -> Summary {
        let (misfits, submissions) = self.hour.misfits_of_all();
        let older = self.samples.len().saturating_sub(most_samples);
        Summary {
            misfits,
            submissions,
            counted: self.tallies.misfits,
            fields: self.tallies.fields.clone(),
            samples: self.samples.iter().skip(older).map(|kept| kept.sample.clone()).collect(),
        }
    }
}
