//! Looking at a lead: with its own token here, with a role at the consumer.

use beeline::binding;
use beeline::identity::LeadId;
use beeline::ledger::LeadReport;
use beeline::problem::Problem;
use beeline_platform::deadline::within;
use wasm_bindgen::JsCast;
use worker::{Env, Request};

use crate::request::Incoming;
use crate::respond::{self, Answer, OutgoingResponse};
use crate::site::{self, Site};

/// Deadline of the consumer's pages.
const CONSUMER_DEADLINE_MS: u64 = 10_000;

/// `GET /v1/leads/{lead_id}`: state only for the lead's own token; with credentials the
/// consumer answers, timeline and all.
pub async fn status(site: &Site, env: &Env, request: Incoming, lead_id: &str) -> Answer {
    let correlation_id = site::correlation_id()?;
    let token = request.query("t").map(str::to_owned);
    let Some(token) = token else {
        if request.authorization.is_some() || request.cookie.is_some() {
            return proxy(env, request).await;
        }
        return respond::problem(&Problem::Unauthorized, &correlation_id, None);
    };
    let known = lead_id.parse::<LeadId>().ok().filter(|id| site.tokens.matches(*id, &token));
    let Some(lead_id) = known else {
        return respond::problem(&Problem::UnknownLead, &correlation_id, None);
    };
    match site.ledgers.find(lead_id).await {
        Ok(Some(report)) => state(&report),
        Ok(None) => respond::problem(&Problem::UnknownLead, &correlation_id, None),
        Err(error) => respond::unavailable(&error.to_string(), &correlation_id, None),
    }
}

fn state(report: &LeadReport) -> Answer {
    let body = serde_json::json!({
        "lead_id": report.lead_id,
        "status": report.state,
        "revision": report.revision,
        "correlation_id": report.correlation_id,
    });
    respond::json(&body.to_string(), 200, None)
}

/// Hands a request to the consumer, where the operations code is.
pub async fn proxy(env: &Env, request: Incoming) -> Answer {
    let consumer = env.service(binding::CONSUMER)?;
    let Some(raw) = request.into_raw() else {
        return respond::unavailable("the request is gone", &site::correlation_id()?, None);
    };
    let request = Request::from(raw.unchecked_into::<web_sys::Request>());
    match within(CONSUMER_DEADLINE_MS, consumer.fetch_request(request)).await {
        Ok(Ok(response)) => Ok(web_sys::Response::from(response).unchecked_into::<OutgoingResponse>()),
        Ok(Err(error)) => respond::unavailable(&error.to_string(), &site::correlation_id()?, None),
        Err(_) => respond::unavailable("the consumer's deadline passed", &site::correlation_id()?, None),
    }
}
