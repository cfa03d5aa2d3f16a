//! An ordered decision table: the first rule that matches decides.

use std::collections::BTreeSet;
use std::fmt;

use super::atoms::AtomSet;
use super::region::Region;
use super::space::Space;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Where it applies.
    pub region: Region,
    /// What it decides.
    pub outcome: u32,
}

/// Rules in order, and what is decided where none matches. Equal sets share their memory,
/// and full sets are left out: such a dimension is not constrained.
#[derive(Clone, Debug)]
pub struct Table {
    space: Space,
    rules: Vec<Rule>,
    default: u32,
}

/// A rule that does not fit the space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The rule, counted from 0.
    pub rule: usize,
    /// The dimension that does not exist, or has another number of atoms.
    pub dimension: usize,
}

impl fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, dimension } = self;
        write!(formatter, "rule {rule} asks for values of column {dimension} that the column does not have")
    }
}

impl std::error::Error for Misfit {}

impl Table {
    /// A table of these rules.
    ///
    /// # Errors
    ///
    /// The first rule that constrains a dimension which does not exist, or by a set made for
    /// another number of atoms.
    pub fn new(space: Space, rules: Vec<Rule>, default: u32) -> Result<Self, Misfit> {
        let mut known = BTreeSet::new();
        let shared = |(number, rule): (usize, Rule)| {
            let region = share(&space, number, &rule.region, &mut known)?;
            Ok(Rule { region, outcome: rule.outcome })
        };
        let rules = rules.into_iter().enumerate().map(shared).collect::<Result<_, _>>()?;
        Ok(Self { space, rules, default })
    }

    /// What the table decides about.
    pub fn space(&self) -> &Space {
        &self.space
    }

    /// The rules, first match first.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The first rule that contains the point.
    pub fn first_match(&self, point: &[u32]) -> Option<usize> {
        self.rules.iter().position(|rule| rule.region.contains(point))
    }

    /// The outcome of a rule, or of no rule: the default.
    pub fn outcome(&self, rule: Option<usize>) -> u32 {
        rule.and_then(|rule| self.rules.get(rule)).map_or(self.default, |rule| rule.outcome)
    }
}

fn share(
    space: &Space,
    rule: usize,
    region: &Region,
    known: &mut BTreeSet<AtomSet>,
) -> Result<Region, Misfit> {
    let mut shared = Region::any();
    for (dimension, set) in region.sets() {
        let atoms = space.dimensions().get(*dimension).map(|dimension| dimension.atoms());
        if atoms != Some(set.atoms()) {
            return Err(Misfit { rule, dimension: *dimension });
        }
        let set = known.get(set).unwrap_or(set).clone();
        if !set.is_full() {
            known.insert(set.clone());
            shared = shared.with(*dimension, set);
        }
    }
    Ok(shared)
}
