//! The page of a form: empty, or as it came back.

use maud::{Markup, html};

use super::control::{self, ABOUT, CONSENTS, Filled, advice, control, labelled, text};
use super::{notice, shell};
use crate::intake::{FieldError, Fields};
use crate::problem::Problem;
use crate::routing::Form;

/// Names the wording of the consents on this page. It is sent with every lead and kept as
/// evidence: other words need another version.
pub const CONSENT_TEXT_VERSION: &str = "page-1";
const CONSENT_TEXT_FIELD: &str = "consent.text_version";

/// The page of a form. `fields` is what to keep: empty at first, then what was sent.
/// `problem` is why it was not accepted, with the correlation id to ask about it.
pub fn demo_form(form: &Form, fields: &Fields, problem: Option<(&Problem, &str)>) -> String {
    let errors = problem.map_or(&[][..], |(problem, _)| problem.errors());
    let filled = Filled { fields, errors };
    let title = match problem {
        Some(_) => format!("Error: {}", form.title),
        None => form.title.clone(),
    };
    shell::public(
        &title,
        &html! {
            h1 { (form.title) }
            @if let Some((problem, correlation_id)) = problem { (summary(problem, correlation_id)) }
            // The browser's own checks are off: they would stop a form before its errors reach
            // the server, whose words are the same for everybody and can be linked to, and they
            // cannot say "an email address, or a name and a phone number".
            form.panel method="post" action={ "/v1/leads/" (form.id) } novalidate {
                p.hint { "We need an email address, or a name and a phone number. The rest helps us to answer well." }
            div.fields {
                    @for field in ABOUT.iter().filter(|field| filled.shows(field)) { (control(field, &filled)) }
                }
                fieldset {
                    legend { "Your consent" }
                    @for field in CONSENTS.iter().filter(|field| filled.shows(field)) { (control(field, &filled)) }
                }
                input type="hidden" name=(CONSENT_TEXT_FIELD) value=(CONSENT_TEXT_VERSION);
                (carried(&filled))
                button type="submit" { "Send" }
            }
        },
    )
}

/// What went wrong, first on the page and first in focus.
fn summary(problem: &Problem, correlation_id: &str) -> Markup {
    let errors = problem.errors();
    let notice = notice::on_form(problem);
    let calm = problem.retry_after_seconds().is_some();
    html! {
        div.summary.calm[calm] role="alert" aria-labelledby="summary-heading" tabindex="-1" autofocus {
            @if errors.is_empty() {
                h2 #summary-heading { (notice.heading) }
                p { (notice.advice) }
            } @else {
                h2 #summary-heading {
                    @if errors.len() == 1 { "One field needs another look" }
                    @else { (errors.len()) " fields need another look" }
                }
                p { "It has not been sent yet. Everything you entered is still below." }
                ul { @for error in in_focus_order(errors) { li { (summary_line(error)) } } }
            }
            p.reference { "Reference " code { (correlation_id) } }
        }
    }
}

/// Errors in the order their fields are met, those without a field last.
fn in_focus_order(errors: &[FieldError]) -> Vec<&FieldError> {
    let place = |error: &&FieldError| {
        control::all().position(|field| field.name == error.field).unwrap_or(usize::MAX)
    };
    let mut ordered: Vec<&FieldError> = errors.iter().collect();
    ordered.sort_by_key(place);
    ordered
}

/// An error with a link to its field; for a field that this page does not have, its name.
fn summary_line(error: &FieldError) -> Markup {
    html! {
        @match labelled(error) {
            Some((id, label)) => { a href={ "#" (id) } { (label) ": " (advice(error)) } }
            None => { code { (error.field) } ": " (error.message) " We left it out: press Send again." }
        }
    }
}

/// What another page's form sent and this one has no field for, such as campaign names. It
/// is sent again unseen, but for what was refused: nobody could mend that here.
fn carried(filled: &Filled<'_>) -> Markup {
    let shown = |name: &str| control::all().any(|field| field.name == name);
    let refused = |name: &str| filled.errors.iter().any(|error| covers(&error.field, name));
    let kept = filled
        .fields
        .iter()
        .filter(|(name, _)| !shown(name) && *name != CONSENT_TEXT_FIELD && !refused(name))
        .map(|(name, value)| (name, text(value)));
    html! {
        @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
    }
}

/// Whether an error about `field` is one about `name`: `utm` is, about `utm.source`.
fn covers(field: &str, name: &str) -> bool {
    name.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
