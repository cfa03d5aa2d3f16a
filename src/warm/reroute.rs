//! Whether a lead goes to another team, now that more is known of it.
//!
//! | in this order | then |
//! |---|---|
//! | somebody has claimed the lead, or it was moved before | it stays |
//! | anything but `enriched.*` differs | it stays: enrichment is not what changed |
//! | the rules send the lead as it was elsewhere than it is | it stays: the rules changed, not the lead |
//! | the same team | it stays |
//! | the rule that decides now does not say that it may move a lead | it stays |
//! | else | it moves, with a decision record of its own |
//!
//! A move cannot be had without its record: only [`decide`] makes one, and it makes both.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::routing::{Bundle, Facts, Form, Recorded, route};

/// Where rules send a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruled {
    /// The team's id.
    pub team: String,
    /// What decided: a rule's id, or the name of the decision without one.
    pub rule: String,
    /// Whether that rule says that it may move a lead that is elsewhere: `after_enrichment`.
    pub may_move: bool,
}

impl Ruled {
    /// By the rules of a bundle. A form's own team and the fallback move no lead.
    pub fn by(bundle: &Bundle, form: &Form, facts: &Facts) -> Self {
        let decided = route(bundle, form, facts);
        let may_move = bundle.first_rule(facts).is_some_and(|rule| rule.after_enrichment);
        Self { team: decided.team, rule: decided.rule, may_move }
    }
}

/// How the lead stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing<'a> {
    /// The team that rules sent it to, whoever took a turn in its place.
    pub team: &'a str,
    /// The number of the decision that gave it to the team, from 1.
    pub decision: u32,
    /// Whether somebody claimed it.
    pub is_claimed: bool,
    /// Whether enrichment moved it before: once is enough.
    pub was_moved: bool,
}

/// Why a lead stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stays {
    /// Somebody claimed it.
    Claimed,
    /// Enrichment moved it before.
    MovedBefore,
    /// It was decided about again while this was.
    DecidedAgain,
    /// Something else than enrichment differs.
    OtherFacts,
    /// By these rules it would not be where it is, enrichment or not.
    OtherRules,
    /// It is where it belongs.
    SameTeam,
    /// The rule that decides does not move leads.
    RuleMayNotMove,
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reroute {
    /// Nothing changes.
    Stay(Stays),
    /// It moves.
    Move(Box<Move>),
}

/// A move, with the record of the decision. It travels to the ledger as JSON, where nobody reads the
/// facts: `F` is [`Facts`], or their JSON text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move<F = Facts> {
    from: String,
    instead_of: u32,
    record: NewDecision<F>,
}

/// The record to append with a move. JSON names are stored: a test freezes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDecision<F = Facts> {
    /// Its number: one more than the decision it follows.
    pub decision: u32,
    /// When it was decided, in milliseconds since 1970.
    pub at_ms: i64,
    /// The hash of the bundle that decided.
    pub bundle: String,
    /// The team that has the lead from then on.
    pub team: String,
    /// What decided.
    pub rule: String,
    /// What it was decided on.
    pub facts: F,
}

/// How it ended. Kept as JSON with what was found out: a test freezes the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rerouted {
    /// The lead went to another team.
    Moved {
        /// The id of the team that had it.
        from: String,
        /// The id of the team that has it.
        to: String,
        /// The rule that decided.
        rule: String,
    },
    /// It stays where it is.
    Stayed(Stays),
}

/// What is on record of a lead that may be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnRecord {
    /// What its revision was decided on when it came.
    pub before: Facts,
    /// The team that it was sent to then.
    pub team: String,
    /// The number of that decision.
    pub decision: u32,
    /// The hash of the bundle that decided.
    pub bundle: String,
    /// How it ended, if it was moved before: for this revision, or for an earlier one.
    pub ended: Option<Rerouted>,
}

