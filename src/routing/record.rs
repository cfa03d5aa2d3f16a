//! A decision as it is on record: one line of an export.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::facts::Facts;
use crate::identity::LeadId;

/// One decision: where a lead went, by which files, and all that was looked at. No personal
/// data is in it. As JSON it is one line of an export, and a test freezes it; what only a later
/// version knows is left out on reading.
///
/// `F` is [`Facts`], or their JSON text where nobody looks at them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded<F = Facts> {
    /// The lead.
    pub lead_id: LeadId,
    /// Which of its submissions, counted from 1.
    pub revision: u32,
    /// When it was accepted, or moved, in milliseconds since 1970.
    pub at_ms: i64,
    /// A person's, or a monitor's.
    pub kind: Origin,
    /// The form's id.
    pub form: String,
    /// The hash of the bundle that decided.
    pub bundle: String,
    /// The id of the team that it went to.
    pub team: String,
    /// What decided: a rule's id, [`FORM`](super::FORM) or [`FALLBACK`](super::FALLBACK).
    pub rule: String,
    /// The id of the team that had it, where this decision took it away on enrichment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
    /// Whether it was not followed: the lead had been moved on enrichment before, and what is said later
    /// moves nothing back.
    #[serde(default, skip_serializing_if = "is_false")]
    pub not_followed: bool,
    /// What it was decided on.
    pub facts: F,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde passes a reference
const fn is_false(value: &bool) -> bool {
    !*value
}

/// Whose lead it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A person's.
    Real,
    /// A monitor's.
    Synthetic,
}

/// Why a line is no recorded decision. It repeats nothing that stands in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misread {
    /// Not an object of JSON.
    NotARecord,
    /// Something is not there.
    Missing(&'static str),
    /// Something is of another kind than it can be.
    Wrong {
        /// What.
        name: String,
        /// What it has to be.
        wanted: &'static str,
    },
    /// Something is said twice.
    Twice,
}

impl fmt::Display for Misread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotARecord => formatter.write_str("is no recorded decision: not an object of JSON"),
            Self::Missing(name) => write!(formatter, "has no `{name}`"),
            Self::Wrong { name, wanted } => write!(formatter, "has a wrong `{name}`: it must be {wanted}"),
            Self::Twice => formatter.write_str("says something twice"),
        }
    }
}

impl std::error::Error for Misread {}

/// Something that a line must have: its name, what it has to be, and whether it is.
type Field = (&'static str, &'static str, fn(&Value) -> bool);

const FIELDS: [Field; 9] = [
    ("lead_id", "a lead's id, `ld_` and 24 characters", is_lead_id),
    ("revision", "a whole number from 1", |value| value.as_u64().is_some_and(is_revision)),
    ("at_ms", "a whole number of milliseconds since 1970", Value::is_i64),
    ("kind", "\"real\" or \"synthetic\"", |value| matches!(value.as_str(), Some("real" | "synthetic"))),
    ("form", "text", Value::is_string),
    ("bundle", "text", Value::is_string),
    ("team", "text", Value::is_string),
    ("rule", "text", Value::is_string),
    ("facts", "an object", Value::is_object),
];

fn is_lead_id(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.parse::<LeadId>().is_ok())
}

fn is_revision(number: u64) -> bool {
    (1..=u64::from(u32::MAX)).contains(&number)
}

impl Recorded {
    /// Reads one line.
    pub fn read(line: &[u8]) -> Result<Self, Misread> {
        let read: Self = serde_json::from_slice(line).map_err(|_| misread(line))?;
        let wrong = |name: &str, wanted| Err(Misread::Wrong { name: name.to_owned(), wanted });
        if read.revision == 0 {
            return wrong("revision", "a whole number from 1");
        }
        if read.form != read.facts.form {
            return wrong("facts.form", "the same as `form`");
        }
        Ok(read)
    }
}

/// What is wrong with a line that could not be read.
fn misread(line: &[u8]) -> Misread {
    let Ok(Value::Object(line)) = serde_json::from_slice(line) else { return Misread::NotARecord };
    for (name, wanted, is_right) in FIELDS {
        match line.get(name) {
            None => return Misread::Missing(name),
            Some(value) if !is_right(value) => return Misread::Wrong { name: name.to_owned(), wanted },
            Some(_) => {}
        }
    }
    let wrong_fact = line.get("facts").and_then(Value::as_object).and_then(wrong_fact);
    let wanted = "an answer that it can have";
    wrong_fact.map_or(Misread::Twice, |name| Misread::Wrong { name: format!("facts.{name}"), wanted })
}

/// A fact that cannot be what it is said to be. What this version does not know is never wrong,
/// so that only names of ours are repeated.
fn wrong_fact(facts: &Map<String, Value>) -> Option<&str> {
    let is_wrong = |(name, value): &(&String, &Value)| {
        serde_json::from_value::<Facts>(json!({ name.as_str(): value })).is_err()
    };
    facts.iter().find(is_wrong).map(|(name, _)| name.as_str())
}
