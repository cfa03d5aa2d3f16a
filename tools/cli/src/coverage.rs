//! How much of a table the leads of `tests.toml` try.

use std::collections::BTreeSet;

use beeline::routing::{Bundle, Facts};

/// What tests try of a table.
pub struct Coverage {
    /// Rules that decided about a lead.
    rules: BTreeSet<usize>,
    /// Conditions, by rule and place, that once fitted and once did not.
    fitted: BTreeSet<(usize, usize)>,
    unfitted: BTreeSet<(usize, usize)>,
}

impl Coverage {
    /// Of these leads.
    pub fn of<'a>(bundle: &Bundle, leads: impl Iterator<Item = &'a Facts>) -> Self {
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

    /// How many of a hundred rules and sides of conditions are tried; of nothing, all.
    pub fn percent(&self, bundle: &Bundle) -> usize {
        let conditions: usize = bundle.rules().iter().map(|rule| rule.when.len()).sum();
        let tried = self.rules.len() + self.fitted.len() + self.unfitted.len();
        (tried * 100).checked_div(bundle.rules().len() + 2 * conditions).unwrap_or(100)
    }

    /// What is not tried, a sentence each.
    pub fn untried(&self, bundle: &Bundle) -> Vec<String> {
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
