//! A warm job: which steps are due, and when it is enough.
//!
//! | step | due |
//! |---|---|
//! | company, mail, line, duplicates | at once |
//! | score, reroute | when each of these has ended, or the time for asking is over |
//! | write back | when these have |
//!
//! The time for asking is counted from the start of the job, that for everything else from its end.
//! When a time is over, what is open is given up and told; nothing of it is a failure of the lead.

mod report;
mod retry;

pub use report::Report;
pub use retry::{MOST_ATTEMPTS, wait_ms};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::domain::NoCompany;
use super::trouble::Trouble;

/// A step. In the order in which steps run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The company of the mail domain.
    Company,
    /// Whether the mail domain takes mail.
    Mail,
    /// What kind of line the number is.
    Line,
    /// Which leads may be the same.
    Duplicates,
    /// The points.
    Score,
    /// Whether the lead goes to another team.
    Reroute,
    /// CRM and card.
    WriteBack,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 7] = [
        Self::Company,
        Self::Mail,
        Self::Line,
        Self::Duplicates,
        Self::Score,
        Self::Reroute,
        Self::WriteBack,
    ];

    /// Whether it finds something out; the others use what was found.
    pub const fn asks(self) -> bool {
        matches!(self, Self::Company | Self::Mail | Self::Line | Self::Duplicates)
    }

    /// Whether it decides by what was found.
    const fn decides(self) -> bool {
        matches!(self, Self::Score | Self::Reroute)
    }

    /// Whether it is the last.
    const fn writes(self) -> bool {
        matches!(self, Self::WriteBack)
    }
}

/// Why a step is left out from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Skipped {
    /// The mail domain is no company's.
    NoCompany(NoCompany),
    /// The lead has no address.
    NoEmail,
    /// The lead has no number that could be looked up.
    NoNumber,
    /// Nobody is configured to be asked.
    NotConfigured,
    /// A monitor's lead: nothing is paid for, and nobody is asked about it.
    Synthetic,
}

/// Why a step was not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GaveUp {
    /// The time was over.
    OutOfTime,
    /// It failed too often, or in a way that does not pass.
    Failed(Trouble),
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open { attempts: u32, not_before_ms: i64 },
    Done,
    Skipped(Skipped),
    GaveUp(GaveUp),
}

/// How long a job may take, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For asking, from the start of the job.
    pub ask_ms: i64,
    /// For everything else, from the end of the time for asking.
    pub finish_ms: i64,
}

impl Limits {
    /// A rep who opens the lead half a minute later finds everything that could be found out.
    pub const USUAL: Self = Self { ask_ms: 20_000, finish_ms: 60_000 };
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    opened_at_ms: i64,
    steps: BTreeMap<Step, State>,
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Run these at the same time, and leave whatever is not back by then.
    Run {
        /// The steps.
        steps: Vec<Step>,
        /// How long all of them together may take.
        within_ms: i64,
    },
    /// Nothing is due. Come back.
    Again {
        /// After this long, in milliseconds; at least 1.
        after_ms: i64,
    },
    /// Nothing is left.
    Over(Report),
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Done, whatever was found.
    Done,
    /// No answer.
    Failed {
        /// Why.
        trouble: Trouble,
        /// The least wait that was asked for.
        after_ms: i64,
    },
}

/// Which steps.
type Among = fn(Step) -> bool;

impl Job {
    /// A new job, without the steps that make no sense for this lead.
    pub fn open(skipped: &BTreeMap<Step, Skipped>, now_ms: i64) -> Self {
        let state = |step: Step| match skipped.get(&step) {
            Some(why) => State::Skipped(*why),
            None => State::Open { attempts: 0, not_before_ms: now_ms },
        };
        Self { opened_at_ms: now_ms, steps: Step::ALL.into_iter().map(|step| (step, state(step))).collect() }
    }

    /// What to do now. Steps whose time is over are given up.
    #[must_use]
    pub fn next(mut self, limits: Limits, now_ms: i64) -> (Self, Next) {
        // By a clock that went back a job has just begun, and no more than that.
        self.opened_at_ms = self.opened_at_ms.min(now_ms);
        let ask_until_ms = self.opened_at_ms.saturating_add(limits.ask_ms);
        let until_ms = ask_until_ms.saturating_add(limits.finish_ms);
        let stages: [(Among, i64); 3] =
            [(Step::asks, ask_until_ms), (Step::decides, until_ms), (Step::writes, until_ms)];
        for (among, until_ms) in stages {
            if now_ms >= until_ms {
                self.give_up(among);
            }
            if self.is_open(among) {
                let next = self.run_or_wait(among, until_ms, now_ms);
                return (self, next);
            }
        }
        let report = Report::of(&self.steps);
        (self, Next::Over(report))
    }

    /// Notes how a step ended. `random` is any number: it spreads the next tries.
    #[must_use]
    pub fn note(mut self, step: Step, ended: Ended, random: u32, now_ms: i64) -> Self {
        if let Some(state) = self.steps.get_mut(&step) {
            *state = state.after(ended, random, now_ms);
        }
        self
    }

    fn is_open(&self, among: impl Fn(Step) -> bool) -> bool {
        self.steps.iter().any(|(step, state)| among(*step) && matches!(state, State::Open { .. }))
    }

    fn give_up(&mut self, among: impl Fn(Step) -> bool) {
        for (step, state) in &mut self.steps {
            if among(*step) && matches!(state, State::Open { .. }) {
                *state = State::GaveUp(GaveUp::OutOfTime);
            }
        }
    }

    /// Runs what is due of open steps, or waits for the first of them.
    fn run_or_wait(&self, among: impl Fn(Step) -> bool, until_ms: i64, now_ms: i64) -> Next {
        let open: Vec<(Step, i64)> = self
            .steps
            .iter()
            .filter_map(|(step, state)| match state {
                State::Open { not_before_ms, .. } if among(*step) => Some((*step, *not_before_ms)),
                _ => None,
            })
            .collect();
        let due = open.iter().filter(|(_, not_before_ms)| *not_before_ms <= now_ms);
        let steps: Vec<Step> = due.map(|(step, _)| *step).collect();
        if !steps.is_empty() {
            return Next::Run { steps, within_ms: until_ms.saturating_sub(now_ms) };
        }
        let first_ms = open.iter().map(|(_, not_before_ms)| *not_before_ms).min().unwrap_or(until_ms);
        let after_ms = first_ms.min(until_ms).saturating_sub(now_ms).max(1);
        Next::Again { after_ms }
    }
}

impl State {
    /// What was over stays so: an answer that comes late changes nothing.
    fn after(self, ended: Ended, random: u32, now_ms: i64) -> Self {
        let Self::Open { attempts, .. } = self else { return self };
        let attempts = attempts.saturating_add(1);
        match ended {
            Ended::Done => Self::Done,
            Ended::Failed { trouble, after_ms } if trouble.may_pass() && attempts < MOST_ATTEMPTS => {
                let wait_ms = wait_ms(attempts, after_ms, random);
                Self::Open { attempts, not_before_ms: now_ms.saturating_add(wait_ms) }
            }
            Ended::Failed { trouble, .. } => Self::GaveUp(GaveUp::Failed(trouble)),
        }
    }
}
