//! The public pages.

use beeline::intake::Fields;
use beeline::page;
use beeline::problem::Problem;
use beeline::routing::Form;

use crate::request::Incoming;
use crate::respond::{self, Answer};
use crate::site::{self, Site};

/// The form that the demo page shows.
const DEMO_FORM: &str = "demo";

/// The demo form, empty.
pub fn demo_form(site: &Site) -> Answer {
    match site.bundle.form(DEMO_FORM) {
        Some(form) => respond::form_page(&page::form(form, &Fields::default(), None, None), form, None),
        None => problem(&Problem::UnknownForm, &site::correlation_id()?),
    }
}

/// The form again after a refusal, its values kept.
pub fn form_again(form: &Form, fields: &Fields, problem: &Problem, correlation_id: &str) -> Answer {
    let html = page::form(form, fields, Some((problem, correlation_id)), None);
    respond::form_page(&html, form, Some(problem))
}

/// Where a browser lands after its form was taken.
pub fn thanks(site: &Site) -> Answer {
    let (title, team) = match site.bundle.form(DEMO_FORM) {
        Some(form) => (form.title.as_str(), form.team.as_deref().and_then(|id| site.bundle.team(id))),
        None => ("", None),
    };
    let team = team.unwrap_or_else(|| site.bundle.fallback());
    respond::page(&page::thank_you(title, Some(team.sla_seconds), team.booking_url.as_deref()))
}

/// A problem for a browser.
pub fn problem(problem: &Problem, correlation_id: &str) -> Answer {
    respond::problem_page(&page::message(problem, correlation_id), problem)
}

/// A 404 in the form the asker understands.
pub fn nowhere(request: &Incoming) -> Answer {
    let correlation_id = site::correlation_id()?;
    if request.wants_page() {
        problem(&Problem::NotFound, &correlation_id)
    } else {
        respond::problem(&Problem::NotFound, &correlation_id)
    }
}
