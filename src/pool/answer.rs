//! What whoever waits for a rep is told at once. The reasons are kept with the turn.

use serde::{Deserialize, Serialize};

use super::reply::{Outcome, Reply};
use super::table::Line;
use crate::routing::Rep;

/// The answer to a [`Take`](super::Take).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakeAnswer {
    /// This rep has the lead; of a synthetic one, would have it.
    Assigned(Rep),
    /// It waits until somebody can take it.
    Waits {
        /// When that is, as far as is known.
        until_ms: Option<i64>,
    },
    /// Nobody takes it here: ask the next team.
    Nobody,
    /// The asker's roster is not known here: send it, then ask again.
    RosterWanted,
    /// Nothing was written.
    Failed {
        /// For the log.
        reason: String,
    },
}

impl TakeAnswer {
    /// What is told of a reply to a [`Take`](super::Take).
    pub fn of(reply: Reply) -> Self {
        match reply {
            Reply::Turn(Outcome::Assigned { rep: id, name, contact, .. }) => {
                Self::Assigned(Rep { id, name, team: None, contact })
            }
            Reply::Turn(Outcome::Backlogged { until_ms, .. }) => Self::Waits { until_ms },
            Reply::Turn(Outcome::NobodyNow { .. } | Outcome::Withdrawn)
            | Reply::WouldAssign { rep: None, .. } => Self::Nobody,
            Reply::WouldAssign { rep: Some(id), table } => {
                let named = |line: Line| (line.rep == id).then_some(line.name);
                let name = table.into_iter().find_map(named).unwrap_or_default();
                Self::Assigned(Rep { id, name, ..Rep::default() })
            }
            Reply::RosterWanted => Self::RosterWanted,
            Reply::Failed { reason } => Self::Failed { reason },
            _ => Self::Failed { reason: "not an answer to a take".to_owned() },
        }
    }
}
