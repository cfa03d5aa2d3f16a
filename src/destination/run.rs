//! One batch on its way: which calls are left to make, and how each lead ended.

use std::collections::VecDeque;

use super::answer::Reply;
use super::record::Item;
use super::step::{Progress, Stage, Step, Turn};
use super::verdict::{Reason, Verdict};
use super::{Destination, Promises};
use crate::ledger::Outcome;

/// A batch of leads of one destination. Whoever has it makes the calls that [`Run::take_next`] gives, a few
/// at a time, and hands in how each ended; [`Run::end`] says what became of every lead, whether all
/// calls were made or not.
pub struct Run<'a> {
    destination: &'a dyn Destination,
    items: &'a [Item],
    waiting: VecDeque<Step>,
    /// Turns whose call has been given out and not read yet.
    under_way: Vec<Turn>,
    ends: Vec<Option<Verdict>>,
    begun: Vec<(usize, String)>,
}

impl<'a> Run<'a> {
    /// Begins a batch.
    pub fn open(destination: &'a dyn Destination, items: &'a [Item], now_ms: i64) -> Self {
        let mut run = Self {
            destination,
            items,
            waiting: VecDeque::new(),
            under_way: Vec::new(),
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
        self.under_way.extend(step.turns.iter().cloned());
        Some(step)
    }

    /// How a call ended.
    pub fn read(&mut self, step: &Step, reply: &Reply, now_ms: i64) {
        self.under_way.retain(|turn| !step.turns.contains(turn));
        self.take_in(self.destination.read(self.items, step, reply, now_ms));
    }

    /// A call that was given out and not made.
    pub fn give_back(&mut self, step: Step) {
        self.under_way.retain(|turn| !step.turns.contains(turn));
        self.waiting.push_front(step);
    }

    /// Parts of records that are there now: to be kept before another call is made.
    pub fn take_begun(&mut self) -> Vec<(usize, String)> {
        std::mem::take(&mut self.begun)
    }

    /// How every lead ended, in the order of the items. Those whose turn never came wait until
    /// `rest_after_ms`, for `reason`.
    pub fn end(self, rest_after_ms: i64, reason: &str) -> Vec<Outcome> {
        let promises = self.destination.promises();
        let name = self.destination.name();
        let unread: Vec<usize> = self.under_way.iter().map(|turn| turn.item).collect();
        let left = |(item, end): (usize, Option<Verdict>)| match end {
            Some(verdict) => outcome(&verdict, &promises),
            None if unread.contains(&item) => {
                let reason = Reason::new(name, "not waited for");
                outcome(&Verdict::Unknown { reason }, &promises)
            }
            None => Outcome::postponed(rest_after_ms, format!("{name}: {reason}")),
        };
        self.ends.into_iter().enumerate().map(left).collect()
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
