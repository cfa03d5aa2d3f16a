//! A challenge that a browser has passed: the lead need not wait any longer.

use beeline::identity::LeadId;
use beeline::intake::Malformed;
use beeline::ledger::{Command, Reply};
use beeline::problem::Problem;
use beeline::risk::turnstile::{self, Challenge, TurnstileVerdict};
use beeline_platform::{log, outbound, settings, source};
use serde::Deserialize;
use worker::Env;

use crate::limits::Limits;
use crate::request::Incoming;
use crate::respond::{self, Answer};
use crate::site::{self, Site};

/// Turnstile, where it is configured.
pub struct Turnstile {
    /// The widget's site key.
    pub site_key: String,
    secret: String,
    url: String,
    deadline_ms: u32,
}

impl Turnstile {
    /// From the bindings; `None` without both keys.
    pub fn of(env: &Env) -> Option<Self> {
        use beeline::binding::variable;
        let site_key = settings::variable(env, variable::TURNSTILE_SITE_KEY)?;
        let secret = settings::variable(env, variable::TURNSTILE_SECRET)?;
        let url = settings::variable(env, variable::TURNSTILE_URL);
        let deadline_ms = settings::number(env, variable::TURNSTILE_DEADLINE_MS, 3_000).unwrap_or(3_000);
        Some(Self {
            site_key,
            secret,
            url: url.unwrap_or_else(|| turnstile::SITEVERIFY_URL.into()),
            deadline_ms,
        })
    }
}

#[derive(Deserialize)]
struct Solved {
    response: String,
}

/// `POST /v1/leads/{lead_id}/challenge?t=` with `{"response": token}`.
pub async fn answer(site: &Site, request: &Incoming, lead_id: &str) -> Answer {
    let correlation_id = site::correlation_id()?;
    let refuse = |problem: &Problem| respond::problem(problem, &correlation_id, None);
    let token = request.query("t").unwrap_or_default();
    let known = lead_id.parse::<LeadId>().ok().filter(|id| site.tokens.matches(*id, token));
    let (Some(lead_id), Some(turnstile)) = (known, &site.turnstile) else {
        return refuse(&Problem::UnknownLead);
    };
    let body = match request.arrive(&Limits::none(), None).await {
        Ok((body, _)) => body,
        Err(problem) => return refuse(&problem),
    };
    let Ok(solved) = serde_json::from_slice::<Solved>(&body) else {
        return refuse(&Problem::Malformed(Malformed::NotJsonObject));
    };
    match verify(turnstile, request, lead_id, &solved.response).await? {
        TurnstileVerdict::Passed => release(site, lead_id, &correlation_id).await,
        TurnstileVerdict::Failed { codes } => {
            log::event("edge.challenge_failed")
                .show("lead_id", lead_id)
                .show("codes", format!("{codes:?}"))
                .write();
            // Nothing is lost: without a passed challenge the lead goes out a little later.
            respond::json("{\"passed\":false}", 200, None)
        }
        TurnstileVerdict::Unavailable { codes } => {
            log::failure("edge.challenge_unavailable").show("codes", format!("{codes:?}")).write();
            refuse(&Problem::Unavailable)
        }
    }
}

async fn verify(
    turnstile: &Turnstile,
    request: &Incoming,
    lead_id: LeadId,
    response: &str,
) -> Result<TurnstileVerdict, wasm_bindgen::JsValue> {
    let attempt = source::random()?;
    let body = match turnstile::request_body(&turnstile.secret, response, request.address.as_deref(), attempt)
    {
        Ok(body) => body,
        Err(verdict) => return Ok(verdict),
    };
    let host = request.own_origin().split_once("://").map_or("", |(_, host)| host);
    let host = host.split(':').next().unwrap_or_default();
    let challenge = Challenge { lead_id, hostnames: &[host] };
    let answer = outbound::post_form(&turnstile.url, body.expose(), turnstile.deadline_ms).await;
    Ok(match answer {
        Ok(answer) => turnstile::verdict(answer.status, answer.body.as_bytes(), &challenge),
        Err(_) => TurnstileVerdict::Unavailable { codes: Vec::new() },
    })
}

async fn release(site: &Site, lead_id: LeadId, correlation_id: &str) -> Answer {
    let Some(home) = lead_id.shard() else {
        return respond::problem(&Problem::UnknownLead, correlation_id, None);
    };
    let command = Command::Release { lead_id, by: "challenge".into() };
    match site.ledgers.call(home, &command).await {
        Ok(Reply::Released(_)) => respond::json("{\"passed\":true}", 200, None),
        Ok(_) => respond::unavailable("unknown answer", correlation_id),
        Err(error) => respond::unavailable(&error.to_string(), correlation_id),
    }
}