impl OnRecord {
    /// From the decisions about a lead, the last first; `None` if that about this revision is not among
    /// them.
    pub fn of(decisions: Vec<Recorded>, revision: u32) -> Option<Self> {
        let (moves, decided): (Vec<_>, Vec<_>) =
            decisions.into_iter().partition(|record| record.moved_from.is_some());
        let Recorded { team, bundle, facts, .. } =
            decided.into_iter().find(|record| record.revision == revision)?;
        let ended = moves.into_iter().next().map(|record| match record.moved_from {
            Some(from) if record.revision == revision => {
                Rerouted::Moved { from, to: record.team, rule: record.rule }
            }
            _ => Rerouted::Stayed(Stays::MovedBefore),
        });
        Some(Self { before: facts, team, decision: revision, bundle, ended })
    }

    /// How the lead stands by it. Whether a rep was faster only the ledger knows, which asks again.
    pub fn standing(&self) -> Standing<'_> {
        let was_moved = self.ended.is_some();
        Standing { team: &self.team, decision: self.decision, is_claimed: false, was_moved }
    }
}

/// As pages show it.
impl fmt::Display for Rerouted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Moved { from, to, rule } => write!(formatter, "Moved from {from} to {to} by rule {rule}."),
            Self::Stayed(why) => write!(formatter, "It stays with its team: {why}."),
        }
    }
}

impl fmt::Display for Stays {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Claimed => "somebody has claimed it",
            Self::MovedBefore => "it was moved before, and once is enough",
            Self::DecidedAgain => "it was decided about again meanwhile",
            Self::OtherFacts => "something else than what was found out has changed",
            Self::OtherRules => "the rules that sent it there are not the ones in force",
            Self::SameTeam => "with what was found out it belongs there too",
            Self::RuleMayNotMove => "the rule that would take it does not say after_enrichment",
        })
    }
}

/// Decides, with what is known now and what was known when the lead came. `ruled` is the bundle's
/// own routing: [`Ruled::by`].
pub fn decide(
    before: &Facts,
    enriched: &Facts,
    standing: Standing<'_>,
    bundle: &str,
    at_ms: i64,
    ruled: impl Fn(&Facts) -> Ruled,
) -> Reroute {
    if standing.is_claimed {
        return Reroute::Stay(Stays::Claimed);
    }
    if standing.was_moved {
        return Reroute::Stay(Stays::MovedBefore);
    }
    let known_before = Facts {
        enriched: enriched.enriched.clone(),
        enriched_from: enriched.enriched_from.clone(),
        ..before.clone()
    };
    if known_before != *enriched {
        return Reroute::Stay(Stays::OtherFacts);
    }
    if ruled(before).team != standing.team {
        return Reroute::Stay(Stays::OtherRules);
    }
    let ruled = ruled(enriched);
    if ruled.team == standing.team {
        return Reroute::Stay(Stays::SameTeam);
    }
    if !ruled.may_move {
        return Reroute::Stay(Stays::RuleMayNotMove);
    }
    let record = NewDecision {
        decision: standing.decision.saturating_add(1),
        at_ms,
        bundle: bundle.to_owned(),
        team: ruled.team,
        rule: ruled.rule,
        facts: enriched.clone(),
    };
    Reroute::Move(Box::new(Move { from: standing.team.to_owned(), instead_of: standing.decision, record }))
}

impl Move {
    /// The same as it travels.
    pub fn sealed(&self) -> Result<Move<Box<RawValue>>, serde_json::Error> {
        let NewDecision { decision, at_ms, bundle, team, rule, facts } = self.record.clone();
        let facts = serde_json::value::to_raw_value(&facts)?;
        let record = NewDecision { decision, at_ms, bundle, team, rule, facts };
        Ok(Move { from: self.from.clone(), instead_of: self.instead_of, record })
    }
}

impl<F> Move<F> {
    /// The team that had the lead.
    pub fn from(&self) -> &str {
        &self.from
    }

    /// The record, which is written in the transaction that moves the lead.
    pub const fn record(&self) -> &NewDecision<F> {
        &self.record
    }

    /// Whether the move may still be made, asked in that transaction: time has passed since it
    /// was decided, and a rep may have been faster.
    pub fn still_holds(&self, standing: Standing<'_>) -> Result<(), Stays> {
        if standing.is_claimed {
            return Err(Stays::Claimed);
        }
        if standing.was_moved {
            return Err(Stays::MovedBefore);
        }
        if standing.decision != self.instead_of || standing.team != self.from {
            return Err(Stays::DecidedAgain);
        }
        Ok(())
    }
}
