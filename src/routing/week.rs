//! Where a lead would go at every minute of the week.

use std::collections::BTreeSet;

use serde::Serialize;

use super::bundle::Bundle;
use super::facts::Facts;
use super::form::Form;
use super::route;
use super::rule::{Answers, WEEK_MINUTES};
use super::subject::Subject;

/// Minutes in a row at which a lead goes to the same team by the same rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeekStretch {
    /// The first minute, from Monday 00:00 in the time zone that rules mean.
    pub from_minute: u16,
    /// The first minute after it; of the last stretch [`WEEK_MINUTES`].
    pub until_minute: u16,
    /// Team id.
    pub team: String,
    /// What decides: a rule's id, [`FORM`](super::FORM) or [`FALLBACK`](super::FALLBACK).
    pub rule: String,
}

/// Where a lead goes at each minute of the week, whenever it comes: stretches without a gap from
/// the first minute to the last, no two neighbours alike.
///
/// Exact: what is decided changes only where some rule's hours begin or end, so those minutes
/// and no others are tried.
pub fn week(bundle: &Bundle, form: &Form, facts: &Facts) -> Vec<WeekStretch> {
    let cuts = cuts(bundle);
    let ends = cuts.iter().copied().skip(1).chain([WEEK_MINUTES]);
    let mut week: Vec<WeekStretch> = Vec::new();
    for (from_minute, until_minute) in cuts.iter().copied().zip(ends) {
        let there = route(bundle, form, &Facts { minute: from_minute, ..facts.clone() });
        match week.last_mut().filter(|last| last.team == there.team && last.rule == there.rule) {
            Some(last) => last.until_minute = until_minute,
            None => week.push(WeekStretch { from_minute, until_minute, team: there.team, rule: there.rule }),
        }
    }
    week
}

/// The minutes at which some rule's hours begin or end, and the first of the week.
fn cuts(bundle: &Bundle) -> BTreeSet<u16> {
    let asked = bundle.rules().iter().flat_map(|rule| &rule.when);
    let hours = asked.filter(|condition| condition.subject == Subject::Hours);
    let edges = hours.flat_map(|condition| match &condition.answers {
        Answers::During(spans) => spans.iter().flat_map(|(from, until)| [*from, *until]).collect(),
        _ => Vec::new(),
    });
    edges.filter(|minute| *minute < WEEK_MINUTES).chain([0]).collect()
}
