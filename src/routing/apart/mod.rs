//! The answers that rules tell apart: whatever two leads answer, if it is the same of these,
//! no rule can treat them differently. So a question is answered for all leads once it is
//! answered for one of each.

mod form;
mod places;

pub use form::possible;
pub use places::{Place, places};

use std::collections::BTreeSet;

use serde::Serialize;

use super::facts::Known;
use super::rule::{Answers, Rule, WEEK_MINUTES};
use super::subject::{Kind, Subject};

/// Answers that make no difference among each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alternative {
    /// This word.
    Word(String),
    /// A number within these, both included.
    Numbers(i64, Option<i64>),
    /// A minute of the week within these, the end excluded.
    Minutes(u16, u16),
    /// A word that no rule names.
    AnyOtherWord,
    /// Not known.
    Unknown,
}

impl Alternative {
    /// One of them, as conditions are asked.
    pub fn known(&self) -> Known<'_> {
        match self {
            Self::Word(word) => Known::Word(word),
            // As near to nothing as may be.
            Self::Numbers(from, to) => Known::Number(0.clamp(*from, to.unwrap_or(i64::MAX).max(*from))),
            Self::Minutes(from, _) => Known::Minute(*from),
            // Nothing names what nobody can type.
            Self::AnyOtherWord => Known::Word("\u{0}"),
            Self::Unknown => Known::Nothing,
        }
    }
}

/// Every answer to a question that the conditions on it tell apart, likeliest first. Every
/// answer that there may be is one of them.
pub fn told_apart(subject: &Subject, rules: &[Rule]) -> Vec<Alternative> {
    let (words, cuts) = named(subject, rules);
    let kind = subject.kind();
    let mut all: Vec<Alternative> = Vec::new();
    let closed = subject.words();
    match &closed {
        Some(words) => all.extend(words.iter().map(|word| Alternative::Word((*word).to_owned()))),
        None => all.extend(words.into_iter().map(Alternative::Word)),
    }
    match kind {
        Kind::Minutes => all.extend(minutes(&cuts)),
        Kind::Numbers => all.extend(numbers(0, &cuts)),
        // A number below nothing is thought of last.
        Kind::Either if !cuts.is_empty() => {
            all.extend(numbers(0, &cuts));
            all.extend(numbers(i64::MIN, &cuts).into_iter().filter_map(below_nothing));
        }
        Kind::Words | Kind::Either => {}
    }
    let may_be_other = matches!(kind, Kind::Words | Kind::Either)
        && closed.is_none()
        && !matches!(subject, Subject::Lane | Subject::Form);
    all.extend(may_be_other.then_some(Alternative::AnyOtherWord));
    all.extend((!subject.is_always_known()).then_some(Alternative::Unknown));
    all
}

/// The words that conditions on a subject name, and the numbers at which their answers change.
fn named(subject: &Subject, rules: &[Rule]) -> (BTreeSet<String>, BTreeSet<i64>) {
    let mut words = BTreeSet::new();
    let mut cuts = BTreeSet::new();
    let asked = rules.iter().flat_map(|rule| &rule.when).filter(|condition| condition.subject == *subject);
    for condition in asked {
        match &condition.answers {
            Answers::OneOf(named) | Answers::NoneOf(named) => words.extend(named.iter().cloned()),
            Answers::Within(spans) => {
                let after = |to: i64| to.checked_add(1);
                cuts.extend(
                    spans.iter().flat_map(|span| [Some(span.from), span.to.and_then(after)]).flatten(),
                );
            }
            Answers::During(spans) => {
                cuts.extend(spans.iter().flat_map(|(from, to)| [i64::from(*from), i64::from(*to)]));
            }
        }
    }
    (words, cuts)
}

/// The numbers from the least on, in stretches between the cuts.
fn numbers(least: i64, cuts: &BTreeSet<i64>) -> Vec<Alternative> {
    let starts = || cuts.iter().copied().filter(|cut| *cut > least);
    let ends = starts().map(|cut| Some(cut - 1)).chain([None]);
    std::iter::once(least)
        .chain(starts())
        .zip(ends)
        .map(|(from, to)| Alternative::Numbers(from, to))
        .collect()
}

/// The part of a stretch that is less than nothing.
fn below_nothing(stretch: Alternative) -> Option<Alternative> {
    match stretch {
        Alternative::Numbers(from, to) if from < 0 => {
            Some(Alternative::Numbers(from, Some(to.unwrap_or(-1).min(-1))))
        }
        _ => None,
    }
}

/// The week, in stretches between the cuts.
fn minutes(cuts: &BTreeSet<i64>) -> Vec<Alternative> {
    let cuts = cuts.iter().filter_map(|cut| u16::try_from(*cut).ok());
    let within: Vec<u16> = cuts.filter(|cut| (1..WEEK_MINUTES).contains(cut)).collect();
    let ends = within.iter().copied().chain([WEEK_MINUTES]);
    let stretches = std::iter::once(0).chain(within.iter().copied()).zip(ends);
    stretches.map(|(from, to)| Alternative::Minutes(from, to)).collect()
}
