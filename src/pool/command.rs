//! What a pool can be asked. It travels as JSON text and outlives a deploy: a test freezes its
//! bytes.

use serde::{Deserialize, Serialize};

use super::load::Load;
use super::roster::Roster;
use crate::lead::{Kind, Lane};

/// Every command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// This is the team.
    Roster(Roster),
    /// Who takes this lead?
    Take(Take),
    /// A rep is at something, or at nothing.
    Busy {
        /// Who.
        rep: String,
        /// At what.
        state: Load,
        /// When it was so, by the reporter's clock.
        at_ms: i64,
    },
    /// Hand out what waits, as far as anybody can take it. Comes from the alarm.
    Serve,
    /// Whoever must know of these turns was told: they need not be told again.
    Told {
        /// Of which leads, each with the [`tell_again_at_ms`](super::Served::tell_again_at_ms) that
        /// it was served with: a turn that was taken since is not among them.
        turns: Vec<(String, i64)>,
    },
    /// A rep gives a lead back, or is too slow: the next one takes it.
    Release {
        /// Which lead.
        lead_id: String,
        /// Who had it. A release of somebody who has it no longer changes nothing.
        rep: String,
        /// The name of the person, or of the rule, that says so.
        by: String,
        /// In words.
        why: String,
    },
    /// The lead is another team's now: whoever had it here has the turn back, and nobody here takes it.
    Withdraw {
        /// Which lead.
        lead_id: String,
        /// When it was accepted.
        at_ms: i64,
        /// The name of the person, or of the rule, that says so.
        by: String,
        /// In words.
        why: String,
    },
    /// A person gives a rep turns, or takes some.
    Adjust {
        /// Names this adjustment: sent twice, it is made once.
        id: String,
        /// Whose.
        rep: String,
        /// As if it had taken so many: 2 skips two turns, -1 owes it one.
        turns: i32,
        /// The person's name.
        by: String,
        /// In words.
        why: String,
    },
    /// What became of a lead, and why.
    Turn {
        /// Which.
        lead_id: String,
    },
    /// How everybody stands.
    Standing,
    /// What was adjusted and given back, latest first.
    Adjustments {
        /// How many at most.
        limit: u32,
    },
}

/// A lead that wants a rep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Take {
    /// Which.
    pub lead_id: String,
    /// Digest of who it is of.
    pub person: String,
    /// The hash of the roster that the asker knows; of one who knows none, empty: whichever is in
    /// force will do.
    pub roster: String,
    /// How urgent.
    pub lane: Lane,
    /// Real or synthetic.
    pub kind: Kind,
    /// Whether it waits here until somebody can take it. Else the asker has another team to ask.
    pub may_wait: bool,
    /// When it was accepted: of those that wait, the oldest is first.
    pub at_ms: i64,
}
