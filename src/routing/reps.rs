//! Which teams have reps of their own, and who is asked when nobody of a team can take a lead.

use serde::{Deserialize, Serialize};

use super::bundle::Bundle;

/// The most teams that are asked about one lead.
pub const MOST_TEAMS_ASKED: usize = 5;

/// The reps of one team, as its pool reads them.
///
/// The text is a [`Crew`](crate::pool::Crew). It is carried, not read, where leads come in: only a
/// pool reads it, and only when it changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamRoster {
    /// The team's id.
    pub team: String,
    /// Names the text.
    pub hash: String,
    /// The team's reps.
    pub crew: String,
}

impl Bundle {
    /// The teams that are asked for a rep, one after the other: the lead's own, and those that its
    /// `overflow` names, as far as they have reps. No team is asked twice.
    pub fn asked_for_a_rep<'a>(&'a self, team: &str) -> Vec<&'a TeamRoster> {
        let mut teams: Vec<&str> = Vec::new();
        let mut next = self.team(team);
        while let Some(team) = next.filter(|team| !teams.contains(&team.id.as_str())) {
            teams.push(&team.id);
            next = team.overflow.as_deref().and_then(|id| self.team(id));
        }
        teams.into_iter().filter_map(|team| self.roster(team)).take(MOST_TEAMS_ASKED).collect()
    }
}
