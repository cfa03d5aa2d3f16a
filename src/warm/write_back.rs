//! What of the findings goes into CRM and card.
//!
//! Blanks are filled, nothing else: what the visitor said stays, and is told beside what somebody else
//! says. What a person wrote into a CRM stays by that CRM's own rule of filling blanks.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::company::Headcount;
use super::enriched::Findings;
use super::score::Score;
use super::source::{Confidence, Source, Sourced};

/// What can be written. The words name fields in field maps: a test freezes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The company's name.
    Company,
    /// How many employees it has.
    Employees,
    /// What it does.
    Industry,
    /// Where its head office is. Another field than where the visitor is.
    CompanyCountry,
    /// Whether the mail domain takes mail.
    Mail,
    /// What kind of line the number is.
    Line,
    /// The points.
    Score,
    /// What they are for.
    ScoreReasons,
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A number.
    Number(i64),
    /// From one number to another.
    Span(Headcount),
    /// Text.
    Text(String),
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Span(span) => write!(formatter, "{span}"),
            Self::Text(text) => formatter.write_str(text),
        }
    }
}

/// One value to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Where.
    pub field: Field,
    /// What.
    pub value: Value,
    /// Who gave it.
    pub source: Source,
    /// How sure it is, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// When it was given, in milliseconds since 1970.
    pub at_ms: i64,
}

/// What goes out, and what does not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteBack {
    /// To write, in the order of the fields, each once.
    pub written: Vec<Written>,
    /// Kept back in favour of what the visitor said, in the same order.
    pub kept_back: Vec<Written>,
}

impl WriteBack {
    /// Decides field by field, by those of which the visitor said something.
    pub fn of(findings: &Findings, score: Option<(&Score, i64)>, said: &BTreeSet<Field>) -> Self {
        let (kept_back, written) = candidates(findings, score)
            .into_iter()
            .partition(|candidate: &Written| said.contains(&candidate.field));
        Self { written, kept_back }
    }
}

/// Everything that is known, in the order of the fields.
fn candidates(findings: &Findings, score: Option<(&Score, i64)>) -> Vec<Written> {
    let company = findings.company.as_ref();
    let text = |sourced: &Sourced<String>| sourced.with(Value::Text(sourced.value.clone()));
    let name = company.and_then(|company| company.name.as_ref()).map(text);
    let employees = company.and_then(|company| company.employees.as_ref());
    let employees = employees.map(|count| match count.value {
        Headcount { from, to: Some(to) } if from == to => count.with(Value::Number(i64::from(from))),
        span => count.with(Value::Span(span)),
    });
    let word = |word: &str| Value::Text(word.to_owned());
    let by_score =
        |value: Value, at_ms: i64| Sourced { value, source: Source::Score, confidence: None, at_ms };
    let fields = [
        (Field::Company, name),
        (Field::Employees, employees),
        (Field::Industry, company.and_then(|company| company.industry.as_ref()).map(text)),
        (Field::CompanyCountry, company.and_then(|company| company.country.as_ref()).map(text)),
        (Field::Mail, findings.mail.as_ref().map(|mail| mail.with(word(mail.value.word())))),
        (Field::Line, findings.line.as_ref().map(|line| line.with(word(line.value.word())))),
        (Field::Score, score.map(|(score, at_ms)| by_score(Value::Number(score.points), at_ms))),
        (Field::ScoreReasons, score.map(|(score, at_ms)| by_score(Value::Text(score.to_string()), at_ms))),
    ];
    let fields = fields.into_iter().filter_map(|(field, sourced)| Some((field, sourced?)));
    fields
        .map(|(field, Sourced { value, source, confidence, at_ms })| Written {
            field,
            value,
            source,
            confidence,
            at_ms,
        })
        .collect()
}
