//! Where a lead goes, and why.

mod apart;
mod bundle;
mod explain;
mod facts;
mod form;
mod projection;
mod record;
mod reps;
mod residency;
mod rule;
mod subject;
mod table;
mod territory;

pub use apart::{Alternative, Place, places, possible, told_apart};
pub use bundle::{Bundle, BundleError, Team, bundle_hash};
pub use explain::{ConditionCheck, Counterfactual, RuleCheck, check, checks, counterfactuals};
pub use facts::{Fact, Facts, Known, folded, is_word};
pub use form::{Challenge, Drift, Form};
pub use record::{Misread, Origin, Recorded};
pub use reps::{MOST_TEAMS_ASKED, TeamRoster};
pub use residency::{Countries, Residency, jurisdiction, jurisdiction_of_refused};
pub use rule::{Answers, Condition, NumberSpan, Rule, WEEK_MINUTES};
pub use subject::{Kind as SubjectKind, Purpose, Subject, UnknownSubject};
pub use table::Table;
pub use territory::{Piece, Territories};

use serde::{Deserialize, Serialize};

use crate::lead::Lead;
use crate::pool::Contact;

/// The rep who has a lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rep {
    /// Id; empty in routes of before reps had one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Display name.
    pub name: String,
    /// The team whose turn it was, if nobody of the lead's own team could take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// How to reach the rep.
    #[serde(default, skip_serializing_if = "Contact::is_empty")]
    pub contact: Contact,
}

/// Where a lead goes, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    /// Team id.
    pub team: String,
    /// The team's name when this was decided.
    pub team_name: String,
    /// The form's title when this was decided.
    pub form_title: String,
    /// The rep whose turn it is, once known.
    pub rep: Option<Rep>,
    /// How soon a person must answer.
    pub sla_seconds: u32,
    /// Where the visitor may book a meeting.
    pub booking_url: Option<String>,
    /// Which rule decided: a rule's name, or `fallback`.
    pub rule: String,
}

/// Where a lead goes, and everything that was looked at to decide it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Where.
    pub route: Route,
    /// What was looked at.
    pub facts: Facts,
}

impl Decision {
    /// Decides about a lead.
    pub fn of(bundle: &Bundle, form: &Form, lead: &Lead, at_ms: i64) -> Self {
        let facts = Facts::of(bundle, form, lead, at_ms);
        Self { route: route(bundle, form, &facts), facts }
    }
}

/// The team of a form's leads that no rule decides about, and the name of that decision.
pub fn team_of<'a>(bundle: &'a Bundle, form: &Form) -> (&'a Team, &'static str) {
    match form.team.as_deref().and_then(|id| bundle.team(id)) {
        Some(team) => (team, FORM),
        None => (bundle.fallback(), FALLBACK),
    }
}

/// The name of the decision for a form's own team.
pub const FORM: &str = "form";
/// The name of the decision for the fallback team.
pub const FALLBACK: &str = "fallback";

/// Decides the team of a lead, from what rules can know of it and nothing else: the same facts
/// and the same bundle always give the same route.
///
/// Precedence:
///
/// | | decides | it is called |
/// |---|---|---|
/// | 1 | the first rule, in file order, of which every condition fits; what is not known fits only where `unknown` is named | its id |
/// | 2 | the form's own team | `form` |
/// | 3 | the fallback team, which a bundle cannot be without | `fallback` |
pub fn route(bundle: &Bundle, form: &Form, facts: &Facts) -> Route {
    let by_rule =
        bundle.first_rule(facts).and_then(|rule| Some((bundle.team(&rule.team)?, rule.id.as_str())));
    let (team, rule) = by_rule.unwrap_or_else(|| team_of(bundle, form));
    Route {
        team: team.id.clone(),
        team_name: team.name.clone(),
        form_title: form.title.clone(),
        rep: None,
        sla_seconds: team.sla_seconds,
        booking_url: team.booking_url.clone(),
        rule: rule.to_owned(),
    }
}
