//! The hot path: one submission, from its bytes to a receipt.

use std::rc::Rc;

use beeline::contract::Contract;
use beeline::identity::{IdempotencyKey, Jurisdiction, LEAD_ID_PREFIX, LeadId, Region};
use beeline::intake::{Fields, Scalar, Submission};
use beeline::lead::{Kind, Lead};
use beeline::problem::Problem;
use beeline::risk::network_key;
use beeline::routing::{self, Countries, Decision, Form};
use beeline::synthetic;
use beeline::trace::Traceparent;
use beeline_platform::source;
use serde_json::value::RawValue;
use wasm_bindgen::JsValue;
use worker::Env;

use crate::assess::{Arrival, assess};
use crate::claim;
use crate::door::{Door, Posted};
use crate::drift::Subject;
use crate::limits::Pressure;
use crate::receipt::{self, Asker};
use crate::request::Incoming;
use crate::respond::Answer;
use crate::site::{self, Site};
use crate::{RequestContext, drift, notify, published, rehearsal};

/// Where the page's address is sent.
const PAGE_URL_FIELD: &str = "page.url";
/// Where the token of a lead's first receipt is sent, if not in its header.
const LEAD_TOKEN_FIELD: &str = "lead_token";

/// A submission that passed everything the edge can check by itself.
pub struct Checked {
    /// The lead.
    pub lead: Lead,
    /// Where it goes, and what that was decided on.
    pub decision: Decision,
    /// The bundle that decided it.
    pub bundle: String,
    /// What a candidate on trial made of it.
    pub trial: Option<Box<RawValue>>,
    /// Trace context.
    pub traceparent: Traceparent,
    /// Correlation id, if it is the first of its window.
    pub correlation_id: String,
    /// When its whole body was here.
    pub received_at_ms: i64,
    /// Where its shard is, if it may be anywhere.
    pub region: Region,
    /// Where it must be kept.
    pub jurisdiction: Option<Jurisdiction>,
    /// What names the request for good.
    pub idempotency_key: Option<IdempotencyKey>,
    /// The lead whose first receipt the sender has shown.
    pub proves: Option<LeadId>,
}

/// Answers a POST to a form.
pub async fn submit(
    site: &Rc<Site>,
    env: &Env,
    request: &Incoming,
    door: Door,
    form: &str,
    context: &RequestContext,
) -> Answer {
    let correlation_id = site::correlation_id()?;
    let mut asker = Asker::of(request, door, correlation_id);
    let Some(form) = site.bundle.form(form) else {
        // A form may have been published since the deploy: whoever fills it in must not lose that.
        let problem = if published::may_be_news(site) { Problem::Unavailable } else { Problem::UnknownForm };
        return receipt::refuse(site, &asker, &problem, None);
    };
    asker.origin = request.allowed_origin(form);
    let mut posted = Posted::default();
    let outcome = match check(site, env, request, door, form, &asker.correlation_id, &mut posted).await? {
        Ok(checked) => claim::accept(site, form, checked).await?,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(accepted) => {
            rehearsal::is_over();
            let jurisdiction = accepted.shard.jurisdiction;
            drift::fitted(&Subject { site, env, form, jurisdiction }, context);
            let response = receipt::accepted(site, &asker, form, &posted, &accepted);
            notify::after_answer(site, form, accepted, context);
            response
        }
        Err(problem) => {
            if let Problem::WrongFields(errors) = &problem {
                let jurisdiction = refused_in(site, form, door, request, &posted.fields);
                let subject = Subject { site, env, form, jurisdiction };
                drift::misfit(&subject, &posted.fields, errors, context);
            }
            receipt::refuse(site, &asker, &problem, Some((form, &posted.fields)))
        }
    }
}

