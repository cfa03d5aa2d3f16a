//! One made-up lead through everything between the bytes of a submission and its ledger, once
//! an isolate has answered something else: a health check, a form's page, a page's `HEAD`. V8
//! compiles a function of wasm when it is first called, and the visitor who then submits
//! would wait for hundreds of them. (When the isolate starts is too early: workerd drops what
//! was compiled before the first request.) Nothing of it leaves the isolate.

use std::cell::Cell;
use std::time::Duration;

use beeline::contract::Contract;
use beeline::identity::{LeadId, Region, Shard};
use beeline::intake::{BodyKind, Submission};
use beeline::lead::{Kind, Lead, Network};
use beeline::ledger::{ClaimOutcome, Claimed, Command, Reply};
use beeline::receipt::Receipt;
use beeline::risk::network_key;
use beeline::routing::{Decision, Form};
use beeline::synthetic;
use beeline::trace::{self, Traceparent};
use beeline_platform::log;
use worker::Delay;

use crate::assess::{Arrival, assess};
use crate::charset::PlatformDecoder;
use crate::claim;
use crate::door::Door;
use crate::limits::Pressure;
use crate::request::Incoming;
use crate::respond;
use crate::router;
use crate::site::Site;
use crate::submit::Checked;

const REQUEST: &str = r#"{"method":"POST","url":"https://rehearsal.example/v1/leads/demo","accept":"*/*",
"accept_language":"en","address":"192.0.2.1","content_length":"500","content_type":"application/json",
"origin":"https://rehearsal.example","user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"}"#;
/// Fits a contract that narrows nothing.
const BODY: &[u8] = br#"{"email":"Rehearsal@Example.com","name":"Made Up","phone":"(202) 555-0123",
"country":"United States","region":"California","postal_code":"94105","company":"Example","product":"platform",
"employees":10,"notes":"Nobody sent this.","tz":"America/Los_Angeles","form_token":"v1.0.0.0",
"consent":{"privacy":true,"marketing":false,"text_version":"1"},"utm":{"source":"none"},
"page":{"url":"https://rehearsal.example/?utm_medium=none","referrer":"https://example.com/"},
"client":{"submitted_at_ms":0,"attempt":1,"form_instance":"rehearsal"},"own_field":"kept"}"#;

thread_local! {
    static IS_OVER: Cell<bool> = const { Cell::new(false) };
}

/// Runs it, the first time it is called in an isolate.
pub async fn once(site: &Site, region: Region) {
    if IS_OVER.get() {
        return;
    }
    // A task runs up to its first wait before the answer is on its way.
    Delay::from(Duration::ZERO).await;
    if IS_OVER.replace(true) {
        return;
    }
    match run(site, region) {
        Ok(shard) => wake(site, shard).await,
        // The sample no longer fits the code: the first lead is slower, and nothing else.
        Err(reason) => log::failure("edge.not_rehearsed").with("reason", reason).write(),
    }
}

/// Has a ledger object near the visitor awake, so that the ledger's isolate is.
async fn wake(site: &Site, shard: Shard) {
    match site.ledgers.call(shard, &Command::Wake).await {
        Ok(_) => log::event("edge.rehearsed").write(),
        Err(error) => {
            log::failure("edge.ledger_not_awake").show("shard", shard).show("reason", error).write()
        }
    }
}

/// A real lead came first: there is nothing left to rehearse.
pub fn is_over() {
    IS_OVER.set(true);
}

/// Where the made-up lead would have lived.
fn run(site: &Site, region: Region) -> Result<Shard, String> {
    let form = site.bundle.forms().first().ok_or("the bundle has no form")?;
    let request: Incoming = serde_json::from_str(REQUEST).map_err(|error| error.to_string())?;
    router::target(&request.method, request.path());
    let checked = understand(site, form, &request, region)?;
    let home = checked.region;
    let identity = site.identifier.identify(&checked.lead, &form.id, home, 0, form.dedup_window_seconds);
    let identity = identity.map_err(|reason| format!("{reason:?}"))?;
    let claim = claim::build(site, form, &checked, &identity).map_err(|error| error.to_string())?;
    let command = Command::Claim(Box::new(claim));
    serde_json::to_string(&command).map_err(|error| error.to_string())?;
    receipt(site, &checked, identity.lead_id)?;
    Ok(identity.shard)
}

fn understand(site: &Site, form: &Form, request: &Incoming, region: Region) -> Result<Checked, String> {
    synthetic::kind(None, &site.synthetic_key, 0).map_err(|error| format!("{error:?}"))?;
    network_key(&site.network_key, &form.id, request.address.as_deref().unwrap_or_default());
    let kind = BodyKind::from_content_type("application/json").map_err(|error| format!("{error:?}"))?;
    let fields = kind.fields(BODY, &PlatformDecoder).map_err(|error| format!("{error:?}"))?;
    let submission = Submission::read(&fields, &Contract::default()).map_err(|wrong| format!("{wrong:?}"))?;
    let network =
        Network { country: Some("US".to_owned()), time_zone: None, language: Some("en".to_owned()) };
    let mut lead = Lead::normalize(submission, Kind::Real, network, form.phone_country.as_deref());
    let pressure = Pressure::Under;
    let arrival = Arrival { request, door: Door::Form, fields: &fields, pressure, at_ms: 0 };
    lead.risk = Some(assess(site, form, &lead, &arrival));
    let random = [0; 24];
    Ok(Checked {
        decision: Decision::of(&site.bundle, form, &lead, 0),
        bundle: site.in_force.base.hash.clone(),
        trial: None,
        traceparent: Traceparent::continue_or_start(None, &random),
        correlation_id: trace::correlation_id(&[0; 10]),
        received_at_ms: 0,
        region,
        jurisdiction: None,
        idempotency_key: None,
        proves: None,
        lead,
    })
}

fn receipt(site: &Site, checked: &Checked, lead_id: LeadId) -> Result<(), String> {
    let reply = Reply::Claimed(Claimed {
        outcome: ClaimOutcome::Accepted,
        lead_id,
        correlation_id: checked.correlation_id.clone(),
        route: checked.decision.route.clone(),
        revision: 1,
        cards: Vec::new(),
        accepted_at_ms: 0,
        verdict: None,
    });
    let reply = serde_json::to_string(&reply).map_err(|error| error.to_string())?;
    let reply: Reply = serde_json::from_str(&reply).map_err(|error| error.to_string())?;
    let Reply::Claimed(claimed) = reply else { return Err("a claim's reply is another".into()) };
    let token = site.tokens.token(claimed.lead_id);
    let answer = respond::receipt(&Receipt::new(&claimed, Some(&token)), None);
    answer.map(|_| ()).map_err(|thrown| format!("{thrown:?}"))
}
