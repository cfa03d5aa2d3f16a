//! How fast a channel may be written to: a token bucket per channel, as a pure step.
//!
//! Slack takes about one message a second in a channel, tolerates short bursts, and
//! answers 429 otherwise (<https://docs.slack.dev/apis/web-api/rate-limits>, "Posting
//! messages"). One object asks this module for everybody who posts, so that the channel's
//! pace holds whoever posts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ledger::Outcome;

/// The name of the guard that keeps the pace of all channels. No destination has it.
pub const GUARD: &str = "slack";
/// Between two messages, in the long run.
pub const INTERVAL_MS: i64 = 1_000;
/// Messages at once after a quiet time. Slack names no number; three is what a person
/// could type.
pub const BURST: u32 = 3;
/// The longest a channel is left alone after one refusal.
pub const MAX_PENALTY_MS: i64 = 3_600_000;
/// Channels remembered. A channel forgotten while it is quiet loses nothing.
pub const MAX_CHANNELS: usize = 256;

/// Why a card waits that the pace left no room for.
const NO_ROOM: &str = "channel pace";
const FULL_MS: i64 = BURST as i64 * INTERVAL_MS;

/// How an attempt ends that the pace left no room for. Nothing was tried: it is no failure, and
/// counts towards no cap but that of age.
pub fn no_room(after_ms: i64) -> Outcome {
    Outcome::postponed(after_ms, NO_ROOM)
}

/// What becomes of a card whose claimer the pace leaves no room for: with others the lead can be told of
/// sooner than its lease ends.
pub fn given_back(after_ms: i64) -> Outcome {
    Outcome::GivenBack { after_ms, reason: NO_ROOM.into() }
}

/// One channel's pace. Credit is kept in milliseconds: a message costs [`INTERVAL_MS`] of
/// it, and a millisecond earns one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    credit_ms: i64,
    as_of_ms: i64,
    blocked_until_ms: i64,
}

impl Pace {
    /// A channel that was quiet.
    pub const fn rested(now_ms: i64) -> Self {
        Self { credit_ms: FULL_MS, as_of_ms: now_ms, blocked_until_ms: i64::MIN }
    }

    /// Takes up to `want` messages' worth now. Answers how many, and when to ask for the
    /// rest: `now_ms` if there is none.
    #[must_use]
    pub fn take(self, want: u32, now_ms: i64) -> (u32, i64, Self) {
        let rested = self.rest(now_ms);
        if now_ms < rested.blocked_until_ms {
            return (0, rested.blocked_until_ms, rested);
        }
        let affordable = u32::try_from(rested.credit_ms / INTERVAL_MS).unwrap_or(0);
        let granted = want.min(affordable);
        let credit_ms = rested.credit_ms - i64::from(granted) * INTERVAL_MS;
        let wait_ms = if granted == want { 0 } else { INTERVAL_MS - credit_ms };
        (granted, now_ms.saturating_add(wait_ms), Self { credit_ms, ..rested })
    }

    /// Leaves the channel alone until then, after a refusal. It resumes with one message at
    /// most: a burst is what was refused.
    #[must_use]
    pub fn penalize(self, until_ms: i64, now_ms: i64) -> Self {
        let until_ms = until_ms.clamp(now_ms, now_ms.saturating_add(MAX_PENALTY_MS));
        let blocked_until_ms = self.blocked_until_ms.max(until_ms);
        let as_of_ms = now_ms.max(blocked_until_ms.saturating_sub(INTERVAL_MS));
        Self { credit_ms: 0, as_of_ms, blocked_until_ms }
    }

    /// Earns the credit of the time since. A clock that went back earns nothing and is
    /// believed.
    fn rest(self, now_ms: i64) -> Self {
        if now_ms < self.blocked_until_ms {
            return self;
        }
        let earned_ms = now_ms.saturating_sub(self.as_of_ms).max(0);
        let credit_ms = self.credit_ms.saturating_add(earned_ms).min(FULL_MS);
        Self { credit_ms, as_of_ms: now_ms, ..self }
    }
}

/// What may be asked, one at a time or several in an array, whose answers come in an array too. Travels
/// as JSON: a test freezes the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaceCommand {
    /// May I write now?
    Take {
        /// The channel's id.
        channel: String,
        /// How many messages.
        want: u32,
    },
    /// The channel refused a message.
    Penalize {
        /// The channel's id.
        channel: String,
        /// How long it asked to be left alone.
        for_ms: i64,
    },
}

/// The answer to either.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaceReply {
    /// How many messages may be written now.
    pub granted: u32,
    /// When to ask again, if more are wanted.
    pub retry_at_ms: i64,
}

/// The pace of every channel. Held in memory: what is forgotten is at most one burst.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paces(BTreeMap<String, Pace>);

impl Paces {
    /// Answers what was asked, a command or several.
    pub fn answer(&mut self, text: &str, now_ms: i64) -> Result<String, serde_json::Error> {
        if !text.starts_with('[') {
            return serde_json::to_string(&self.run(serde_json::from_str(text)?, now_ms));
        }
        let commands: Vec<PaceCommand> = serde_json::from_str(text)?;
        let replies = commands.into_iter().map(|command| self.run(command, now_ms));
        serde_json::to_string(&replies.collect::<Vec<_>>())
    }

    /// Runs one command.
    pub fn run(&mut self, command: PaceCommand, now_ms: i64) -> PaceReply {
        let (PaceCommand::Take { channel, .. } | PaceCommand::Penalize { channel, .. }) = &command;
        let pace = self.0.get(channel).copied().unwrap_or_else(|| Pace::rested(now_ms));
        let (channel, pace, reply) = match command {
            PaceCommand::Take { channel, want } => {
                let (granted, retry_at_ms, pace) = pace.take(want, now_ms);
                (channel, pace, PaceReply { granted, retry_at_ms })
            }
            PaceCommand::Penalize { channel, for_ms } => {
                let pace = pace.penalize(now_ms.saturating_add(for_ms), now_ms);
                (channel, pace, PaceReply { granted: 0, retry_at_ms: pace.blocked_until_ms })
            }
        };
        self.remember(channel, pace);
        reply
    }

    /// How many channels are remembered.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Makes room by forgetting the channel that was not used for longest; a block counts
    /// as use until it ends.
    fn remember(&mut self, channel: String, pace: Pace) {
        if self.0.len() >= MAX_CHANNELS && !self.0.contains_key(&channel) {
            let stalest = self.0.iter().min_by_key(|(_, pace)| pace.as_of_ms);
            if let Some(stalest) = stalest.map(|(channel, _)| channel.clone()) {
                self.0.remove(&stalest);
            }
        }
        self.0.insert(channel, pace);
    }
}
