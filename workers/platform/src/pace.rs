//! Asking a channel's guard for leave to write.

use std::cell::RefCell;
use std::collections::BTreeMap;

use beeline::binding;
use beeline::pace::{self, PaceCommand, PaceReply};
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::Env;

use crate::guards::NEAR;
use crate::ledgers::Objects;
use crate::{log, source};

/// Deadline of a guard's answer.
pub const GUARD_DEADLINE_MS: u32 = 500;
/// The guard of all Slack channels.
const GUARD_NAME: &str = pace::GUARD;

/// The channels' pace, as this isolate sees it.
pub struct Pacer {
    guards: Objects,
    /// Channels known to be busy: not worth asking before.
    busy_until_ms: RefCell<BTreeMap<String, i64>>,
}

impl Pacer {
    /// Through the binding `GUARD`.
    pub fn new(env: &Env) -> worker::Result<Self> {
        let guards = Objects::new(env, binding::GUARD, GUARD_DEADLINE_MS)?;
        Ok(Self { guards, busy_until_ms: RefCell::new(BTreeMap::new()) })
    }

    /// Asks for up to `want` messages now. A guard that cannot be reached grants one: the
    /// channel itself answers 429 when that is too much.
    pub async fn take(&self, channel: &str, want: u32) -> PaceReply {
        let now_ms = source::now_ms();
        let busy_until_ms = self.busy_until_ms.borrow().get(channel).copied();
        if let Some(retry_at_ms) = busy_until_ms.filter(|until_ms| *until_ms > now_ms) {
            return PaceReply { granted: 0, retry_at_ms };
        }
        let reply = self.ask(&PaceCommand::Take { channel: channel.to_owned(), want }).await;
        let reply = reply.unwrap_or(PaceReply { granted: want.min(1), retry_at_ms: now_ms + 1_000 });
        if reply.granted < want {
            self.note_busy(channel, reply.retry_at_ms);
        }
        reply
    }

    /// Keeps in mind that a channel takes nothing until then.
    pub fn note_busy(&self, channel: &str, until_ms: i64) {
        self.busy_until_ms.borrow_mut().insert(channel.to_owned(), until_ms);
    }

    /// Asks for one message now in each of these, in one call. A guard that cannot be reached grants them;
    /// what is known here of a busy channel the caller minds when a message's turn comes.
    pub async fn take_each(&self, channels: &[String]) -> Vec<PaceReply> {
        let now_ms = source::now_ms();
        let take = |channel: &String| PaceCommand::Take { channel: channel.clone(), want: 1 };
        let commands: Vec<PaceCommand> = channels.iter().map(take).collect();
        let replies: Vec<PaceReply> = self.ask(&commands).await.unwrap_or_default();
        let unanswered = PaceReply { granted: 1, retry_at_ms: now_ms + 1_000 };
        let replies = replies.into_iter().chain(std::iter::repeat(unanswered));
        replies.take(channels.len()).collect()
    }

    /// How long a channel takes nothing, if that is known here.
    pub fn busy_for_ms(&self, channel: &str) -> Option<i64> {
        let until_ms = self.busy_until_ms.borrow().get(channel).copied()?;
        Some(until_ms - source::now_ms()).filter(|left_ms| *left_ms > 0)
    }

    /// Tells everybody to leave a channel alone.
    pub async fn penalize(&self, channel: &str, for_ms: i64) {
        let until_ms = source::now_ms() + for_ms;
        self.note_busy(channel, until_ms);
        // Unreached, the guard lets others run into the same 429.
        let _told: Option<PaceReply> =
            self.ask(&PaceCommand::Penalize { channel: channel.to_owned(), for_ms }).await;
    }

    async fn ask<Answer: DeserializeOwned>(&self, question: &impl Serialize) -> Option<Answer> {
        match self.exchange(question).await {
            Ok(reply) => Some(reply),
            Err(reason) => {
                log::failure("guard.unreachable").with("reason", reason).write();
                None
            }
        }
    }

    async fn exchange<Answer: DeserializeOwned>(&self, question: &impl Serialize) -> Result<Answer, String> {
        let text = serde_json::to_string(question).map_err(|error| error.to_string())?;
        let answer = self.guards.call(GUARD_NAME, NEAR, None, &text).await;
        let text = answer.map_err(|error| error.to_string())?;
        serde_json::from_str(&text).map_err(|error| error.to_string())
    }
}
