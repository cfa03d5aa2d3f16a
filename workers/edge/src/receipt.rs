//! What the sender gets back, in the words of the door it came through.

use beeline::compat::hubspot::{self, AfterSubmit};
use beeline::intake::Fields;
use beeline::page::thank_you_url;
use beeline::problem::Problem;
use beeline::receipt::Receipt;
use beeline::risk::Verdict;
use beeline::routing::Form;
use beeline_platform::log;

use crate::accepted::Accepted;
use crate::door::{Door, Posted};
use crate::page;
use crate::request::Incoming;
use crate::respond::{self, Answer};
use crate::site::Site;

/// Who asks, as far as the answer depends on it.
pub struct Asker<'a> {
    door: Door,
    wants_page: bool,
    /// The origin whose scripts may read the answer.
    pub origin: Option<&'a str>,
    /// To ask about it later.
    pub correlation_id: String,
}

impl<'a> Asker<'a> {
    /// From a request.
    pub fn of(request: &'a Incoming, door: Door, correlation_id: String) -> Self {
        let wants_page = request.wants_page() && matches!(door, Door::Form | Door::WebToLead);
        Self { door, wants_page, origin: None, correlation_id }
    }
}

/// The answer to an accepted submission.
pub fn accepted(site: &Site, asker: &Asker<'_>, form: &Form, posted: &Posted, accepted: &Accepted) -> Answer {
    let receipt = write_receipt(site, accepted);
    log::event("lead.accepted")
        .show("lead_id", accepted.claimed.lead_id)
        .with("correlation_id", accepted.claimed.correlation_id.as_str())
        .with("form", form.id.as_str())
        .with("kind", accepted.kind.name())
        .with("repeat", receipt.duplicate)
        .with("spilled", accepted.spilled)
        .with("verdict", accepted.claimed.verdict.map(Verdict::as_str))
        .with("bundle", accepted.bundle.as_str())
        .write();
    match asker.door {
        Door::Hubspot => {
            let url = form.thank_you_url.as_str();
            let after = if url.starts_with("https://") {
                AfterSubmit::Redirect(url)
            } else {
                AfterSubmit::Message("Thank you. We will be in touch.")
            };
            let answer = hubspot::accepted(after);
            respond::json(&answer.body, answer.status, asker.origin)
        }
        Door::Form | Door::WebToLead if asker.wants_page => {
            let usual = thank_you_url(form);
            respond::see_other(posted.return_url.as_deref().unwrap_or(&usual))
        }
        Door::Form | Door::WebToLead | Door::Webhook => respond::receipt(&receipt, asker.origin),
    }
}

fn write_receipt(site: &Site, accepted: &Accepted) -> Receipt {
    let claimed = &accepted.claimed;
    let token = accepted.may_have_token.then(|| site.tokens.token(claimed.lead_id));
    let receipt = Receipt::new(claimed, token.as_deref());
    match (&site.turnstile, token, claimed.verdict) {
        (Some(turnstile), Some(token), Some(Verdict::Challenge)) => {
            receipt.with_challenge(&turnstile.site_key, &token)
        }
        _ => receipt,
    }
}

/// Logs and answers a problem: as JSON, or as the form again with its values kept.
pub fn refuse(site: &Site, asker: &Asker<'_>, problem: &Problem, form: Option<(&Form, &Fields)>) -> Answer {
    let line =
        if problem.is_unexpected() { log::failure("lead.refused") } else { log::event("lead.refused") };
    let correlation_id = asker.correlation_id.as_str();
    line.with("outcome", problem.code())
        .with("correlation_id", correlation_id)
        .with("form", form.map_or("unknown", |(form, _)| form.id.as_str()))
        .write();
    if asker.door == Door::Hubspot {
        let answer = hubspot::refused(problem.status(), problem.detail(), problem.errors(), correlation_id);
        return respond::problem_in_words(&answer.body, answer.status, problem, asker.origin);
    }
    match form {
        Some((form, fields)) if asker.wants_page => {
            page::form_again(site, form, fields, problem, correlation_id)
        }
        _ if asker.wants_page => page::problem(problem, correlation_id),
        _ => respond::problem(problem, correlation_id, asker.origin),
    }
}
