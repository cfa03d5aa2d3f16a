//! What is remarked on rules, against trying every lead that may come: from the text of the
//! files to the remarks.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, clippy::needless_range_loop)] // a test that cannot go on has failed

use std::collections::BTreeSet;

use beeline::routing::{Condition, Facts, Known, Subject, route, team_of};
use beeline_compiler::{Compiled, compile};
use proptest::prelude::*;

use crate::every_lead::{files, leads, rules};

/// What can be seen by trying everything.
struct Seen<'a> {
    compiled: &'a Compiled,
    leads: &'a [Facts],
    /// By lead: the rules that fit, in order.
    fitting: Vec<Vec<usize>>,
}

impl Seen<'_> {
    fn team(&self, lead: usize, without: Option<usize>) -> String {
        let bundle = &self.compiled.bundle;
        let first = self.fitting[lead].iter().find(|rule| Some(**rule) != without);
        match first {
            Some(rule) => bundle.rules()[*rule].team.clone(),
            None => team_of(bundle, bundle.form(&self.leads[lead].form).unwrap()).0.id.clone(),
        }
    }

    fn fits(&self, rule: usize) -> BTreeSet<usize> {
        (0..self.leads.len()).filter(|lead| self.fitting[*lead].contains(&rule)).collect()
    }

    fn decides(&self, rule: usize) -> bool {
        self.fitting.iter().any(|fitting| fitting.first() == Some(&rule))
    }

    fn expected(&self) -> BTreeSet<(&'static str, Vec<usize>)> {
        let rules = self.compiled.bundle.rules();
        let mut expected = BTreeSet::new();
        let all = 0..self.leads.len();
        for (rule, written) in rules.iter().enumerate() {
            if self.fits(rule).is_empty() {
                expected.insert(("R002", vec![rule]));
            } else if !self.decides(rule) {
                expected.insert(("R001", vec![rule]));
            } else if all.clone().all(|lead| self.team(lead, None) == self.team(lead, Some(rule))) {
                expected.insert(("R003", vec![rule]));
            }
            for later in rule + 1..rules.len() {
                let are_next = |fitting: &Vec<usize>| fitting.get(..2) == Some(&[rule, later][..]);
                let (one, other) = (self.fits(rule), self.fits(later));
                if written.team != rules[later].team
                    && self.fitting.iter().any(are_next)
                    && !one.is_subset(&other)
                    && !other.is_subset(&one)
                {
                    expected.insert(("R004", vec![rule, later]));
                }
            }
            let fits_all = |one: &Condition| self.leads.iter().all(|lead| one.fits(lead.known(&one.subject)));
            if written.when.iter().any(fits_all) {
                expected.insert(("R012", vec![rule]));
            }
        }
        let undecided: Vec<&Facts> = self
            .leads
            .iter()
            .zip(&self.fitting)
            .filter(|(_, fitting)| fitting.is_empty())
            .map(|(lead, _)| lead)
            .collect();
        let untested = self.untested();
        if !untested.is_empty() {
            expected.insert(("R013", Vec::new()));
        }
        let is_told = |lead: &&Facts| untested.iter().any(|subject| lead.known(subject) == Known::Nothing);
        if !undecided.iter().all(is_told) {
            expected.insert(("R010", Vec::new()));
        }
        expected
    }

    /// Whether every lead would go to the same team if a rule stood right behind an earlier one.
    fn may_move(&self, first: usize, second: usize) -> bool {
        let place = |rule: usize| match rule {
            rule if rule == second => 2 * first + 1,
            rule => 2 * rule,
        };
        let rules = self.compiled.bundle.rules();
        self.fitting.iter().all(|fitting| {
            let moved = fitting.iter().min_by_key(|rule| place(**rule));
            moved.map(|rule| &rules[*rule].team) == fitting.first().map(|rule| &rules[*rule].team)
        })
    }

    /// Questions without an answer to which no lead is decided by any rule.
    fn untested(&self) -> Vec<Subject> {
        let conditions = self.compiled.bundle.rules().iter().flat_map(|rule| &rule.when);
        let asked: BTreeSet<&Subject> = conditions.map(|condition| &condition.subject).collect();
        let is_untested = |subject: &&&Subject| {
            let unknown = || {
                let leads = self.leads.iter().zip(&self.fitting);
                leads.filter(|(lead, _)| lead.known(subject) == Known::Nothing)
            };
            unknown().next().is_some() && unknown().all(|(_, fitting)| fitting.is_empty())
        };
        asked.iter().filter(is_untested).map(|subject| (**subject).clone()).collect()
    }
}

/// The rules that a remark names, by their places.
fn named(message: &str) -> Vec<usize> {
    let all: Vec<usize> =
        message.split('`').filter_map(|word| word.strip_prefix('r')?.parse().ok()).collect();
    let is_first = |(place, rule): &(usize, &usize)| !all[..*place].contains(rule);
    all.iter().enumerate().filter(is_first).map(|(_, rule)| *rule).collect()
}

/// The rule that a remark is about, with each of the others that it names.
fn pairs(message: &str) -> Vec<Vec<usize>> {
    let named = named(message);
    named.iter().skip(1).map(|other| vec![named[0], *other]).collect()
}

/// The remarks, by their codes and the rules that they are about.
fn told(compiled: &Compiled) -> BTreeSet<(&'static str, Vec<usize>)> {
    let first = |message: &str| named(message).into_iter().take(1).collect();
    let overlaps = compiled.remarks.iter().filter(|remark| remark.code() == Some("R004"));
    let overlaps = overlaps.flat_map(|remark| pairs(&remark.message)).map(|pair| ("R004", pair));
    let remarks = compiled.remarks.iter().filter_map(|remark| {
        Some(match remark.code()? {
            "R001" | "R007" | "R008" => ("R001", first(&remark.message)),
            "R002" => ("R002", first(&remark.message)),
            "R003" => ("R003", first(&remark.message)),
            "R010" => ("R010", Vec::new()),
            "R012" => ("R012", first(&remark.message)),
            "R013" => ("R013", Vec::new()),
            _ => return None,
        })
    });
    overlaps.chain(remarks).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_remarked_is_what_trying_every_lead_shows((questions, rules) in rules()) {
        let compiled = compile(&files(&questions, &rules)).unwrap_or_else(|problems| panic!("{problems:?}"));
        let leads = leads(&compiled.bundle, &questions);
        let fits = |lead: &Facts| {
            let rules = compiled.bundle.rules().iter().enumerate();
            rules.filter(|(_, rule)| rule.fits(lead)).map(|(place, _)| place).collect::<Vec<_>>()
        };
        let seen = Seen { compiled: &compiled, leads: &leads, fitting: leads.iter().map(fits).collect() };
        for (lead, facts) in leads.iter().enumerate() {
            let form = compiled.bundle.form(&facts.form).unwrap();
            prop_assert_eq!(route(&compiled.bundle, form, facts).team, seen.team(lead, None));
        }
        let mergeable = compiled.remarks.iter().filter(|remark| remark.code() == Some("R009"));
        for remark in mergeable {
            for pair in pairs(&remark.message) {
                prop_assert!(seen.may_move(pair[0], pair[1]), "{}", remark);
            }
        }
        prop_assert_eq!(told(&compiled), seen.expected(), "{:#?}", compiled.remarks);
    }
}
