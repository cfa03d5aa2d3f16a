//! What is remembered of a question, so that it is asked, and paid for, once: one row for each
//! key (a company's domain, a mail domain), as a pure step.
//!
//! "Not known" is remembered as well as an answer. A failure is remembered for as long as it
//! would be rude to ask again, and told to whoever comes meanwhile, with the time that is left of it:
//! their own jobs come back then. While one asks, everybody else waits: a lease, so that whoever died
//! while asking holds up nobody for longer.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::job::Limits;
use super::trouble::Looked;

/// How long what is remembered, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// An answer.
    pub found_ms: i64,
    /// That nothing is known.
    pub absent_ms: i64,
    /// That asking failed, at least. Whoever asked [waits](Looked::not_before) as long as everybody else:
    /// coming back sooner they would find nothing but their own failure.
    pub failed_ms: i64,
    /// How long somebody may ask.
    pub lease_ms: i64,
}

const DAY_MS: i64 = 86_400_000;

impl Keep {
    /// For companies: they change slowly, and each answer costs a credit. A failure is over while the
    /// jobs that met it can still ask again, and nobody asks beside somebody whose job still does.
    pub const COMPANY: Self = Self {
        found_ms: 30 * DAY_MS,
        absent_ms: 7 * DAY_MS,
        failed_ms: 1_500,
        lease_ms: Limits::USUAL.ask_ms,
    };
}

/// A key's row. Stored as JSON: a test freezes the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry<T> {
    /// What is remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    held: Option<Held<T>>,
    /// Who asks now.
    #[serde(skip_serializing_if = "Option::is_none")]
    asking: Option<Asking>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Held<T> {
    answer: Looked<T>,
    until_ms: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Asking {
    who: String,
    until_ms: i64,
}

/// What the cache says to somebody who wants to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recall<T> {
    /// This is remembered. Of a failure, when to ask again at the earliest.
    Known(Looked<T>),
    /// Nothing: ask, and [tell](Entry::tell) what came of it before the lease ends.
    Ask {
        /// When it ends.
        until_ms: i64,
    },
    /// Nothing yet: somebody asks. Come back then.
    Wait {
        /// When.
        until_ms: i64,
    },
}

impl<T: Clone> Entry<T> {
    /// From its row. One that cannot be read says as little as none: the caps hold all the same.
    pub fn read(stored: Option<&str>) -> Self
    where
        T: DeserializeOwned,
    {
        stored.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(Self::blank)
    }

    /// A key nobody asked about.
    pub const fn blank() -> Self {
        Self { held: None, asking: None }
    }

    /// `who` wants to know. Whoever has the lease already and comes back may go on.
    #[must_use]
    pub fn recall(self, who: &str, keep: Keep, now_ms: i64) -> (Self, Recall<T>) {
        if let Some(held) = self.held.as_ref().filter(|held| held.holds(now_ms)) {
            let known = match held.answer.clone() {
                Looked::Failed { trouble, .. } => {
                    Looked::Failed { trouble, after_ms: held.until_ms.saturating_sub(now_ms) }
                }
                answer => answer,
            };
            return (self, Recall::Known(known));
        }
        // By a clock that went back a lease would last longer than it can.
        let is_open =
            |asking: &&Asking| (now_ms..=now_ms.saturating_add(keep.lease_ms)).contains(&asking.until_ms);
        match self.asking.as_ref().filter(is_open) {
            Some(asking) if asking.who != who && asking.until_ms > now_ms => {
                let until_ms = asking.until_ms;
                (self, Recall::Wait { until_ms })
            }
            _ => {
                let until_ms = now_ms.saturating_add(keep.lease_ms);
                let asking = Some(Asking { who: who.to_owned(), until_ms });
                (Self { asking, ..self }, Recall::Ask { until_ms })
            }
        }
    }

    /// `who` has asked. An answer is believed even after the lease: it is as true, and paid for.
    /// A failure counts only of who had the lease, and never against an answer that still holds.
    #[must_use]
    pub fn tell(self, who: &str, answer: Looked<T>, keep: Keep, now_ms: i64) -> Self {
        let has_lease = self.asking.as_ref().is_some_and(|asking| asking.who == who);
        let asking = if has_lease { None } else { self.asking };
        let for_ms = match &answer {
            Looked::Found(_) => keep.found_ms,
            Looked::Absent => keep.absent_ms,
            Looked::Failed { after_ms, .. } => keep.failed_ms.max(*after_ms),
        };
        let is_failure = matches!(answer, Looked::Failed { .. });
        let still_holds = self.held.as_ref().is_some_and(|held| held.holds(now_ms));
        if is_failure && (!has_lease || still_holds) {
            return Self { held: self.held, asking };
        }
        let until_ms = now_ms.saturating_add(for_ms);
        Self { held: Some(Held { answer, until_ms }), asking }
    }

    /// When the row says nothing any more and can be deleted.
    pub fn stale_at_ms(&self) -> i64 {
        let held = self.held.as_ref().map_or(i64::MIN, |held| held.until_ms);
        held.max(self.asking.as_ref().map_or(i64::MIN, |asking| asking.until_ms))
    }
}

impl<T> Held<T> {
    const fn holds(&self, now_ms: i64) -> bool {
        now_ms < self.until_ms
    }
}
