//! What is told of a job that is over.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{GaveUp, Skipped, State, Step};

/// How each step ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Done.
    pub done: Vec<Step>,
    /// Left out from the start, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<(Step, Skipped)>,
    /// Not finished, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gave_up: Vec<(Step, GaveUp)>,
}

impl Report {
    pub(super) fn of(steps: &BTreeMap<Step, State>) -> Self {
        let mut report = Self::default();
        for (step, state) in steps {
            match state {
                State::Done => report.done.push(*step),
                State::Skipped(why) => report.skipped.push((*step, *why)),
                State::GaveUp(why) => report.gave_up.push((*step, *why)),
                State::Open { .. } => report.gave_up.push((*step, GaveUp::OutOfTime)),
            }
        }
        report
    }

    /// What nobody was asked about, in words: `company (free_mail), phone line (not_configured)`.
    /// Empty when everything was asked.
    pub fn not_asked(&self) -> String {
        let words = |(step, why): &(Step, Skipped)| format!("{} ({})", step.title(), why.word());
        self.skipped.iter().map(words).collect::<Vec<_>>().join(", ")
    }

    /// Whether the time was over before every step was.
    pub fn ran_out(&self) -> bool {
        self.gave_up.iter().any(|(_, why)| *why == GaveUp::OutOfTime)
    }
}

/// As a card shows it: `Not found out: company (no time left), phone line (rate_limited)`.
/// Empty when nothing was given up.
impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (step, why)) in self.gave_up.iter().enumerate() {
            let before = if place == 0 { "Not found out: " } else { ", " };
            let why = match why {
                GaveUp::OutOfTime => "no time left",
                GaveUp::Failed(trouble) => trouble.word(),
            };
            write!(formatter, "{before}{} ({why})", step.title())?;
        }
        Ok(())
    }
}

impl Step {
    /// What it is about, as people read it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Mail => "mail domain",
            Self::Line => "phone line",
            Self::Duplicates => "other leads",
            Self::Score => "score",
            Self::Reroute => "other team",
            Self::WriteBack => "CRM fields",
        }
    }
}

impl Skipped {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoCompany(why) => why.word(),
            Self::NoEmail => "no_email",
            Self::NoNumber => "no_number",
            Self::NotConfigured => "not_configured",
            Self::Synthetic => "synthetic",
        }
    }
}
