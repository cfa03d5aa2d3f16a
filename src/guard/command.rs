//! What the guard is asked, and what it answers. JSON on the wire: a test freezes it.

use serde::{Deserialize, Serialize};

use super::circuit::Circuit;
use super::limits::Limits;
use super::quota::Budget;

/// How urgent a batch is, most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Leads of people who wait on the page.
    Hot,
    /// All other leads.
    Standard,
    /// Work a lead does not need to arrive: enrichment, what is written back, reconciliation.
    Warm,
}

/// What a guard is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// May this batch be sent?
    Ask {
        /// The destination's name, as in the configuration.
        destination: String,
        /// The urgency of the most urgent in it.
        lane: Lane,
        /// How many calls it may take at most, in the unit the vendor counts: requests, or
        /// tokens where a request costs several. 0 is read as 1.
        items: u32,
        /// The asker's clock. Times in the reply are by the same clock.
        at_ms: i64,
        /// What the configuration says the vendor takes, until the vendor itself has said so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        budget: Option<Budget>,
    },
    /// How the batch went. Told twice, it counts once.
    Report {
        /// The destination's name.
        destination: String,
        /// The ticket of the [`Go`] it was sent under; `None` if it was sent unasked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ticket: Option<u64>,
        /// Every call that was begun, in the order they ended. What was granted and is not
        /// in here was not used.
        outcomes: Vec<Called>,
        /// What the vendor's headers said: the tightest of all answers.
        #[serde(default)]
        limits: Limits,
    },
}

/// One call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    /// How it ended.
    pub ending: Ending,
    /// From the first byte sent to the last one read, or to when it was given up.
    pub latency_ms: u32,
}

/// How a call ended, as far as the vendor's health is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// With an answer, be it a refusal of what we sent (a 4xx is our making).
    Answered,
    /// With "too many": 429, or what means the same there (Salesforce: 403
    /// `REQUEST_LIMIT_EXCEEDED`).
    Limited,
    /// With a 5xx, a 408 or an answer that cannot be read.
    Failed,
    /// With no answer in time.
    TimedOut,
    /// With no connection, or one that broke.
    Unconnected,
}

impl Ending {
    /// How an HTTP answer with this status ends a call. Whoever reads bodies knows better:
    /// an unreadable 200 is [`Self::Failed`], a 403 may be [`Self::Limited`].
    pub const fn of_status(status: u16) -> Self {
        match status {
            429 => Self::Limited,
            408 | 500.. => Self::Failed,
            _ => Self::Answered,
        }
    }

    /// Whether it speaks against the vendor's health.
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::Failed | Self::TimedOut | Self::Unconnected)
    }
}

/// What a guard answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum Reply {
    /// Send.
    Go(Go),
    /// Send nothing.
    Wait {
        /// When to ask again, by the asker's clock.
        until_ms: i64,
        /// Why.
        reason: Reason,
    },
    /// The report is noted.
    Noted {
        /// Where the circuit stands now.
        circuit: Circuit,
    },
    /// The command names another destination than this guard's. Nothing has changed.
    Misdirected,
}

/// A permission to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Go {
    /// To be given back with the report; `None` when there is no guard to report to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<u64>,
    /// How long to wait for each answer.
    pub timeout_ms: u32,
    /// How many calls at a time.
    pub concurrency: u32,
    /// How many calls in all, at least 1. A batch that is told "too many", or that fails five
    /// times in a row, stops and reports.
    pub permits: u32,
    /// The vendor was down: send one call and nothing else. One that may safely be made twice (an
    /// upsert by external id, or a look-up), if the batch has any: with a vendor that knows no such
    /// call one lead is at stake, or nobody would ever learn that it is back.
    pub probe: bool,
    /// No call may begin later, by the asker's clock.
    pub stop_at_ms: i64,
    /// When to ask for what the permits do not cover.
    pub rest_until_ms: i64,
}

/// Why nothing may be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The circuit is open.
    CircuitOpen,
    /// A probe is on its way.
    Probing,
    /// The vendor asked to be left alone.
    Paused,
    /// The window's share of this lane is spent.
    WindowSpent,
    /// Too little of the day's allowance is left for warm work.
    DayNearlySpent,
    /// As many calls are on their way as this lane may have.
    Busy,
    /// A lead waits: warm work is after it.
    LeadsFirst,
    /// The guard could not be asked, and this can wait.
    Unguarded,
}

impl Reason {
    /// The word, as in logs and in the ledger's reasons.
    pub const fn word(self) -> &'static str {
        match self {
            Self::CircuitOpen => "circuit_open",
            Self::Probing => "probing",
            Self::Paused => "paused",
            Self::WindowSpent => "window_spent",
            Self::DayNearlySpent => "day_nearly_spent",
            Self::Busy => "busy",
            Self::LeadsFirst => "leads_first",
            Self::Unguarded => "unguarded",
        }
    }
}
