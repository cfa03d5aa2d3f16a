//! Where a lead goes, and why.

mod bundle;
mod form;
mod residency;

pub use bundle::{Bundle, BundleError, Team, bundle_hash};
pub use form::{Challenge, Drift, Form};
pub use residency::{Countries, Residency, jurisdiction, jurisdiction_of_refused};

use serde::{Deserialize, Serialize};

use crate::lead::Lead;

/// A rep, as a receipt may name one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rep {
    /// Display name.
    pub name: String,
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

/// The team that a form's leads go to whatever they say, and the rule that decides so.
pub fn team_of<'a>(bundle: &'a Bundle, form: &Form) -> (&'a Team, &'static str) {
    match form.team.as_deref().and_then(|id| bundle.team(id)) {
        Some(team) => (team, "form"),
        None => (bundle.fallback(), "fallback"),
    }
}

/// Decides the route of a lead. Precedence: the first rule that matches, else the
/// fallback team, which a bundle cannot be without. A form's own team, if it names one,
/// is the rule `form`.
pub fn route(bundle: &Bundle, form: &Form, _lead: &Lead) -> Route {
    let (team, rule) = team_of(bundle, form);
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
