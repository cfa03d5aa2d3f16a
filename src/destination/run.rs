//! One batch on its way: which calls are left to make, and how each lead ended.

use std::collections::VecDeque;

use super::answer::Reply;
use super::record::Item;
use super::step::{Progress, Stage, Step};
use super::verdict::Verdict;
use super::{Destination, Promises};
use crate::ledger::Outcome;

/// A batch of leads of one destination. Whoever has it makes the calls that [`Run::take_next`] gives, a few
/// at a time, and hands in how each ended; [`Run::end`] says what became of every lead, whether all
/// calls were made or not.
pub struct Run<'a> {
    destination: &'a dyn Destination,
    items: &'a [Item],
    waiting: VecDeque<Step>,
    /// What has been tried for each lead so far.
    tried: Vec<Tried>,
    ends: Vec<Option<Verdict>>,
    begun: Vec<(usize, String)>,
}

/// What the calls that were given out for a lead do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tried {
    Nothing,
    Reads,
    Writes,
}

impl<'a> Run<'a> {
    /// Begins a batch.
    pub fn open(destination: &'a dyn Destination, items: &'a [Item], now_ms: i64) -> Self {
        let mut run = Self {
            destination,
            items,
            waiting: VecDeque::new(),
            tried: vec![Tried::Nothing; items.len()],
            ends: items.iter().map(|_| None).collect(),
            begun: Vec::new(),
        };
        run.take_in(destination.open(items, now_ms));
        run
    }

    /// How many calls are known to be needed. What the answers make necessary is not among them.
    pub fn calls(&self) -> usize {
        self.waiting.len()
    }

    /// The next call.
    pub fn take_next(&mut self) -> Option<Step> {
        self.give_out(0)
    }

    /// The next call that may safely be made twice: one that asks a destination whether it is up again.
    pub fn take_repeatable(&mut self) -> Option<Step> {
        let is_safe = |step: &Step| self.destination.promises().repeat_is_safe || step.stage.only_reads();
        let place = self.waiting.iter().position(is_safe)?;
        self.give_out(place)
    }

    fn give_out(&mut self, place: usize) -> Option<Step> {
        let step = self.waiting.remove(place)?;
        let tried = if step.stage.only_reads() { Tried::Reads } else { Tried::Writes };
        for turn in &step.turns {
            if let Some(so_far) = self.tried.get_mut(turn.item) {
                *so_far = tried.max(*so_far);
            }
        }
        Some(step)
    }

    /// How a call ended.
    pub fn read(&mut self, step: &Step, reply: &Reply, now_ms: i64) {
        self.take_in(self.destination.read(self.items, step, reply, now_ms));
    }

    /// Parts of records that are there now: to be kept before another call is made.
    pub fn take_begun(&mut self) -> Vec<(usize, String)> {
        std::mem::take(&mut self.begun)
    }

    /// How every lead ended, in the order of the items. Those whose turn never came wait until
    /// `rest_after_ms`, for `reason`; so do those whose next call never came, but that was an attempt.
    pub fn end(self, rest_after_ms: i64, reason: &str) -> Vec<Outcome> {
        let promises = self.destination.promises();
        let reason = format!("{}: {reason}", self.destination.name());
        let left = |(end, tried): (Option<Verdict>, Tried)| match (end, tried) {
            (Some(verdict), _) => outcome(&verdict, &promises),
            (None, Tried::Nothing) => Outcome::postponed(rest_after_ms, reason.clone()),
            (None, tried) => Outcome::Deferred {
                after_ms: rest_after_ms,
                reason: reason.clone(),
                may_exist: tried == Tried::Writes,
            },
        };
        self.ends.into_iter().zip(self.tried).map(left).collect()
    }

    fn take_in(&mut self, progress: Progress) {
        self.begun.extend(progress.remember);
        for (item, verdict) in progress.verdicts {
            if let Some(end) = self.ends.get_mut(item) {
                *end = Some(verdict);
            }
        }
        // What follows from an answer goes first: a lead that is half there is soon whole.
        for step in progress.steps.into_iter().rev() {
            self.waiting.push_front(step);
        }
    }
}

impl Stage {
    /// Whether it writes nothing.
    pub const fn only_reads(&self) -> bool {
        matches!(self, Self::Look { .. } | Self::FindPerson | Self::ReadPerson { .. } | Self::FindLead { .. })
    }
}

/// What a verdict means for the ledger.
fn outcome(verdict: &Verdict, promises: &Promises) -> Outcome {
    match verdict {
        Verdict::Done { reference, merged_into } => {
            Outcome::Delivered { reference: reference.clone(), merged: merged_into.is_some() }
        }
        Verdict::Refused { reason } => Outcome::quarantined(reason.to_string()),
        // Where a repeat is safe a lost answer is among these.
        Verdict::Again { after_ms, reason } => Outcome::Deferred {
            after_ms: *after_ms,
            reason: reason.to_string(),
            may_exist: promises.repeat_is_safe,
        },
        Verdict::Unknown { reason } => Outcome::Deferred {
            after_ms: promises.look_after_ms,
            reason: reason.to_string(),
            may_exist: true,
        },
    }
}
