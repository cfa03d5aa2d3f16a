//! What the hours of reps mean for leads: who never works, and when nobody does.
//!
//! Exact over a stated time: the years for which clock changes are kept; from today on, if today is
//! known.

mod reps;
mod teams;
mod words;

use std::collections::BTreeSet;

use beeline::routing::Bundle;
use beeline::schedule::{MINUTE_MS, Span, Zone};

use crate::calendar_text::Years;
use crate::csv::Findings;
use crate::problem::Problem;
use crate::roster::Rep;

/// A year in milliseconds.
const YEAR_MS: i64 = 365 * 86_400_000;

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
        if let Some(window) = self.window().filter(|_| !self.reps.is_empty()) {
            reps::tell(self, window, &mut findings);
            teams::tell(self, window, &mut findings);
        }
        self.tell_horizon(&mut findings);
        findings.into_problems()
    }

    /// The time that is looked at.
    fn window(&self) -> Option<Span> {
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
        let is_near = self.today_ms.is_some_and(|today_ms| until_ms.saturating_sub(today_ms) < YEAR_MS);
        if let Some(first) = self.reps.first().filter(|_| is_near) {
            let message = format!(
                "clock changes are known until the end of {}, and after that hours may be wrong by one",
                Years::KEPT.last()
            );
            findings.warning(first.time_zone.at, message, "ask an engineer for a newer version of Beeline");
        }
    }
}
