//! How a form stands, for operators.

use serde::Serialize;

use super::advice::{Advice, advise};
use super::report::DriftReport;
use super::state::Episode;
use super::watch::{DriftReply, MIN_MISFITS, Summary};
use crate::identity::Jurisdiction;

/// One form and how it fits its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormDrift {
    /// The form's id.
    pub form: String,
    /// Its title.
    pub title: String,
    /// Where its store must stay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<Jurisdiction>,
    /// From which share of submissions on it counts as drifting.
    pub rate_percent: u32,
    /// Whether samples are kept.
    pub samples: bool,
    /// When it reported last, to the minute.
    pub reported_at_ms: i64,
    /// How it stands; `None` when its store did not answer.
    pub standing: Option<Standing>,
}

/// What a form's store says of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The open episode: there is one while too many submissions do not fit.
    pub episode: Option<Episode>,
    /// The counts and samples.
    pub summary: Summary,
    /// What to do.
    pub advice: Vec<Advice>,
}

impl FormDrift {
    /// From a form's last report and its store's answer.
    pub fn new(report: &DriftReport, reported_at_ms: i64, reply: Option<DriftReply>) -> Self {
        let standing = match reply {
            Some(DriftReply::Standing { episode, summary }) => Some(Standing::new(report, episode, summary)),
            _ => None,
        };
        Self {
            form: report.form.clone(),
            title: report.title.clone(),
            jurisdiction: report.jurisdiction,
            rate_percent: report.rate_percent,
            samples: report.samples,
            reported_at_ms,
            standing,
        }
    }

    /// Whether too many of its submissions do not fit.
    pub fn is_drifting(&self) -> bool {
        self.standing.as_ref().is_some_and(|standing| standing.episode.is_some())
    }
}

impl Standing {
    /// What a few misfits have in common is chance: then there is no advice.
    fn new(report: &DriftReport, episode: Option<Episode>, summary: Summary) -> Self {
        let is_worth = episode.is_some() || u64::from(summary.counted) >= MIN_MISFITS;
        let advice = if is_worth { report.with_known(|known| advise(known, &summary)) } else { Vec::new() };
        Self { episode, summary, advice }
    }
}
