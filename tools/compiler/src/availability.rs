//! What the hours of reps mean for leads: who never works, and when nobody does.
//!
//! Exact over a stated time: what a week is like in the 400 days from today on, or, where today is not
//! known, from the first day for which clock changes are kept; whether somebody ever works again in
//! all the years after that.

mod reps;
mod teams;
mod words;

use std::collections::BTreeSet;

use beeline::routing::Bundle;
use beeline::schedule::{MINUTE_MS, Span, Zone};

use crate::analysis::Lint;
use crate::calendar_text::Years;
use crate::csv::Findings;
use crate::problem::Problem;
use crate::roster::Rep;

const DAY_MS: i64 = 86_400_000;
/// A year, in which every clock is changed as often as it ever is, and a month to spare.
const LOOKED_AHEAD_MS: i64 = 400 * DAY_MS;
/// How long before nothing is known of clocks that is told.
const TOLD_AHEAD_MS: i64 = 365 * DAY_MS;

/// What is looked at.
pub(crate) struct Availability<'a> {
    /// Folder and name of the roster.
    pub file: &'a str,
    /// Its lines.
    pub reps: &'a [Rep],
    /// The same as their teams have them.
    pub bundle: &'a Bundle,
    /// The name of the files' time zone, for messages.
    pub zone_name: &'a str,
    /// The time zone itself.
    pub zone: &'a Zone,
    /// A moment of today, if it is known.
    pub today_ms: Option<i64>,
}

impl Availability<'_> {
    /// What is to be said, in the order of the lines.
    pub(crate) fn remarks(&self) -> Vec<Problem> {
        let mut findings = Findings::of(self.file);
        if let Some(kept) = self.kept().filter(|_| !self.reps.is_empty()) {
            reps::tell(self, kept, &mut findings);
            let soon = Span::new(kept.from_ms(), kept.from_ms().saturating_add(LOOKED_AHEAD_MS));
            teams::tell(self, soon.and_then(|soon| soon.common(kept)).unwrap_or(kept), &mut findings);
        }
        self.tell_horizon(&mut findings);
        findings.into_problems()
    }

    /// The time for which clock changes are kept, from today on.
    fn kept(&self) -> Option<Span> {
        let kept = self.zone.horizon();
        let today_ms = self.today_ms.map(|today_ms| today_ms - today_ms.rem_euclid(MINUTE_MS));
        Span::new(today_ms.unwrap_or(kept.from_ms()).max(kept.from_ms()), kept.until_ms())
    }

    /// The teams that get leads: by a rule, as a form's own, or as the fallback.
    fn teams_with_leads(&self) -> BTreeSet<&str> {
        let by_rule = self.bundle.rules().iter().map(|rule| rule.team.as_str());
        let own = self.bundle.forms().iter().filter_map(|form| form.team.as_deref());
        by_rule.chain(own).chain([self.bundle.fallback().id.as_str()]).collect()
    }

    fn tell_horizon(&self, findings: &mut Findings) {
        let until_ms = self.zone.horizon().until_ms();
        let is_near = self.today_ms.is_some_and(|today_ms| until_ms.saturating_sub(today_ms) < TOLD_AHEAD_MS);
        if let Some(first) = self.reps.first().filter(|_| is_near) {
            let message = format!(
                "clock changes are known until the end of {}, and after that hours may be wrong by one",
                Years::KEPT.last()
            );
            findings.remark(
                Lint::ClocksEnd,
                first.time_zone.at,
                message,
                "ask an engineer for a newer version of Beeline",
            );
        }
    }
}
