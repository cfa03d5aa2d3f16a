//! Tests made of the rules: a lead that each rule decides, leads on both sides of each of its
//! edges, and whatever else it takes to try every condition.
//!
//! What is looked for is found by proof, and then held against the code that decides: a trial
//! says what happens, and is for people to look at.

mod goal;
mod search;
mod spelled;

use std::collections::BTreeSet;
use std::fmt;

use beeline::routing::{Facts, route};

use crate::Compiled;
use crate::cases::MOST_CASES;
use crate::coverage::Coverage;
use goal::Goal;
use search::Search;
use spelled::Lead;

/// A name may have so many characters.
const LONGEST_NAME: usize = 120;

/// A lead, and where it goes. Printed, it is a `[[test]]` of `tests.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    name: String,
    lead: Vec<(String, String)>,
    team: String,
    rule: String,
}

impl fmt::Display for Trial {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let said: Vec<String> = self.lead.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let (name, team, rule) = (quoted(&self.name), quoted(&self.team), quoted(&self.rule));
        writeln!(
            formatter,
            "[[test]]\nname = {name}\nlead = {{ {} }}\nteam = {team}\nrule = {rule}",
            said.join(", ")
        )
    }
}

/// What no test tries yet, in the order of the rules. With these as tests besides, every rule
/// decides about a lead and every condition once fits and once does not, as far as any lead
/// can bring that about.
pub fn trials(compiled: &Compiled) -> Vec<Trial> {
    let bundle = &compiled.bundle;
    let Some(search) = Search::of(bundle) else { return Vec::new() };
    let mut trials = Trials {
        compiled,
        coverage: Coverage::of(bundle, compiled.cases.iter().map(|case| &case.facts)),
        known: compiled.cases.iter().map(|case| case.facts.clone()).collect(),
        names: compiled.cases.iter().map(|case| case.name.clone()).collect(),
        all: Vec::new(),
    };
    for (place, rule) in bundle.rules().iter().enumerate() {
        let decided = search.lead(&Goal::decided_by(place));
        for lead in decided.iter().flat_map(|lead| search.at_the_edges(rule, lead)) {
            trials.add(&lead);
        }
        for nth in 0..rule.when.len() {
            for goal in [Goal::side(place, nth, true), Goal::side(place, nth, false)] {
                if !trials.coverage.has(place, nth, goal.is_fitting()) {
                    search.lead(&goal).iter().for_each(|lead| trials.add(lead));
                }
            }
        }
    }
    trials.all
}

/// Trials so far.
struct Trials<'a> {
    compiled: &'a Compiled,
    coverage: Coverage,
    known: Vec<Facts>,
    names: BTreeSet<String>,
    all: Vec<Trial>,
}

impl Trials<'_> {
    /// Adds a lead, if it is not there yet.
    fn add(&mut self, lead: &Lead) {
        let bundle = &self.compiled.bundle;
        let Some(form) = bundle.form(&lead.facts.form) else { return };
        if self.known.contains(&lead.facts) || self.known.len() >= MOST_CASES {
            return;
        }
        let route = route(bundle, form, &lead.facts);
        let name = self.name(&route.rule, lead);
        self.coverage.add(bundle, &lead.facts);
        self.known.push(lead.facts.clone());
        self.names.insert(name.clone());
        self.all.push(Trial { name, lead: lead.written(), team: route.team, rule: route.rule });
    }

    /// What the lead shows, in words that no other test has.
    fn name(&self, rule: &str, lead: &Lead) -> String {
        let plain: String = format!("{rule}: {}", lead.in_words()).chars().take(LONGEST_NAME - 6).collect();
        let numbered = (2..).map(|number: usize| format!("{plain} ({number})"));
        let mut names = std::iter::once(plain.clone()).chain(numbered);
        names.find(|name| !self.names.contains(name)).unwrap_or(plain)
    }
}
