//! What is kept of a job beside its lead: what was found, from whom and when, and what was not.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::enriched::Findings;
use super::job::{Report, Step};
use super::reroute::Rerouted;
use super::score::Score;
use super::source::{Confidence, Source};
use super::write_back::{Field, WriteBack, Written};
use crate::lead::Lead;
use crate::text::folded;

/// Keeps what a job found; of two the one for the later revision, and of one revision the later one.
pub const KEEP: &str = "INSERT INTO enriched (lead_id, revision, written_at_ms, kept) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT (lead_id) DO UPDATE SET revision = excluded.revision, \
     written_at_ms = excluded.written_at_ms, kept = excluded.kept WHERE excluded.revision >= enriched.revision";

/// What is kept of some leads, by a JSON array of their ids.
pub const OF_LEADS: &str =
    "SELECT lead_id, kept FROM enriched WHERE lead_id IN (SELECT value FROM json_each(?1))";

/// What a job came to. Stored as JSON: a test freezes the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The revision of the lead that it is about.
    pub revision: u32,
    /// When the job ended, in milliseconds since 1970.
    pub at_ms: i64,
    /// What was found.
    pub findings: Findings,
    /// The points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Score>,
    /// Whether the lead went to another team, where rules may move leads and something was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rerouted: Option<Rerouted>,
    /// How each step ended.
    pub report: Report,
}

/// One value as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is.
    pub label: &'static str,
    /// The value.
    pub value: String,
    /// Who gave it.
    pub source: Source,
    /// How sure the source is.
    pub confidence: Option<Confidence>,
    /// When it was given, in milliseconds since 1970.
    pub at_ms: i64,
    /// Whether the visitor said something else, which stays.
    pub is_contested: bool,
}

impl Kept {
    /// What of it goes beside what the lead says: nothing takes the place of that.
    pub fn write_back(&self, lead: &Lead) -> WriteBack {
        let said = [(Field::Company, lead.company.is_some()), (Field::Employees, lead.employees.is_some())];
        let said = said.into_iter().filter(|(_, is_said)| *is_said);
        let said: BTreeSet<Field> = said.map(|(field, _)| field).collect();
        WriteBack::of(&self.findings, self.score.as_ref().map(|score| (score, self.at_ms)), &said)
    }

    /// Every value that says more than the lead does, in the order of the fields.
    pub fn told(&self, lead: &Lead) -> Vec<Told> {
        let WriteBack { written, kept_back } = self.write_back(lead);
        let contested = kept_back.into_iter().filter(|held| !is_said(lead, held)).map(|held| (held, true));
        let mut values: Vec<(Written, bool)> =
            written.into_iter().map(|it| (it, false)).chain(contested).collect();
        values.sort_by_key(|(value, _)| value.field);
        let shown = values.into_iter().filter(|(value, _)| value.field != Field::Score);
        shown.map(|(value, is_contested)| told(value, is_contested)).collect()
    }

    /// Whether there is anything to tell: a finding, points, or another team.
    pub fn says_something(&self) -> bool {
        let is_moved = matches!(self.rerouted, Some(Rerouted::Moved { .. }));
        self.findings != Findings::default() || self.score.is_some() || is_moved
    }

    /// What the job did, in words for a timeline: no value of it.
    pub fn summary(&self) -> String {
        let found = [
            (Step::Company, self.findings.company.is_some()),
            (Step::Mail, self.findings.mail.is_some()),
            (Step::Line, self.findings.line.is_some()),
            (Step::Duplicates, !self.findings.duplicates.is_empty()),
            (Step::Score, self.score.is_some()),
            (Step::Reroute, matches!(self.rerouted, Some(Rerouted::Moved { .. }))),
        ];
        let found = found.into_iter().filter(|(_, is_found)| *is_found);
        let words: Vec<&str> = found.map(|(step, _)| step.title()).collect();
        if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
    }
}

/// Whether the lead says the same.
fn is_said(lead: &Lead, value: &Written) -> bool {
    let said = match value.field {
        Field::Company => lead.company.clone(),
        Field::Employees => lead.employees.map(|count| count.to_string()),
        _ => None,
    };
    said.is_some_and(|said| folded(&said) == folded(&value.value.to_string()))
}

fn told(value: Written, is_contested: bool) -> Told {
    let label = match value.field {
        Field::Company => "Company",
        Field::Employees => "Employees",
        Field::Industry => "Industry",
        Field::CompanyCountry => "Head office",
        Field::Mail => "Mail domain",
        Field::Line => "Phone line",
        Field::Score | Field::ScoreReasons => "Score",
    };
    Told {
        label,
        value: value.value.to_string(),
        source: value.source,
        confidence: value.confidence,
        at_ms: value.at_ms,
        is_contested,
    }
}
