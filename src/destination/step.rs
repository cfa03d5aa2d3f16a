//! One call of a batch, and what follows from it.

use super::call::Call;
use super::verdict::{Reason, Verdict};

/// The leads of one person in a batch, one after the other: they are never in one call, nor in two
/// at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Whose turn it is: an index into the batch.
    pub item: usize,
    /// Who comes after it.
    pub then: Vec<usize>,
    /// Who went before it and got a record there, and that record's reference: a search may not show it
    /// yet.
    pub before: Vec<(usize, String)>,
}

/// What a step's call is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Reads what stands there before leads are written again.
    Look {
        /// By email, though the destination's key is another.
        by_email: bool,
    },
    /// Creates or updates records by their key.
    Write {
        /// By email, though the destination's key is another.
        by_email: bool,
        /// After the vendor said that the same key had just been written.
        is_second: bool,
    },
    /// Looks for the person by email.
    FindPerson,
    /// Reads the person with this id.
    ReadPerson {
        /// Its id there.
        person: u64,
        /// Whether it was there before us.
        was_found: bool,
    },
    /// Creates the person.
    CreatePerson,
    /// Fills the person's blanks.
    FillPerson {
        /// Its id there.
        person: u64,
        /// Whether it was there before us.
        was_found: bool,
    },
    /// Creates the lead on the person.
    CreateLead {
        /// The person's id there.
        person: u64,
        /// Whether the person was there before us.
        was_found: bool,
    },
    /// Looks for the lead among the person's.
    FindLead {
        /// The person's id there.
        person: u64,
        /// Whether the person was there before us.
        was_found: bool,
    },
}

/// One call to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The call.
    pub call: Call,
    /// Whom it is for, in the order of the call's own list.
    pub turns: Vec<Turn>,
    /// What it is for.
    pub stage: Stage,
}

/// What follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// References that are known before the lead is done: store them before another step is sent,
    /// so that a crash repeats nothing.
    pub remember: Vec<(usize, String)>,
    /// Leads that are through.
    pub verdicts: Vec<(usize, Verdict)>,
    /// Calls to make.
    pub steps: Vec<Step>,
}

/// Collects what follows from one call.
pub(super) struct Round {
    destination: &'static str,
    look_after_ms: i64,
    progress: Progress,
    followers: Vec<Turn>,
}

impl Round {
    pub fn new(destination: &'static str) -> Self {
        Self { destination, look_after_ms: 0, progress: Progress::default(), followers: Vec::new() }
    }

    /// After an unknown outcome whoever comes behind waits as long as its lead does.
    pub const fn look_after(mut self, look_after_ms: i64) -> Self {
        self.look_after_ms = look_after_ms;
        self
    }

    /// A lead is through. Whoever waits behind it goes on, unless it is not known whether the
    /// person is there: then they wait for the next attempt too.
    pub fn settle(&mut self, turn: Turn, verdict: Verdict) {
        let reason = Reason::new(self.destination, "the same person first");
        let held_up = verdict.holds_up(reason, self.look_after_ms);
        let mut before = turn.before;
        if let Verdict::Done { reference, .. } = &verdict {
            before.push((turn.item, reference.clone()));
        }
        self.progress.verdicts.push((turn.item, verdict));
        match held_up {
            Some(wait) => {
                let waiting = turn.then.into_iter().map(|item| (item, wait.clone()));
                self.progress.verdicts.extend(waiting);
            }
            None => {
                let mut then = turn.then.into_iter();
                if let Some(item) = then.next() {
                    self.followers.push(Turn { item, then: then.collect(), before });
                }
            }
        }
    }

    /// Another call.
    pub fn step(&mut self, step: Step) {
        self.progress.steps.push(step);
    }

    /// Several more calls, or verdicts without one.
    pub fn add(&mut self, more: Progress) {
        self.progress.remember.extend(more.remember);
        self.progress.verdicts.extend(more.verdicts);
        self.progress.steps.extend(more.steps);
    }

    /// A reference to store before the next step.
    pub fn remember(&mut self, item: usize, reference: String) {
        self.progress.remember.push((item, reference));
    }

    /// All of it; `start` begins with those whose turn has come.
    pub fn finish(mut self, start: impl FnOnce(Vec<Turn>) -> Progress) -> Progress {
        let followers = std::mem::take(&mut self.followers);
        if !followers.is_empty() {
            self.add(start(followers));
        }
        self.progress
    }
}
