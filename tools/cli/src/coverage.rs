//! `beeline test`: the leads of `tests.toml`, and how much of the table they try.

use std::collections::BTreeSet;

use anyhow::Result;
use beeline::routing::{Bundle, Facts};
use beeline_compiler::Compiled;
use serde_json::json;

use crate::check;
use crate::command::Arguments;

/// What tests try of a table.
struct Coverage {
    /// Rules that decided about a lead.
    rules: BTreeSet<usize>,
    /// Conditions, by rule and place, that once fitted and once did not.
    fitted: BTreeSet<(usize, usize)>,
    unfitted: BTreeSet<(usize, usize)>,
}

/// Tries the tests; whether they pass and enough is tried.
pub fn test(arguments: &Arguments, fail_under: Option<u8>) -> Result<bool> {
    let Some(compiled) = check::compiled(arguments)? else { return Ok(false) };
    let bundle = &compiled.bundle;
    let coverage = Coverage::of(bundle, compiled.cases.iter().map(|case| &case.facts));
    let conditions: usize = bundle.rules().iter().map(|rule| rule.when.len()).sum();
    let (tried, all) = (coverage.tried(), bundle.rules().len() + 2 * conditions);
    let percent = (tried * 100).checked_div(all).unwrap_or(100);
    let enough = fail_under.is_none_or(|least| percent >= usize::from(least));
    let untried = coverage.untried(bundle);
    if arguments.json {
        let told =
            json!({ "ok": enough, "tests": compiled.cases.len(), "percent": percent, "untried": untried });
        println!("{told}");
        return Ok(enough);
    }
    print(&compiled, &untried, percent);
    if !enough {
        println!("That is less than the {} % that were asked for.", fail_under.unwrap_or_default());
    }
    Ok(enough)
}

fn print(compiled: &Compiled, untried: &[String], percent: usize) {
    println!("{} tests pass.", compiled.cases.len());
    println!(
        "They try {percent} % of {} rules and both sides of their conditions.",
        compiled.bundle.rules().len()
    );
    for line in untried {
        println!("  not tried: {line}");
    }
}

impl Coverage {
    fn of<'a>(bundle: &Bundle, leads: impl Iterator<Item = &'a Facts>) -> Self {
        let mut coverage =
            Self { rules: BTreeSet::new(), fitted: BTreeSet::new(), unfitted: BTreeSet::new() };
        for facts in leads {
            for (place, rule) in bundle.rules().iter().enumerate() {
                for (nth, condition) in rule.when.iter().enumerate() {
                    let fits = condition.fits(facts.known(&condition.subject));
                    let side = if fits { &mut coverage.fitted } else { &mut coverage.unfitted };
                    side.insert((place, nth));
                }
                if rule.fits(facts) {
                    coverage.rules.insert(place);
                    break;
                }
            }
        }
        coverage
    }

    fn tried(&self) -> usize {
        self.rules.len() + self.fitted.len() + self.unfitted.len()
    }

    fn untried(&self, bundle: &Bundle) -> Vec<String> {
        let mut untried = Vec::new();
        for (place, rule) in bundle.rules().iter().enumerate() {
            if !self.rules.contains(&place) {
                untried.push(format!("rule `{}` decides about no lead", rule.id));
            }
            for (nth, condition) in rule.when.iter().enumerate() {
                if !self.fitted.contains(&(place, nth)) {
                    untried.push(format!(
                        "rule `{}`: no lead fits its condition on {}",
                        rule.id, condition.subject
                    ));
                }
                if !self.unfitted.contains(&(place, nth)) {
                    untried.push(format!(
                        "rule `{}`: every lead fits its condition on {}",
                        rule.id, condition.subject
                    ));
                }
            }
        }
        untried
    }
}
