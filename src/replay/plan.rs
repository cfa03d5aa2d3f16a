//! Recorded decisions, one after the other, and what comes of them all.

use std::collections::BTreeMap;

use super::change::Decided;
use super::counting::{Counting, Latest, Names, Outcome};
use super::summary::Summary;
use super::{Change, again};
use crate::identity::LeadId;
use crate::routing::{Bundle, FALLBACK, Origin, Recorded};

/// A replay under way. Of a lead whose decision stays as it was only a few numbers are kept.
#[derive(Debug)]
pub struct Replay<'a> {
    bundle: &'a Bundle,
    hash: &'a str,
    decisions: u64,
    latest: BTreeMap<LeadId, Latest>,
    names: Names,
}

/// What a change does: in numbers, and lead by lead.
#[derive(Debug)]
pub struct Plan<'a> {
    bundle: &'a Bundle,
    /// In numbers.
    pub summary: Summary,
    changed: Vec<Recorded>,
    same_team: Vec<Recorded>,
    drifted: Vec<Recorded>,
}

impl<'a> Replay<'a> {
    /// By this bundle, of this hash.
    pub fn new(bundle: &'a Bundle, hash: &'a str) -> Self {
        Self { bundle, hash, decisions: 0, latest: BTreeMap::new(), names: Names::default() }
    }

    /// Takes a decision again. Of several about one lead the latest counts, in whatever order
    /// they come; one that was not followed says nothing of where the lead went.
    pub fn add(&mut self, recorded: Recorded) {
        self.decisions += 1;
        if recorded.not_followed {
            return;
        }
        let lead_id = recorded.lead_id;
        let revision = recorded.revision;
        if self.latest.get(&lead_id).is_some_and(|known| known.revision >= revision) {
            return;
        }
        let (at_ms, decided_by) = (recorded.at_ms, self.names.of(&recorded.bundle));
        let outcome = self.outcome(recorded);
        self.latest.insert(lead_id, Latest { revision, at_ms, decided_by, outcome });
    }

    fn outcome(&mut self, recorded: Recorded) -> Outcome {
        if recorded.kind == Origin::Synthetic {
            return Outcome::Synthetic;
        }
        let Some((_, route)) = again(self.bundle, &recorded) else {
            return Outcome::FormGone(self.names.of(&recorded.form));
        };
        let rule = self.names.of(&route.rule);
        if route.team == recorded.team && route.rule == recorded.rule {
            let is_fallback = route.rule == FALLBACK;
            return Outcome::Same { team: self.names.of(&route.team), rule, is_fallback };
        }
        let recorded = Box::new(recorded);
        if recorded.bundle == self.hash {
            return Outcome::Drifted(recorded);
        }
        Outcome::Other { recorded, after: Decided { team: route.team, rule: route.rule }, rule }
    }

    /// What comes of all of them.
    pub fn finish(self) -> Plan<'a> {
        let Self { bundle, hash, decisions, latest, names } = self;
        let mut counting = Counting::default();
        let superseded = decisions.saturating_sub(latest.len() as u64);
        let mut plan =
            Plan { bundle, summary: Summary::default(), changed: vec![], same_team: vec![], drifted: vec![] };
        for (_, latest) in latest {
            counting.count(&latest);
            match latest.outcome {
                Outcome::Drifted(recorded) => plan.drifted.push(*recorded),
                Outcome::Other { recorded, after, .. } if recorded.team == after.team => {
                    plan.same_team.push(*recorded);
                }
                Outcome::Other { recorded, .. } => plan.changed.push(*recorded),
                Outcome::Synthetic | Outcome::FormGone(_) | Outcome::Same { .. } => {}
            }
        }
        for told in [&mut plan.changed, &mut plan.same_team, &mut plan.drifted] {
            told.sort_unstable_by_key(|recorded| (recorded.at_ms, recorded.lead_id));
        }
        let summary = counting.summary(&names, bundle.rules());
        plan.summary = Summary { bundle: hash.to_owned(), decisions, superseded, ..summary };
        plan
    }
}

impl Plan<'_> {
    /// The leads that go to another team, the oldest first.
    pub fn changes(&self) -> impl Iterator<Item = Change> {
        told(self.bundle, &self.changed)
    }

    /// The leads that go to the same team by another rule.
    pub fn other_reasons(&self) -> impl Iterator<Item = Change> {
        told(self.bundle, &self.same_team)
    }

    /// The leads about which the same files decide otherwise.
    pub fn drifts(&self) -> impl Iterator<Item = Change> {
        told(self.bundle, &self.drifted)
    }
}

/// One at a time: the conditions of a lead take more room than the lead.
fn told(bundle: &Bundle, recorded: &[Recorded]) -> impl Iterator<Item = Change> {
    recorded.iter().filter_map(|recorded| Change::of(bundle, recorded))
}
