//! One row of the decision table.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::facts::{Facts, Known};
use super::subject::Subject;

/// Minutes of a week, from Monday 00:00.
pub const WEEK_MINUTES: u16 = 7 * 24 * 60;

/// A rule: leads that fit every condition go to its team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id, unique in the table.
    pub id: String,
    /// The id of the team.
    pub team: String,
    /// Its conditions, in the order of their subjects, each subject once. None: every lead fits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
    /// Whether it may move a lead that is with another team already, once enrichment makes it fit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub after_enrichment: bool,
}

/// What must be so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What it is about.
    pub subject: Subject,
    /// Which answers fit.
    pub answers: Answers,
    /// Whether a lead of which it is not known fits too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unknown: bool,
}

/// Which answers fit. Words are [folded](super::folded); lists are sorted, spans disjoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answers {
    /// One of these words; with no word, only what is not known can fit.
    OneOf(Vec<String>),
    /// Any other word.
    NoneOf(Vec<String>),
    /// A number within one of these.
    Within(Vec<NumberSpan>),
    /// A minute of the week within one of these, the end excluded.
    During(Vec<(u16, u16)>),
}

/// Whole numbers from one to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "(i64, Option<i64>)", from = "(i64, Option<i64>)")]
pub struct NumberSpan {
    /// The least.
    pub from: i64,
    /// The most; without it, any that is larger.
    pub to: Option<i64>,
}

impl NumberSpan {
    /// Whether a number is within.
    pub fn contains(self, number: i64) -> bool {
        self.from <= number && self.to.is_none_or(|to| number <= to)
    }
}

/// As marketing ops write it: `200 or more`, `50 to 199`, `49 or fewer`, `200`.
impl fmt::Display for NumberSpan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self { from, to: None } => write!(formatter, "{from} or more"),
            Self { from: 0 | i64::MIN, to: Some(to) } => write!(formatter, "{to} or fewer"),
            Self { from, to: Some(to) } if from == to => write!(formatter, "{from}"),
            Self { from, to: Some(to) } => write!(formatter, "{from} to {to}"),
        }
    }
}

impl From<(i64, Option<i64>)> for NumberSpan {
    fn from((from, to): (i64, Option<i64>)) -> Self {
        Self { from, to }
    }
}

impl From<NumberSpan> for (i64, Option<i64>) {
    fn from(span: NumberSpan) -> Self {
        (span.from, span.to)
    }
}

impl Rule {
    /// Whether a lead fits every condition.
    pub fn fits(&self, facts: &Facts) -> bool {
        self.when.iter().all(|condition| condition.fits(facts.known(&condition.subject)))
    }
}

impl Condition {
    /// Whether an answer fits.
    pub fn fits(&self, known: Known<'_>) -> bool {
        match (&self.answers, known) {
            (_, Known::Nothing) => self.unknown,
            (Answers::OneOf(words), Known::Word(word)) => words.iter().any(|one| one == word),
            (Answers::NoneOf(words), Known::Word(word)) => words.iter().all(|one| one != word),
            (Answers::Within(spans), Known::Number(number)) => spans.iter().any(|span| span.contains(number)),
            (Answers::During(spans), Known::Minute(minute)) => {
                spans.iter().any(|(from, to)| (*from..*to).contains(&minute))
            }
            // An answer of another kind than the condition is about: it is none of those named.
            (Answers::NoneOf(_), _) => true,
            _ => false,
        }
    }
}
