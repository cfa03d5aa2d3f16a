//! What an isolate saw of one form and has not reported yet.

use super::sample::Sample;

/// How long a report is gathered for: a flood of refusals is one call a second, not one each.
pub const GATHER_MS: i64 = 1_000;
/// Submissions that fitted are reported at least so often while there are any: a rate that
/// heard of them with misfits only would be too high.
pub const REPORT_FITS_EVERY_MS: i64 = 60_000;
/// Samples in one report; of further misfits the number is enough.
pub const MAX_GATHERED_SAMPLES: usize = 20;
/// A reporter that has not come by then died with its request.
const REPORTER_LOST_MS: i64 = 10 * GATHER_MS;

/// Submissions to one form, by whether they fitted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Those that did.
    pub fitting: u32,
    /// Those that did not.
    pub misfits: Vec<Sample>,
    /// And others that did not, of which nothing else is said.
    pub more_misfits: u32,
}

impl Seen {
    fn has_misfits(&self) -> bool {
        !self.misfits.is_empty() || self.more_misfits > 0
    }
}

/// What an isolate saw and has not reported yet, and when it reported. What it holds when its
/// isolate ends is lost: at most a minute of fits, or a second of misfits.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    seen: Seen,
    reported_at_ms: Option<i64>,
    reporter_since_ms: Option<i64>,
}

impl Gathered {
    /// Counts a submission that fitted. Whether the caller is to report, [`GATHER_MS`] later.
    #[must_use]
    pub fn fits(&mut self, now_ms: i64) -> bool {
        self.seen.fitting = self.seen.fitting.saturating_add(1);
        self.appoint(now_ms)
    }

    /// Counts a submission that did not fit; `sample` is only made if there is room. Whether
    /// the caller is to report, [`GATHER_MS`] later.
    #[must_use]
    pub fn misfits(&mut self, sample: impl FnOnce() -> Sample, now_ms: i64) -> bool {
        if self.seen.misfits.len() < MAX_GATHERED_SAMPLES {
            self.seen.misfits.push(sample());
        } else {
            self.seen.more_misfits = self.seen.more_misfits.saturating_add(1);
        }
        self.appoint(now_ms)
    }

    /// Takes everything out, to be reported.
    pub fn take(&mut self, now_ms: i64) -> Seen {
        self.reported_at_ms = Some(now_ms);
        self.reporter_since_ms = None;
        std::mem::take(&mut self.seen)
    }

    /// Takes back what could not be reported: the next report has it.
    pub fn put_back(&mut self, unreported: Seen) {
        let Seen { fitting, misfits, more_misfits } = unreported;
        let room = MAX_GATHERED_SAMPLES.saturating_sub(self.seen.misfits.len());
        let left_out = u32::try_from(misfits.len().saturating_sub(room)).unwrap_or(u32::MAX);
        self.seen.fitting = self.seen.fitting.saturating_add(fitting);
        self.seen.misfits.extend(misfits.into_iter().take(room));
        self.seen.more_misfits = self.seen.more_misfits.saturating_add(more_misfits).saturating_add(left_out);
    }

    fn appoint(&mut self, now_ms: i64) -> bool {
        let since = |then_ms: i64| now_ms.saturating_sub(then_ms);
        let is_under_way =
            self.reporter_since_ms.is_some_and(|then_ms| (0..REPORTER_LOST_MS).contains(&since(then_ms)));
        let is_fresh =
            self.reported_at_ms.is_some_and(|then_ms| (0..REPORT_FITS_EVERY_MS).contains(&since(then_ms)));
        let is_due = !is_under_way && (self.seen.has_misfits() || !is_fresh);
        if is_due {
            self.reporter_since_ms = Some(now_ms);
        }
        is_due
    }
}
