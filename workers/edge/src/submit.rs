//! The hot path: one submission, from its bytes to a receipt.

use std::rc::Rc;

use beeline::identity::LEAD_ID_PREFIX;
use beeline::intake::{BodyKind, Fields, Submission};
use beeline::lead::{Kind, Lead};
use beeline::problem::Problem;
use beeline::receipt::Receipt;
use beeline::routing::{self, Form, Route};
use beeline::trace::Traceparent;
use beeline::{phone, synthetic};
use beeline_platform::{log, source};
use wasm_bindgen::JsValue;

use crate::RequestContext;
use crate::charset::PlatformDecoder;
use crate::claim::{self, Accepted};
use crate::request::{Incoming, Visitor};
use crate::respond::Answer;
use crate::site::{self, BUNDLE_HASH, Site};
use crate::{notify, page, respond};

/// A submission that passed everything the edge can check by itself.
pub struct Checked {
    /// The lead.
    pub lead: Lead,
    /// Where it goes.
    pub route: Route,
    /// Trace context.
    pub traceparent: Traceparent,
    /// Correlation id, if it is the first of its window.
    pub correlation_id: String,
    /// When its whole body was here.
    pub received_at_ms: i64,
    /// The visitor.
    pub visitor: Visitor,
    /// The `Idempotency-Key` header.
    pub header_key: Option<String>,
}

/// Answers a POST to a form.
pub async fn submit(site: &Rc<Site>, request: &Incoming, form: &str, context: &RequestContext) -> Answer {
    let correlation_id = site::correlation_id()?;
    let wants_page = request.wants_page();
    let Some(form) = site.bundle.form(form) else {
        return refuse(&Problem::UnknownForm, &correlation_id, None, wants_page);
    };
    let mut fields = Fields::default();
    let outcome = match check(site, request, form, &correlation_id, &mut fields).await? {
        Ok(checked) => claim::accept(site, form, checked).await?,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(accepted) => {
            let response = answer(site, form, &accepted, wants_page);
            notify::after_answer(site, form, accepted, context);
            response
        }
        Err(problem) => refuse(&problem, &correlation_id, Some((form, &fields)), wants_page),
    }
}

/// Warms what the first lead of an isolate needs: the bundle is read by now, and the
/// form's own phone plan is constructed here.
pub fn warm(site: &Site, form: &str) -> Answer {
    let Some(form) = site.bundle.form(form) else { return respond::empty(404) };
    if let Some(country) = &form.phone_country {
        phone::normalize("2025550123", Some(country));
    }
    respond::empty(204)
}

async fn check(
    site: &Site,
    request: &Incoming,
    form: &Form,
    correlation_id: &str,
    fields: &mut Fields,
) -> Result<Result<Checked, Problem>, JsValue> {
    let now_ms = source::now_ms();
    let random = source::random()?;
    let content_type = request.content_type.as_deref().unwrap_or_default();
    let kind = match BodyKind::from_content_type(content_type) {
        Ok(kind) => kind,
        Err(unsupported) => return Ok(Err(Problem::UnsupportedMediaType(unsupported))),
    };
    let Ok(mark) = synthetic::kind(request.synthetic.as_deref(), &site.synthetic_key, now_ms) else {
        return Ok(Err(Problem::Unauthorized));
    };
    let header_key = match header_key(request) {
        Ok(header_key) => header_key,
        Err(problem) => return Ok(Err(problem)),
    };
    let body = match request.body().await {
        Ok(body) => body,
        Err(problem) => return Ok(Err(problem)),
    };
    let received_at_ms = source::now_ms();
    *fields = match kind.fields(&body, &PlatformDecoder) {
        Ok(fields) => fields,
        Err(malformed) => return Ok(Err(Problem::Malformed(malformed))),
    };
    let submission = match Submission::read(fields, &form.contract) {
        Ok(submission) => submission,
        Err(errors) => return Ok(Err(Problem::WrongFields(errors))),
    };
    let visitor = request.visitor();
    let lead = normalize(submission, mark, &visitor, form);
    Ok(Ok(Checked {
        route: routing::route(&site.bundle, form, &lead),
        lead,
        traceparent: Traceparent::continue_or_start(request.traceparent.as_deref(), &random),
        correlation_id: correlation_id.to_owned(),
        received_at_ms,
        visitor,
        header_key,
    }))
}

fn normalize(submission: Submission, kind: Kind, visitor: &Visitor, form: &Form) -> Lead {
    Lead::normalize(submission, kind, visitor.network.clone(), form.phone_country.as_deref())
}

fn header_key(request: &Incoming) -> Result<Option<String>, Problem> {
    match &request.idempotency_key {
        None => Ok(None),
        Some(key) if key.is_empty() || key.len() > 255 || key.starts_with(LEAD_ID_PREFIX) => {
            Err(Problem::BadHeader("Idempotency-Key must have 1 to 255 characters."))
        }
        Some(key) => Ok(Some(key.clone())),
    }
}

fn answer(site: &Site, form: &Form, accepted: &Accepted, wants_page: bool) -> Answer {
    let claimed = &accepted.claimed;
    let token = accepted.may_have_token.then(|| site.tokens.token(claimed.lead_id));
    let receipt = Receipt::new(claimed, token.as_deref());
    log::event("lead.accepted")
        .show("lead_id", claimed.lead_id)
        .with("correlation_id", claimed.correlation_id.as_str())
        .with("form", form.id.as_str())
        .with("kind", accepted.kind.name())
        .with("repeat", receipt.duplicate)
        .with("spilled", accepted.spilled)
        .with("bundle", BUNDLE_HASH)
        .write();
    if wants_page { respond::see_other(&form.thank_you_url) } else { respond::receipt(&receipt) }
}

/// Logs and answers a problem: as JSON, or as the form again with its values kept.
fn refuse(
    problem: &Problem,
    correlation_id: &str,
    form: Option<(&Form, &Fields)>,
    wants_page: bool,
) -> Answer {
    let line =
        if problem.is_unexpected() { log::failure("lead.refused") } else { log::event("lead.refused") };
    line.with("outcome", problem.code())
        .with("correlation_id", correlation_id)
        .with("form", form.map_or("unknown", |(form, _)| form.id.as_str()))
        .write();
    match form {
        Some((form, fields)) if wants_page => page::form_again(form, fields, problem, correlation_id),
        _ if wants_page => page::problem(problem, correlation_id),
        _ => respond::problem(problem, correlation_id),
    }
}
