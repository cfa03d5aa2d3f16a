//! How much of a table example leads try.

use std::collections::BTreeSet;

use beeline::routing::{Bundle, Facts, Subject};

/// What leads try of a table: rules that decided, and conditions that once fitted and once did
/// not. A condition is tried as far as it was asked: rules below the one that decides are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    decided: BTreeSet<usize>,
    /// By rule and place.
    fitted: BTreeSet<(usize, usize)>,
    unfitted: BTreeSet<(usize, usize)>,
    /// How many rules there are, and both sides of their conditions.
    all: usize,
}

/// Something that no lead tries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Untried {
    /// A rule that decides about none.
    Rule {
        /// The rule.
        rule: String,
    },
    /// A condition that none fits.
    Fitting {
        /// The rule.
        rule: String,
        /// What the condition is about.
        subject: Subject,
    },
    /// A condition that all fit that it is asked of.
    Unfitting {
        /// The rule.
        rule: String,
        /// What the condition is about.
        subject: Subject,
    },
}

impl Coverage {
    /// What some leads try.
    pub fn of<'a>(bundle: &Bundle, leads: impl IntoIterator<Item = &'a Facts>) -> Self {
        let conditions: usize = bundle.rules().iter().map(|rule| rule.when.len()).sum();
        let mut coverage = Self { all: bundle.rules().len() + 2 * conditions, ..Self::default() };
        for facts in leads {
            coverage.add(bundle, facts);
        }
        coverage
    }

    /// Tries one more lead; whether that tried anything new.
    pub fn add(&mut self, bundle: &Bundle, facts: &Facts) -> bool {
        let before = self.tried();
        for (place, rule) in bundle.rules().iter().enumerate() {
            for (nth, condition) in rule.when.iter().enumerate() {
                let fits = condition.fits(facts.known(&condition.subject));
                let side = if fits { &mut self.fitted } else { &mut self.unfitted };
                side.insert((place, nth));
            }
            if rule.fits(facts) {
                self.decided.insert(place);
                break;
            }
        }
        self.tried() > before
    }

    /// Whether a rule, by its place, decided about a lead.
    pub fn decided(&self, rule: usize) -> bool {
        self.decided.contains(&rule)
    }

    /// Whether a condition, by its rule and place, once fitted, or once did not.
    pub(crate) fn has(&self, rule: usize, nth: usize, fits: bool) -> bool {
        let side = if fits { &self.fitted } else { &self.unfitted };
        side.contains(&(rule, nth))
    }

    /// How many of a hundred rules and sides of conditions are tried, rounded down.
    pub fn percent(&self) -> usize {
        (self.tried() * 100).checked_div(self.all).unwrap_or(100)
    }

    /// What is not tried, in the order of the rules. Of a condition that no lead gets to, its rule
    /// says enough.
    pub fn untried(&self, bundle: &Bundle) -> Vec<Untried> {
        let mut untried = Vec::new();
        for (place, rule) in bundle.rules().iter().enumerate() {
            if !self.decided(place) {
                untried.push(Untried::Rule { rule: rule.id.clone() });
            }
            for (nth, condition) in rule.when.iter().enumerate() {
                let (rule, subject) = (rule.id.clone(), condition.subject.clone());
                match (self.has(place, nth, true), self.has(place, nth, false)) {
                    (false, true) => untried.push(Untried::Fitting { rule, subject }),
                    (true, false) => untried.push(Untried::Unfitting { rule, subject }),
                    (true, true) | (false, false) => {}
                }
            }
        }
        untried
    }

    fn tried(&self) -> usize {
        self.decided.len() + self.fitted.len() + self.unfitted.len()
    }
}

/// In a sentence.
impl std::fmt::Display for Untried {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rule { rule } => write!(formatter, "rule `{rule}` decides about no lead"),
            Self::Fitting { rule, subject } => {
                write!(formatter, "rule `{rule}`: no lead fits its condition on {subject}")
            }
            Self::Unfitting { rule, subject } => {
                write!(formatter, "rule `{rule}`: every lead fits its condition on {subject}")
            }
        }
    }
}
