//! Looking at a lead: with its own token here, with a role at the consumer.

use beeline::binding;
use beeline::identity::LeadId;
use beeline::ledger::LeadReport;
use beeline::problem::Problem;
use beeline_platform::deadline::within;
use worker::{Env, Request, Response, Result};

use crate::request::header;
use crate::respond;
use crate::site::{self, Site};

/// Deadline of the consumer's pages.
const CONSUMER_DEADLINE_MS: u64 = 10_000;

/// `GET /v1/leads/{lead_id}`: state only for the lead's own token; with credentials the
/// consumer answers, timeline and all.
pub async fn status(site: &Site, env: &Env, request: Request, lead_id: String) -> Result<Response> {
    let correlation_id = site::correlation_id()?;
    let url = request.url()?;
    let token = url.query_pairs().find(|(name, _)| name == "t").map(|(_, value)| value.into_owned());
    let Some(token) = token else {
        if header(&request, "Authorization").is_some() || header(&request, "Cookie").is_some() {
            return proxy(env, request).await;
        }
        return respond::problem(&Problem::Unauthorized, &correlation_id);
    };
    let known = lead_id.parse::<LeadId>().ok().filter(|id| site.tokens.matches(*id, &token));
    let Some(lead_id) = known else {
        return respond::problem(&Problem::UnknownLead, &correlation_id);
    };
    match site.ledgers.find(lead_id).await {
        Ok(Some(report)) => state(&report),
        Ok(None) => respond::problem(&Problem::UnknownLead, &correlation_id),
        Err(error) => respond::unavailable(&error.to_string(), &correlation_id),
    }
}

fn state(report: &LeadReport) -> Result<Response> {
    let body = serde_json::json!({
        "lead_id": report.lead_id,
        "status": report.state,
        "revision": report.revision,
        "correlation_id": report.correlation_id,
    });
    respond::json(body.to_string(), 200)
}

/// Hands a request to the consumer, where the operations code is.
pub async fn proxy(env: &Env, request: Request) -> Result<Response> {
    let consumer = env.service(binding::CONSUMER)?;
    match within(CONSUMER_DEADLINE_MS, consumer.fetch_request(request)).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => respond::unavailable(&error.to_string(), &site::correlation_id()?),
        Err(_) => respond::unavailable("the consumer's deadline passed", &site::correlation_id()?),
    }
}
