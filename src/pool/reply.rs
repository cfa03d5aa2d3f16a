//! What a pool answers. It travels as JSON text and outlives a deploy: a test freezes its bytes.

use serde::{Deserialize, Serialize};

use super::crew::Contact;
use super::table::Line;

/// Every answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// To [`Command::Roster`](super::Command::Roster): the roster that is in force now, which may
    /// be a newer one.
    RosterInForce {
        /// Its number.
        sequence: i64,
        /// Its hash.
        hash: String,
    },
    /// To a [`Command::Take`](super::Command::Take) that names a roster nobody has sent: nothing
    /// was written. Send the roster, then ask again.
    RosterWanted,
    /// To [`Command::Take`](super::Command::Take) and [`Command::Release`](super::Command::Release):
    /// what became of the lead. Asked again, it is the same.
    Turn(Outcome),
    /// To a [`Command::Take`](super::Command::Take) of a synthetic lead: nothing was written.
    WouldAssign {
        /// Who would be next, if anybody.
        rep: Option<String>,
        /// Why.
        table: Vec<Line>,
    },
    /// To [`Command::Serve`](super::Command::Serve): turns of which nobody has said
    /// [`Command::Told`](super::Command::Told) yet.
    Served {
        /// The turns, oldest first.
        turns: Vec<Served>,
        /// Whether there may be more to do at once.
        more: bool,
    },
    /// To [`Command::Standing`](super::Command::Standing).
    Standing(PoolStanding),
    /// To [`Command::Adjustments`](super::Command::Adjustments).
    Adjustments(Vec<Adjustment>),
    /// To commands without an answer of their own.
    Done,
    /// To a [`Command::Release`](super::Command::Release) of a lead that this pool does not know.
    NotHere,
    /// The command makes no sense: nothing was written.
    Refused {
        /// What is wrong, and what to do.
        why: String,
    },
    /// The command failed and nothing was written.
    Failed {
        /// For the log.
        reason: String,
    },
}

/// What became of a lead. It is kept with the turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A rep has it.
    Assigned {
        /// Who.
        rep: String,
        /// Its name.
        name: String,
        /// How to reach the rep.
        #[serde(default, skip_serializing_if = "Contact::is_empty")]
        contact: Contact,
        /// By what rule.
        how: How,
        /// Why.
        table: Vec<Line>,
    },
    /// It waits.
    Backlogged {
        /// When somebody can take it, as far as is known.
        until_ms: Option<i64>,
        /// Why nobody takes it now.
        table: Vec<Line>,
    },
    /// Nobody takes it here: ask the next team.
    NobodyNow {
        /// Why.
        table: Vec<Line>,
    },
    /// It is another team's, for good.
    Withdrawn,
}

/// Why this rep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It was its turn.
    Turn,
    /// It had the same person's last lead.
    SamePerson,
}

/// A lead that waited, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Served {
    /// Which.
    pub lead_id: String,
    /// When it was accepted.
    pub at_ms: i64,
    /// Assigned; or nobody, if the team has no active member any more, or the lead was given back
    /// and nobody else works.
    pub outcome: Outcome,
    /// When it is told of again, unless somebody says before that it was told.
    pub tell_again_at_ms: i64,
}

/// How everybody stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolStanding {
    /// The number of the roster in force.
    pub sequence: i64,
    /// Its hash.
    pub hash: String,
    /// Who takes the next lead of somebody unknown, if anybody.
    pub next: Option<String>,
    /// Why, and the counts of today.
    pub table: Vec<Line>,
    /// How many leads wait.
    pub waiting: u32,
    /// For how long the oldest of them has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest_waits_ms: Option<i64>,
}

/// A change of somebody's turns that is no lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// When.
    pub at_ms: i64,
    /// Whose.
    pub rep: String,
    /// The lead that was given back, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_id: Option<String>,
    /// How many turns more, or less.
    pub turns: i32,
    /// Who said so.
    pub by: String,
    /// Why.
    pub why: String,
}
