//! When a destination is compared, and by whom: what the object that has its alarm knows.
//!
//! The alarm asks, by a message; somebody takes the turn, compares as far as a few seconds go, and
//! hands in the comparison, whereupon the alarm asks again or rests. Whatever is lost on the way, the
//! message, the turn or its end, is asked for again when its time is over, and what is handed in late
//! is not taken: so nothing is compared twice, and no page is left out.

use serde::{Deserialize, Serialize};

use super::pass::{Reconciliation, Report};

/// How long after a destination is first heard of it is first compared.
pub const FIRST_MS: i64 = 60_000;
/// How long a turn may take. Longer than whoever has it works, and its calls with their deadlines.
pub const TURN_MS: i64 = 60_000;
/// A comparison that stood still for so long begins anew.
const STALE_MS: i64 = 24 * 60 * 60 * 1000;

/// What a watch is told. Its JSON travels between Workers: a test freezes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "watch", rename_all = "snake_case", deny_unknown_fields)]
pub enum WatchCall {
    /// There is such a destination.
    Arm,
    /// Compare it now, unless that is under way.
    Begin,
    /// Somebody would compare.
    Take,
    /// How far they came.
    HandIn {
        /// Which turn it was.
        turn: u64,
        /// The comparison; `None` if there can be none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comparison: Option<Box<Reconciliation>>,
        /// When to go on, or, once it is over, to begin again.
        after_ms: i64,
        /// Why it is not over, or cannot be made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// What came of it.
    Look,
}

/// What it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum WatchReply {
    /// To [`WatchCall::Arm`], and to what was handed in.
    Noted,
    /// To [`WatchCall::Begin`]: whether a new comparison begins.
    Begun {
        /// `false` if one is under way.
        anew: bool,
    },
    /// The turn is yours.
    Turn {
        /// To be named when it ends.
        turn: u64,
        /// What to go on with; `None`: begin.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comparison: Option<Box<Reconciliation>>,
        /// How long the ledger knows leads whose records are settled.
        kept_ms: i64,
    },
    /// Nobody has asked for it, or somebody else has the turn.
    NotYours,
    /// To [`WatchCall::Look`].
    Outlook(Box<Outlook>),
}

/// What is known of a destination's comparisons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// The last one that came to its end.
    pub last: Option<Report>,
    /// The one under way, as far as it is.
    pub under_way: Option<Report>,
    /// Why it does not go on, or why there is none.
    pub reason: Option<String>,
    /// When it goes on, or the next one begins, in milliseconds since 1970.
    pub next_at_ms: Option<i64>,
}

/// Everything a watch knows. Its JSON is stored: a test freezes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    destination: String,
    due_at_ms: i64,
    asked: bool,
    turn: u64,
    turn_until_ms: i64,
    comparison: Option<Box<Reconciliation>>,
    last: Option<Report>,
    reason: Option<String>,
}

impl Watch {
    /// Of a destination nobody has compared.
    pub fn new(destination: &str, now_ms: i64) -> Self {
        Self {
            destination: destination.to_owned(),
            due_at_ms: now_ms.saturating_add(FIRST_MS),
            asked: false,
            turn: 0,
            turn_until_ms: 0,
            comparison: None,
            last: None,
            reason: None,
        }
    }

    /// Whose it is.
    pub fn destination(&self) -> &str {
        &self.destination
    }

    /// When the alarm has to ring.
    pub const fn due_at_ms(&self) -> i64 {
        self.due_at_ms
    }

    /// The alarm rang. Whether to ask for somebody who compares.
    pub fn ring(&mut self, now_ms: i64) -> bool {
        if now_ms < self.due_at_ms {
            return false;
        }
        self.asked = true;
        self.turn_until_ms = 0;
        self.due_at_ms = now_ms.saturating_add(TURN_MS);
        true
    }

    /// Takes one call. `kept_ms` is how long the ledger knows what is settled.
    pub fn hear(&mut self, call: WatchCall, kept_ms: i64, now_ms: i64) -> WatchReply {
        match call {
            WatchCall::Arm => WatchReply::Noted,
            WatchCall::Begin => self.begin(now_ms),
            WatchCall::Take => self.take(kept_ms, now_ms),
            WatchCall::HandIn { turn, comparison, after_ms, reason } => {
                if turn != self.turn || self.turn_until_ms == 0 {
                    return WatchReply::NotYours;
                }
                self.hand_in(comparison, now_ms);
                self.turn_until_ms = 0;
                self.reason = reason;
                self.due_at_ms = now_ms.saturating_add(after_ms.max(0));
                WatchReply::Noted
            }
            WatchCall::Look => WatchReply::Outlook(Box::new(self.outlook(now_ms))),
        }
    }

    fn begin(&mut self, now_ms: i64) -> WatchReply {
        let is_free = self.turn_until_ms == 0;
        if is_free {
            self.due_at_ms = now_ms;
        }
        WatchReply::Begun { anew: is_free && self.comparison.is_none() }
    }

    fn take(&mut self, kept_ms: i64, now_ms: i64) -> WatchReply {
        if !self.asked {
            return WatchReply::NotYours;
        }
        self.asked = false;
        self.turn = self.turn.saturating_add(1);
        self.turn_until_ms = now_ms.saturating_add(TURN_MS);
        self.due_at_ms = self.turn_until_ms;
        let is_stale =
            |comparison: &Reconciliation| now_ms.saturating_sub(comparison.began_at_ms()) > STALE_MS;
        if self.comparison.as_deref().is_some_and(is_stale) {
            self.comparison = None;
        }
        WatchReply::Turn { turn: self.turn, comparison: self.comparison.clone(), kept_ms }
    }

    fn hand_in(&mut self, comparison: Option<Box<Reconciliation>>, now_ms: i64) {
        match comparison {
            Some(comparison) if comparison.is_over() => {
                self.last = Some(comparison.report(now_ms));
                self.comparison = None;
            }
            comparison => self.comparison = comparison,
        }
    }

    fn outlook(&self, now_ms: i64) -> Outlook {
        Outlook {
            last: self.last.clone(),
            under_way: self.comparison.as_ref().map(|comparison| comparison.report(now_ms)),
            reason: self.reason.clone(),
            next_at_ms: Some(self.due_at_ms),
        }
    }
}
