//! One question to one vendor: a credit for it, the leave of the vendor's guard, and a deadline.

use beeline::destination::{BaseUrl, Call, Reply};
use beeline::guard::{Budget, Called, Lane, Limits, Reply as GuardReply};
use beeline::warm::source::Source;
use beeline::warm::trouble::{Looked, Trouble, ending};
use beeline_platform::guards::Guarded;
use beeline_platform::{log, outbound, source};

use super::memory::Memory;
use crate::desk::Desk;

/// How long to wait for an answer, whatever the guard makes of the vendor: no visitor and no lead waits
/// for it, and one that is given up too early may have been paid for.
const TIMEOUT_MS: u32 = 5_000;
/// When to ask the guard again that did not say.
const UNSAID_MS: i64 = 1_000;

/// A question.
pub struct Question<'a> {
    pub desk: &'a Desk,
    /// Whom it goes to, as its guard and its counts are named.
    pub of: Source,
    pub base: &'a BaseUrl,
    pub budget: Budget,
    pub call: Call,
    /// How many credits an answer may have cost; `None` where nothing costs any.
    pub cost: Option<&'a dyn Fn(&Reply) -> u32>,
}

impl Question<'_> {
    /// Asks, and has `read` make something of what came of it.
    pub async fn ask<T>(&self, read: impl FnOnce(&Reply) -> Looked<T>) -> Looked<T> {
        let Some(cost) = self.cost else {
            return match self.send().await {
                Ok(reply) => read(&reply),
                Err(after_ms) => wait(after_ms),
            };
        };
        let memory = Memory::of(&self.desk.inbox);
        let taken = match memory.take(self.of, self.desk.askers.caps).await {
            Ok(Ok(taken)) => taken,
            Ok(Err(over)) => {
                let after_ms = over.until_ms.saturating_sub(source::now_ms());
                return Looked::Failed { trouble: Trouble::OverBudget, after_ms };
            }
            Err(reason) => {
                // What cannot be counted is not spent.
                self.complain(&reason);
                return wait(UNSAID_MS);
            }
        };
        let sent = self.send().await;
        let spent = sent.as_ref().map_or(0, cost);
        if let Err(reason) = memory.settle(self.of, taken, spent).await {
            self.complain(&reason);
        }
        match sent {
            Ok(reply) => read(&reply),
            Err(after_ms) => wait(after_ms),
        }
    }

    /// The call; not made, how long to wait.
    async fn send(&self) -> Result<Reply, i64> {
        let guarded = Guarded { destination: self.of.word(), budget: self.budget };
        let go = match self.desk.guards.ask(guarded, Lane::Warm, 1).await {
            GuardReply::Go(go) => go,
            GuardReply::Wait { until_ms, .. } => return Err(until_ms.saturating_sub(source::now_ms())),
            GuardReply::Noted { .. } | GuardReply::Misdirected => return Err(UNSAID_MS),
        };
        let begun_at_ms = source::now_ms();
        let reply = outbound::send(self.base, &self.call, TIMEOUT_MS).await;
        let now_ms = source::now_ms();
        let latency_ms = u32::try_from(now_ms - begun_at_ms).unwrap_or(0);
        let called = Called { ending: ending(&reply), latency_ms };
        let limits = reply.as_ref().map_or_else(|_| Limits::default(), |answer| answer.limits(now_ms));
        self.desk.guards.report(guarded, go.ticket, vec![called], limits).await;
        Ok(reply)
    }

    fn complain(&self, reason: &str) {
        log::failure("warm.not_counted").with("source", self.of.word()).with("reason", reason).write();
    }
}

fn wait<T>(after_ms: i64) -> Looked<T> {
    Looked::Failed { trouble: Trouble::RateLimited, after_ms: after_ms.max(0) }
}
