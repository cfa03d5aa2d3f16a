//! The public pages, and what a page of somebody else's may know of a form.

use beeline::contract::{description, etag};
use beeline::intake::Fields;
use beeline::page;
use beeline::problem::Problem;
use beeline::routing::{self, Form};
use beeline_platform::source;
use wasm_bindgen::JsValue;

use crate::assess::TOKEN_FIELD;
use crate::request::Incoming;
use crate::respond::{self, Answer};
use crate::site::{self, Site};

/// The form at the root.
pub const DEMO_FORM: &str = "demo";

/// A form's page, empty.
pub fn form(site: &Site, id: &str) -> Answer {
    match site.bundle.form(id) {
        Some(form) => {
            let token = token(site, form)?;
            respond::form_page(&page::form(form, &Fields::default(), None, Some(&token)), form, None)
        }
        None => problem(&Problem::UnknownForm, &site::correlation_id()?),
    }
}

/// The form again after a refusal, its values kept.
pub fn form_again(
    site: &Site,
    form: &Form,
    fields: &Fields,
    problem: &Problem,
    correlation_id: &str,
) -> Answer {
    // The token it came with says how long somebody has been at it.
    let token = match fields.last_text(TOKEN_FIELD) {
        Some(token) if !token.is_empty() => token.to_owned(),
        _ => token(site, form)?,
    };
    let html = page::form(form, fields, Some((problem, correlation_id)), Some(&token));
    respond::form_page(&html, form, Some(problem))
}

/// `HEAD /v1/leads/{form}`: warms connection, isolate and bundle, and gives a page that
/// Beeline does not serve its token.
pub fn warm(site: &Site, request: &Incoming, id: &str) -> Answer {
    let Some(form) = site.bundle.form(id) else { return respond::warmed(404, None, None) };
    site::warm(form);
    respond::warmed(204, Some(&token(site, form)?), request.allowed_origin(form))
}

/// `GET /v1/forms/{form}`.
pub fn describe(site: &Site, request: &Incoming, id: &str) -> Answer {
    let Some(form) = site.bundle.form(id) else {
        return respond::problem(&Problem::UnknownForm, &site::correlation_id()?, None);
    };
    let etag = etag(form, &site.in_force.base.hash);
    let known = request.if_none_match.as_deref().unwrap_or_default();
    let is_known = known.split(',').any(|known| known.trim().trim_start_matches("W/") == etag);
    respond::described(&description(form), &etag, is_known, request.allowed_origin(form))
}

fn token(site: &Site, form: &Form) -> Result<String, JsValue> {
    Ok(site.form_tokens.issue(&form.id, source::now_ms(), source::random()?))
}

/// Where a browser lands after its form was taken. A form that is gone by then is no reason to
/// say that its lead was not taken.
pub fn thanks(site: &Site, id: Option<&str>) -> Answer {
    let form = id.and_then(|id| site.bundle.form(id));
    respond::page(&page::thank_you(form.map(|form| (form, routing::team_of(&site.bundle, form).0))))
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
        respond::problem(&Problem::NotFound, &correlation_id, None)
    }
}
