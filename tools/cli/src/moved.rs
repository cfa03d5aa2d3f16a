//! Where a lead goes when it comes, if something is said of it that is found out later.

use beeline::routing::{Facts, Form};
use beeline::warm::reroute::{Reroute, Ruled, Standing, Stays, decide};
use beeline_compiler::{Compiled, words};
use serde_json::{Value, json};

/// What happens to a lead that nobody claims.
pub struct Moved {
    first: Ruled,
    then: Reroute,
    by: String,
}

impl Moved {
    /// None of a lead of which nothing is found out.
    pub fn of(compiled: &Compiled, form: &Form, facts: &Facts) -> Option<Self> {
        if facts.enriched.is_empty() {
            return None;
        }
        let before =
            Facts { enriched: Default::default(), enriched_from: Default::default(), ..facts.clone() };
        let ruled = |facts: &Facts| Ruled::by(&compiled.bundle, form, facts);
        let first = ruled(&before);
        let standing = Standing { team: &first.team, decision: 1, is_claimed: false, was_moved: false };
        let then = decide(&before, facts, standing, &compiled.hash, facts.at_ms, ruled);
        Some(Self { then, by: ruled(facts).rule, first })
    }

    /// In a sentence.
    pub fn in_words(&self) -> String {
        let first = words::decided(&self.first.team, &self.first.rule);
        let then = match &self.then {
            Reroute::Move(_) => {
                "moves once the rest is found out, unless somebody has claimed it by then".to_owned()
            }
            Reroute::Stay(Stays::RuleMayNotMove) if words::is_rule(&self.by) => {
                format!("stays there: rule {} does not say after_enrichment", self.by)
            }
            Reroute::Stay(_) => "stays there".to_owned(),
        };
        format!("When it comes, it goes to {first}, and {then}.")
    }

    /// For programs.
    pub fn as_json(&self) -> Value {
        let moves = matches!(self.then, Reroute::Move(_));
        json!({ "team": self.first.team, "rule": self.first.rule, "moves": moves })
    }
}