async fn check(
    site: &Site,
    env: &Env,
    request: &Incoming,
    door: Door,
    form: &Form,
    correlation_id: &str,
    posted: &mut Posted,
) -> Result<Result<Checked, Problem>, JsValue> {
    let random = source::random()?;
    let mark = synthetic::kind(request.synthetic.as_deref(), &site.synthetic_key, source::now_ms());
    let Ok(mark) = mark else { return Ok(Err(Problem::Unauthorized)) };
    let traceparent = Traceparent::continue_or_start(request.traceparent.as_deref(), &random);
    let correlation_id = correlation_id.to_owned();
    Ok(match read(site, env, request, door, form, mark, posted).await {
        Ok((lead, received_at_ms, idempotency_key)) => Ok(Checked {
            decision: Decision::of(&site.bundle, form, &lead, received_at_ms),
            bundle: site.in_force.base.hash.clone(),
            trial: None,
            jurisdiction: routing::jurisdiction(&site.bundle, form, Countries::of(&lead)),
            proves: proved(site, request, &posted.fields),
            region: request.region(),
            lead,
            traceparent,
            correlation_id,
            received_at_ms,
            idempotency_key,
        }),
        Err(problem) => Err(problem),
    })
}

/// From the bytes to an assessed lead, when all of it was here, and its idempotency key.
async fn read(
    site: &Site,
    env: &Env,
    request: &Incoming,
    door: Door,
    form: &Form,
    kind: Kind,
    posted: &mut Posted,
) -> Result<(Lead, i64, Option<IdempotencyKey>), Problem> {
    let header_key = header_key(request)?;
    // Monitors send from one place, and webhooks from their provider's.
    let counts = kind == Kind::Real && door != Door::Webhook;
    let address = request.address.as_deref().filter(|_| counts);
    let key = address.map(|address| network_key(&site.network_key, &form.id, address));
    let (body, pressure) = request.arrive(&site.limits, key.as_deref()).await?;
    let received_at_ms = source::now_ms();
    *posted = door.read(env, request, form, &body, received_at_ms)?;
    // Only now: a browser gets its form back with everything that was typed.
    if pressure == Pressure::OverHard {
        return Err(Problem::TooMany);
    }
    let contract = door.contract(form);
    keep_referer(request, door, &contract, &mut posted.fields);
    let mut submission = Submission::read(&posted.fields, &contract).map_err(Problem::WrongFields)?;
    if door != Door::Form && posted.fields.get("consent.text_version").is_none() {
        // The words were another page's: nobody knows which.
        submission.consent.text_version = None;
    }
    let network = door.network(request);
    let mut lead = Lead::normalize(submission, kind, network, form.phone_country.as_deref());
    let arrival = Arrival { request, door, fields: &posted.fields, pressure, at_ms: received_at_ms };
    lead.risk = Some(assess(site, form, &lead, &arrival));
    // A header is anybody's to send: what a provider signed has its own id.
    let provider_id = posted.provider_id.take().map(IdempotencyKey::Provider);
    Ok((lead, received_at_ms, provider_id.or(header_key.map(IdempotencyKey::Header))))
}

/// A form without a script says nothing of the page it is on: its browser does.
fn keep_referer(request: &Incoming, door: Door, contract: &Contract, fields: &mut Fields) {
    let is_from_a_page = matches!(door, Door::Form | Door::WebToLead) && contract.has(PAGE_URL_FIELD);
    if let Some(referer) = request.referer.as_ref().filter(|_| is_from_a_page)
        && fields.get(PAGE_URL_FIELD).is_none()
    {
        // Where there is no room for it, it is left out.
        let _no_room = fields.set(PAGE_URL_FIELD, Scalar::Text(referer.clone()));
    }
}

/// Where what is known of a refused submission must stay.
fn refused_in(
    site: &Site,
    form: &Form,
    door: Door,
    request: &Incoming,
    fields: &Fields,
) -> Option<Jurisdiction> {
    let network = door.network(request).country;
    routing::jurisdiction_of_refused(&site.bundle, form, fields, network.as_deref())
}

/// The lead whose first receipt the sender shows, in a header or a field.
fn proved(site: &Site, request: &Incoming, fields: &Fields) -> Option<LeadId> {
    let token = request.lead_token.as_deref().or_else(|| fields.last_text(LEAD_TOKEN_FIELD))?;
    site.tokens.proved(token)
}

fn header_key(request: &Incoming) -> Result<Option<String>, Problem> {
    match &request.idempotency_key {
        None => Ok(None),
        Some(key) if key.is_empty() || key.len() > 255 || key.starts_with(LEAD_ID_PREFIX) => {
            Err(Problem::BadHeader("Idempotency-Key must have 1 to 255 bytes, and not begin with `ld_`."))
        }
        Some(key) => Ok(Some(key.clone())),
    }
}
