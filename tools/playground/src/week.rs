//! Where a lead goes at every minute of the week.

use beeline::routing::{Bundle, Facts, WeekStretch, week};
use serde::Serialize;

use crate::why::name;

/// The week of a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Week {
    /// From the first minute of Monday to the last of Sunday, without a gap.
    pub parts: Vec<WeekPart>,
}

/// Minutes in a row at which it goes to the same team by the same rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeekPart {
    /// From when until when, and where to.
    #[serde(flatten)]
    pub stretch: WeekStretch,
    /// What the team is called.
    pub team_name: String,
}

impl Week {
    /// The week of a lead; nothing, if its form is none of the bundle's.
    pub(crate) fn of(bundle: &Bundle, facts: &Facts) -> Option<Self> {
        let form = bundle.form(&facts.form)?;
        let part = |stretch: WeekStretch| WeekPart { team_name: name(bundle, &stretch.team), stretch };
        Some(Self { parts: week(bundle, form, facts).into_iter().map(part).collect() })
    }
}
