//! A challenge that a browser has passed: the lead need not wait any longer.

use beeline::identity::LeadId;
use beeline::intake::Malformed;
use beeline::ledger::{Command, Reply};
use beeline::problem::Problem;
use beeline::risk::turnstile::{self, Challenge, Code, TurnstileVerdict};
use beeline_platform::outbound::{self, NoAnswer};
use beeline_platform::{log, settings, source};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
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

/// What the browser is told.
#[derive(Serialize)]
struct Outcome {
    passed: bool,
    /// Whether the lead waited until now, and goes out because of this.
    released: bool,
}

/// Who asks.
struct Asker<'a> {
    origin: Option<&'a str>,
    correlation_id: String,
}

impl Asker<'_> {
    fn refuse(&self, problem: &Problem) -> Answer {
        respond::problem(problem, &self.correlation_id, self.origin)
    }

    fn tell(&self, outcome: &Outcome) -> Answer {
        let text = serde_json::to_string(outcome).map_err(|error| JsValue::from_str(&error.to_string()))?;
        respond::json(&text, 200, self.origin)
    }
}

/// The origin to answer to: one of any form that may ask for a challenge.
pub fn allowed_origin<'a>(site: &Site, request: &'a Incoming) -> Option<&'a str> {
    let is_known = |origin: &&str| site.bundle.challenge_origins().any(|known| known == *origin);
    request.origin.as_deref().filter(is_known)
}

/// `POST /v1/leads/{lead_id}/challenge?t=` with `{"response": token}`.
pub async fn answer(site: &Site, request: &Incoming, lead_id: &str) -> Answer {
    let asker = Asker { origin: allowed_origin(site, request), correlation_id: site::correlation_id()? };
    let token = request.query("t").unwrap_or_default();
    let known = lead_id.parse::<LeadId>().ok().filter(|id| site.tokens.matches(*id, token));
    let (Some(lead_id), Some(turnstile)) = (known, &site.turnstile) else {
        return asker.refuse(&Problem::UnknownLead);
    };
    let body = match request.arrive(&Limits::none(), None).await {
        Ok((body, _)) => body,
        Err(problem) => return asker.refuse(&problem),
    };
    let Ok(solved) = serde_json::from_slice::<Solved>(&body) else {
        return asker.refuse(&Problem::Malformed(Malformed::NotJsonObject));
    };
    match verify(site, turnstile, request, lead_id, &solved.response).await? {
        TurnstileVerdict::Passed => release(site, lead_id, &asker).await,
        TurnstileVerdict::Failed { codes } => {
            log::event("edge.challenge_failed")
                .show("lead_id", lead_id)
                .with("codes", turnstile::in_words(&codes))
                .write();
            // Nothing is lost: without a passed challenge the lead goes out a little later.
            asker.tell(&Outcome { passed: false, released: false })
        }
        TurnstileVerdict::Unavailable { codes } => {
            log::failure("edge.challenge_unavailable")
                .show("lead_id", lead_id)
                .with("codes", turnstile::in_words(&codes))
                .with("correlation_id", asker.correlation_id.as_str())
                .write();
            asker.refuse(&Problem::Unavailable)
        }
    }
}

async fn verify(
    site: &Site,
    turnstile: &Turnstile,
    request: &Incoming,
    lead_id: LeadId,
    response: &str,
) -> Result<TurnstileVerdict, JsValue> {
    let attempt = source::random()?;
    let body = match turnstile::request_body(&turnstile.secret, response, request.address.as_deref(), attempt)
    {
        Ok(body) => body,
        Err(verdict) => return Ok(verdict),
    };
    let origins = std::iter::once(request.own_origin()).chain(site.bundle.challenge_origins());
    let hostnames: Vec<&str> = origins.map(turnstile::hostname).collect();
    let challenge = Challenge { lead_id, hostnames: &hostnames };
    let answer = outbound::post_form(&turnstile.url, body.expose(), turnstile.deadline_ms).await;
    let none = |code| TurnstileVerdict::Unavailable { codes: vec![code] };
    Ok(match answer {
        Ok(answer) => turnstile::verdict(answer.status, answer.body.as_bytes(), &challenge),
        Err(NoAnswer::Deadline) => none(Code::Late),
        Err(NoAnswer::Connection | NoAnswer::Unbuilt) => none(Code::Unreachable),
    })
}

async fn release(site: &Site, lead_id: LeadId, asker: &Asker<'_>) -> Answer {
    let Some(home) = lead_id.shard() else {
        return asker.refuse(&Problem::UnknownLead);
    };
    let command = Command::PassChallenge { lead_id };
    let unavailable = |reason: &str| respond::unavailable(reason, &asker.correlation_id, asker.origin);
    match site.ledgers.call(home, &command).await {
        Ok(Reply::Released(released)) => {
            log::event("edge.challenge_passed").show("lead_id", lead_id).with("released", released).write();
            asker.tell(&Outcome { passed: true, released })
        }
        Ok(_) => unavailable("unknown answer"),
        Err(error) => unavailable(&error.to_string()),
    }
}
