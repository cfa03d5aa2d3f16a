//! One batch's calls: as many at a time as the guard grants, until all are made, the vendor says "too
//! many", or the time of the batch is over.

use std::time::Duration;

use beeline::destination::{Destination, Item, Reply, Run, Step};
use beeline::guard::{Budget, Called, Ending, Go, Lane, Limits, Reply as GuardReply};
use beeline::ledger::{BatchTime, Command, Outcome, Settlement};
use beeline_platform::guards::Guarded;
use beeline_platform::{log, outbound, source};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use worker::Delay;

use crate::desk::Desk;
use crate::intake::Job;

/// A wait that is worth it: shorter than the way back to the ledger and from there.
const SHORT_WAIT_MS: i64 = 300;
/// After so many failures in a row a batch stops and reports.
const FAILURES_IN_A_ROW: usize = 5;
/// How long leads wait whose turn did not come in a batch's time.
const REST_MS: i64 = 500;
/// How long to wait for an answer where nobody can look what became of the call: a call that is given
/// up too early there is a lead for a person to see to.
const FINAL_TIMEOUT_MS: u32 = 8_000;

/// A batch and what it needs.
pub struct Delivery<'a> {
    pub desk: &'a Desk,
    pub destination: &'a dyn Destination,
    pub budget: Budget,
    pub lane: Lane,
    pub jobs: &'a [Job],
    pub items: &'a [Item],
    /// Since the consumer got it.
    pub time: BatchTime,
}

/// Why a batch ends with leads left over.
struct Stopped {
    after_ms: i64,
    reason: &'static str,
}

/// What became of a batch.
pub struct Delivered {
    /// How each lead ended.
    pub ends: Vec<Outcome>,
    /// What the guard has not been told yet: leads do not wait for that.
    pub untold: Option<Shift>,
}

impl Delivery<'_> {
    /// Makes the calls.
    pub async fn run(&self) -> Delivered {
        let until_ms = self.time.begin_until_ms();
        let mut run = Run::open(self.destination, self.items, source::now_ms());
        let mut stopped = Stopped { after_ms: REST_MS, reason: "the batch took too long" };
        let mut untold = None;
        while run.calls() > 0 && source::now_ms() < until_ms {
            if let Some(shift) = untold.take() {
                self.tell(shift).await;
            }
            match self.ask(&run).await {
                GuardReply::Go(go) => {
                    let shift = self.shift(&mut run, go, until_ms).await;
                    let is_token_refused = shift.token_refused;
                    untold = Some(shift);
                    if is_token_refused {
                        stopped.reason = "the access token is no longer good";
                        break;
                    }
                }
                GuardReply::Wait { until_ms, reason } => {
                    let wait_ms = until_ms - source::now_ms();
                    if wait_ms > SHORT_WAIT_MS {
                        stopped = Stopped { after_ms: wait_ms, reason: reason.word() };
                        break;
                    }
                    let wait_ms = u64::try_from(wait_ms).unwrap_or(0).max(1);
                    Delay::from(Duration::from_millis(wait_ms)).await;
                }
                GuardReply::Noted { .. } | GuardReply::Misdirected => break,
            }
        }
        Delivered { ends: run.end(stopped.after_ms, stopped.reason), untold }
    }

    /// Tells the guard how the calls of one grant went.
    pub async fn tell(&self, shift: Shift) {
        self.desk.guards.report(self.guarded(), shift.go.ticket, shift.made, shift.limits).await;
    }

    fn guarded(&self) -> Guarded<'_> {
        Guarded { destination: self.destination.name(), budget: self.budget }
    }

    async fn ask(&self, run: &Run<'_>) -> GuardReply {
        let calls = u32::try_from(run.calls()).unwrap_or(u32::MAX);
        self.desk.guards.ask(self.guarded(), self.lane, calls).await
    }

    /// The calls of one grant.
    async fn shift(&self, run: &mut Run<'_>, go: Go, until_ms: i64) -> Shift {
        let mut shift = Shift::begin(go, until_ms);
        let mut under_way = FuturesUnordered::new();
        loop {
            while under_way.len() < shift.at_once() && shift.may_begin() {
                let probe = if go.probe { run.take_repeatable() } else { None };
                let Some(step) = probe.or_else(|| run.take_next()) else { break };
                shift.calls += 1;
                under_way.push(self.call(step, go.timeout_ms));
            }
            let Some((step, reply, called)) = under_way.next().await else { break };
            shift.note(called, &reply);
            if self.destination.wants_new_token(&reply) {
                self.desk.vendors.spoil_token(self.destination.name(), &step.call);
                shift.token_refused = true;
            }
            run.read(&step, &reply, source::now_ms());
            self.remember(run.take_begun()).await;
        }
        shift
    }

    async fn call(&self, step: Step, timeout_ms: u32) -> (Step, Reply, Called) {
        let is_final = !self.destination.promises().repeat_is_safe && !step.stage.only_reads();
        let timeout_ms = if is_final { FINAL_TIMEOUT_MS } else { timeout_ms };
        let begun_at_ms = source::now_ms();
        let timeout_ms = self.time.timeout_ms(timeout_ms, begun_at_ms);
        let reply = outbound::send(self.destination.base(), &step.call, timeout_ms).await;
        let latency_ms = u32::try_from(source::now_ms() - begun_at_ms).unwrap_or(0);
        let called = Called { ending: self.destination.ending(&reply), latency_ms };
        (step, reply, called)
    }

    /// Keeps what is there of a record before another call is made, so that a crash repeats nothing.
    async fn remember(&self, begun: Vec<(usize, String)>) {
        for (item, part) in begun {
            let Some(Job { message, .. }) = self.jobs.get(item) else { continue };
            let settlement = Settlement {
                lead_id: message.lead_id,
                obligation: message.obligation.clone(),
                generation: message.generation,
                outcome: Outcome::Begun { part },
            };
            let command = Command::Settle { items: vec![settlement] };
            if let Err(error) = self.desk.ledgers.call(message.shard, &command).await {
                // Not kept, the next attempt looks for it.
                log::failure("consumer.part_not_kept")
                    .show("lead_id", message.lead_id)
                    .show("reason", error)
                    .write();
            }
        }
    }
}

/// What became of one grant.
pub struct Shift {
    go: Go,
    until_ms: i64,
    made: Vec<Called>,
    limits: Limits,
    calls: u32,
    token_refused: bool,
}

impl Shift {
    fn begin(go: Go, until_ms: i64) -> Self {
        let until_ms = until_ms.min(go.stop_at_ms);
        Self { go, until_ms, made: Vec::new(), limits: Limits::default(), calls: 0, token_refused: false }
    }

    fn at_once(&self) -> usize {
        usize::try_from(self.go.concurrency).unwrap_or(1).max(1)
    }

    fn may_begin(&self) -> bool {
        self.calls < self.go.permits && source::now_ms() < self.until_ms && !self.is_over()
    }

    fn note(&mut self, called: Called, reply: &Reply) {
        self.made.push(called);
        if let Ok(answer) = reply {
            self.limits = self.limits.and(answer.limits(source::now_ms()));
        }
    }

    /// What ends a grant before it is used up: the guard is told, and asked again.
    fn is_over(&self) -> bool {
        let failures = self.made.iter().rev().take_while(|called| called.ending.is_failure()).count();
        let is_limited = self.made.last().is_some_and(|called| called.ending == Ending::Limited);
        self.token_refused || is_limited || failures >= FAILURES_IN_A_ROW
    }
}
