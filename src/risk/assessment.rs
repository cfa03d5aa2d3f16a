//! The score, and what is done about it.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};

use super::channel::Channel;
use super::evidence::Evidence;
use super::signals::{Family, Signal};

/// From here on a lead is marked. An honest mishap alone stays below; a throw-away address,
/// mixed scripts or one text in every field does not: a rep wants to see those marked.
pub const FLAG_AT: u32 = 25;
/// From here on a person before the browser is in doubt: the honeypot alone, or any two
/// things a person rarely does both of.
pub const CHALLENGE_AT: u32 = 50;
/// From here on, and only if [independent signals agree](Assessment::of), a lead waits for a
/// person. Two signals get here only if each all but names a robot: a script with a forged
/// token, 40 + 40, or the honeypot with a throw-away address, 55 + 25.
pub const HOLD_AT: u32 = 80;
/// So many leads of one person within an hour are "several". Two forms, and one of them
/// again after the dedup window, are an interested visitor.
pub const SEVERAL_CLAIMS: u32 = 4;

/// The most a score can be.
const MAX_SCORE: u32 = 100;

/// What is done about a lead, mildest first. Each of them accepts it durably: nothing is
/// refused for its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Delivered like any other.
    Accept,
    /// Delivered, with its signals shown.
    Flag,
    /// Kept until the visitor's browser has passed a challenge, or somebody releases it.
    Challenge,
    /// Kept until somebody releases it.
    Hold,
}

impl Verdict {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Flag => "flag",
            Self::Challenge => "challenge",
            Self::Hold => "hold",
        }
    }
}

/// A lead's risk, with reasons. Stored with the lead: a test freezes its JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// 0 to 100.
    pub score: u32,
    /// Why. Words that a later version wrote are left out when it is read.
    #[serde(deserialize_with = "known")]
    pub signals: Vec<Signal>,
    /// What is done about it.
    pub verdict: Verdict,
    /// How the lead came, which says what was not looked at.
    pub channel: Channel,
    /// Whether the form allows a challenge.
    pub may_challenge: bool,
}

impl Assessment {
    /// Assesses a submission.
    ///
    /// A lead is held only from [`HOLD_AT`] on, and only if two strong signals of different
    /// families speak against it, or the honeypot and anything else: no single signal, and
    /// no number of weak ones, holds a lead. From [`CHALLENGE_AT`] on it is challenged where
    /// the form allows it, else flagged.
    pub fn of(evidence: &Evidence<'_>, may_challenge: bool) -> Self {
        Self::from_signals(evidence.signals(), evidence.channel, may_challenge)
    }

    /// Adds what the ledger knows: how many leads this person claimed within the last hour,
    /// this one included. It only ever raises the assessment.
    #[must_use]
    pub fn with_person_velocity(self, claims_in_hour: u32) -> Self {
        let signal = Signal::PersonVelocity;
        let is_news = claims_in_hour >= SEVERAL_CLAIMS && !self.signals.contains(&signal);
        if !is_news || !self.channel.hears(signal) {
            return self;
        }
        let mut signals = self.signals;
        signals.push(signal);
        let raised = Self::from_signals(signals, self.channel, self.may_challenge);
        Self { score: raised.score.max(self.score), verdict: raised.verdict.max(self.verdict), ..raised }
    }

    fn from_signals(signals: Vec<Signal>, channel: Channel, may_challenge: bool) -> Self {
        let score = signals.iter().map(|signal| signal.points()).sum::<u32>().min(MAX_SCORE);
        let verdict = match score {
            HOLD_AT.. if agree(&signals) => Verdict::Hold,
            CHALLENGE_AT.. if may_challenge => Verdict::Challenge,
            FLAG_AT.. => Verdict::Flag,
            _ => Verdict::Accept,
        };
        Self { score, signals, verdict, channel, may_challenge }
    }
}

/// Whether signals with different causes say the same: two strong ones of different
/// families, or the honeypot and any other.
fn agree(signals: &[Signal]) -> bool {
    let is_trapped = signals.iter().any(|signal| signal.family() == Family::Trap);
    let mut strong = signals.iter().filter(|signal| signal.is_strong()).map(|signal| signal.family());
    let first = strong.next();
    (is_trapped && signals.len() > 1) || strong.any(|family| Some(family) != first)
}

fn known<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Signal>, D::Error> {
    let words = Vec::<Cow<'de, str>>::deserialize(deserializer)?;
    Ok(words.iter().filter_map(|word| Signal::from_stored(word)).collect())
}
