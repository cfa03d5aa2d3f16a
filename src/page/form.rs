//! The page of a form, made from its contract: empty, or as it came back.

use maud::{Markup, html};

use super::control::{Controls, Filled, texts};
use super::{input, notice, shell};
use crate::contract::{Contract, Reach, UnknownFields};
use crate::intake::{FieldError, Fields};
use crate::problem::Problem;
use crate::routing::Form;

const CONSENT_TEXT_FIELD: &str = "consent.text_version";
/// Where a form's token is sent.
const TOKEN_FIELD: &str = "form_token";
/// Where the token of a lead's first receipt is sent.
const LEAD_TOKEN_FIELD: &str = "lead_token";

/// The page of a form. `fields` is what to keep: empty at first, then what was sent.
/// `problem` is why it was not accepted, with the correlation id to ask about it.
/// `form_token` is sent along unseen.
pub fn form(
    form: &Form,
    fields: &Fields,
    problem: Option<(&Problem, &str)>,
    form_token: Option<&str>,
) -> String {
    let errors = problem.map_or(&[][..], |(problem, _)| problem.errors());
    let filled = Filled { fields, errors };
    let controls = Controls::of(&form.contract);
    let title = match problem {
        Some(_) => format!("Error: {}", form.title),
        None => form.title.clone(),
    };
    shell::public(
        &title,
        &html! {
            h1 { (form.title) }
            @if let Some((problem, correlation_id)) = problem { (summary(problem, correlation_id, &controls)) }
            // The browser's own checks are off: they would stop a form before its errors reach
            // the server, whose words are the same for everybody and can be linked to, and they
            // cannot say "an email address, or a name and a phone number".
            form.panel method="post" action={ "/v1/leads/" (form.id) } novalidate {
                p.hint { (needs(&controls, form.contract.reach())) }
                div.fields {
                    @for field in controls.about.iter().filter(|field| filled.shows(field)) {
                        (input::field(field, &filled))
                    }
                }
                (consents(&controls, &filled))
                input type="hidden" name=(CONSENT_TEXT_FIELD) value=(form.contract.consent.version());
                @if let Some(token) = form_token { input type="hidden" name=(TOKEN_FIELD) value=(token); }
                // Without it a correction would be one that anybody may have sent.
                @if let Some(token) = fields.last_text(LEAD_TOKEN_FIELD) {
                    input type="hidden" name=(LEAD_TOKEN_FIELD) value=(token);
                }
                @if let Some(name) = &form.contract.honeypot { (honeypot(name)) }
                (carried(&filled, &controls, &form.contract))
                button type="submit" { "Send" }
            }
        },
    )
}

/// What has to be filled in.
fn needs(controls: &Controls<'_>, reach: Reach) -> &'static str {
    let marked = controls.about.iter().any(|control| control.required);
    let by_email = controls.about.iter().any(|control| control.name == "email" && control.required);
    match reach {
        Reach::Either if !marked => {
            "We need an email address, or a name and a phone number. The rest helps us to answer well."
        }
        Reach::Either if !by_email => {
            "We need an email address, or a name and a phone number, and what is marked as needed. The rest \
             helps us to answer well."
        }
        _ => "We need what is marked as needed. The rest helps us to answer well.",
    }
}

fn consents(controls: &Controls<'_>, filled: &Filled<'_>) -> Markup {
    let shown = || controls.consents.iter().filter(|field| filled.shows(field));
    html! {
        @if shown().next().is_some() {
            fieldset {
                legend { "Your consent" }
                @for field in shown() { (input::field(field, filled)) }
            }
        }
    }
}

/// A field that only programs find and fill in. Never filled in again: a person could not
/// see it, and so not clear it.
fn honeypot(name: &str) -> Markup {
    html! {
        div.aside aria-hidden="true" {
            label for={ "field-" (name) } { "Leave this empty" }
            input id={ "field-" (name) } name=(name) type="text" value="" autocomplete="off" tabindex="-1";
        }
    }
}

/// What went wrong, first on the page and first in focus.
fn summary(problem: &Problem, correlation_id: &str, controls: &Controls<'_>) -> Markup {
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
                ul { @for error in in_focus_order(errors, controls) { li { (summary_line(error, controls)) } } }
            }
            p.reference { "Reference " code { (correlation_id) } }
        }
    }
}

/// Errors in the order their fields are met, those without a field last.
fn in_focus_order<'a>(errors: &'a [FieldError], controls: &Controls<'_>) -> Vec<&'a FieldError> {
    let place = |error: &&FieldError| {
        controls.all().position(|field| field.name == error.field).unwrap_or(usize::MAX)
    };
    let mut ordered: Vec<&FieldError> = errors.iter().collect();
    ordered.sort_by_key(place);
    ordered
}

/// An error with a link to its field; for a field that this page does not have, its name.
fn summary_line(error: &FieldError, controls: &Controls<'_>) -> Markup {
    html! {
        @match controls.of_error(error) {
            Some(field) => { a href={ "#" (field.id()) } { (introduced(field.short_label())) (field.advice(error)) } }
            None => { code { (error.field) } ": " (error.message) " We left it out: press Send again." }
        }
    }
}

/// A label before what is said of it: a question needs no colon.
fn introduced(label: &str) -> String {
    if label.ends_with(['?', '!', '.', ':', '…']) { format!("{label} ") } else { format!("{label}: ") }
}

/// What another page's form sent and this one has no field for, such as campaign names. It
/// is sent again unseen, but for what was refused, which nobody could mend here, and what
/// the contract would not keep.
fn carried(filled: &Filled<'_>, controls: &Controls<'_>, contract: &Contract) -> Markup {
    let shown = |name: &str| controls.all().any(|field| field.name == name);
    let ours = |name: &str| name == CONSENT_TEXT_FIELD || contract.is_reserved(name);
    let wanted = |name: &str| contract.has(name) || contract.unknown_fields == UnknownFields::Keep;
    let refused = |name: &str| filled.errors.iter().any(|error| covers(&error.field, name));
    let kept = filled
        .fields
        .iter()
        .filter(|(name, _)| wanted(name) && !shown(name) && !ours(name) && !refused(name))
        .flat_map(|(name, value)| texts(value).into_iter().map(move |value| (name, value)));
    html! {
        @for (name, value) in kept { input type="hidden" name=(name) value=(value); }
    }
}

/// Whether an error about `field` is one about `name`: `utm` is, about `utm.source`.
fn covers(field: &str, name: &str) -> bool {
    name.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
