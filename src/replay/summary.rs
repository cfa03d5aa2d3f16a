//! How many leads a change moves, and from whom to whom.

use serde::Serialize;

use super::change::Decided;
use super::policy::Hundredths;

/// What a change does, in numbers. Leads are counted once, by their latest decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The hash of the files' bundle.
    pub bundle: String,
    /// Recorded decisions that were read.
    pub decisions: u64,
    /// Of them, those that a later one of the same lead takes the place of.
    pub superseded: u64,
    /// Leads of monitors: left out of everything below.
    pub synthetic: u64,
    /// Leads through forms that these files do not have: left out of everything below.
    pub forms_gone: Vec<Counted>,
    /// Leads whose decision was taken by these very files, and is another: left out of
    /// everything below. There must be none.
    pub drifted: u64,
    /// Leads that were decided about again.
    pub leads: u64,
    /// When the first of them was accepted, if there is any.
    pub from_ms: Option<i64>,
    /// When the last of them was.
    pub to_ms: Option<i64>,
    /// The bundles that had decided about them.
    pub decided_by: Vec<Counted>,
    /// Leads that go to another team.
    pub changed: u64,
    /// So many of a hundred.
    pub changed_percent: Hundredths,
    /// Leads that go to the same team by another rule.
    pub same_team_other_rule: u64,
    /// Every team that had leads or has some.
    pub teams: Vec<TeamBalance>,
    /// Leads that the fallback takes because nothing else does.
    pub fallback: Balance,
    /// From where to where leads go that go to another team, the most first.
    pub moves: Vec<Move>,
    /// Rules of the files that decide about none of the leads, in their order.
    pub idle_rules: Vec<String>,
}

impl Default for Hundredths {
    fn default() -> Self {
        Self::of(0, 0)
    }
}

/// A name, and how many leads it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The name.
    pub name: String,
    /// How many leads.
    pub leads: u64,
}

/// Leads then and now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// So many it had.
    pub before: u64,
    /// So many it has.
    pub after: u64,
    /// Of those it has, so many it had not.
    pub gained: u64,
    /// Of those it had, so many it has not.
    pub lost: u64,
}

/// One team's leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TeamBalance {
    /// The team's id.
    pub team: String,
    /// Its leads.
    #[serde(flatten)]
    pub balance: Balance,
}

/// Leads that went to one place and go to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Move {
    /// Where they went.
    pub before: Decided,
    /// Where they go.
    pub after: Decided,
    /// How many.
    pub leads: u64,
}

impl Balance {
    /// Counts a lead that it had or has.
    pub(super) fn count(&mut self, before: bool, after: bool) {
        self.before += u64::from(before);
        self.after += u64::from(after);
        self.gained += u64::from(after && !before);
        self.lost += u64::from(before && !after);
    }
}
