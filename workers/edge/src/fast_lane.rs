//! A hot lead's records, after the answer: taken out of the ledger and handed to the consumer, without an
//! alarm and a queue in between.
//!
//! Nothing here can lose a lead: what is not settled the ledger sends through its queue, and a record that
//! may be there is looked for first. A destination that could make two records of it gets it through its
//! queue at once ([`goes_fast`](binding::Destination::goes_fast)).

use std::cell::RefCell;
use std::rc::Rc;

use beeline::binding;
use beeline::fast_lane::{Room, SteppedAside};
use beeline::identity::Shard;
use beeline::lead::Lane;
use beeline::ledger::{ClaimOutcome, Command, ObligationName, Reply};
use beeline::risk::Verdict;
use beeline::routing::Form;
use beeline_platform::deadline::within;
use beeline_platform::ledgers::CallError;
use beeline_platform::{log, source};
use worker::{Env, Method, Request, RequestInit};

use crate::RequestContext;
use crate::accepted::Accepted;
use crate::site::Site;

/// Where the consumer takes leads. Not reachable from outside: the edge hands on other paths.
const DELIVERY_URL: &str = "https://consumer.internal/internal/deliveries";
/// How long the edge stays: the consumer's own time for a batch, and the way there and back.
const DELIVERY_DEADLINE_MS: u64 = 15_000;
/// How the ledger's answer begins, which is handed on as it is.
const TAKEN_OUT: &str = "{\"taken_out\":[";
/// What the ledger answers when there is nothing to take out.
const NOTHING: &str = "{\"taken_out\":[]}";

thread_local! {
    /// What this isolate was told.
    static ROOM: RefCell<Room> = RefCell::default();
}

/// The records of a form's leads that are to be delivered at once.
pub fn open(site: &Site, form: &Form) -> Vec<ObligationName> {
    if form.lane != Lane::Hot || site.fast_lane.is_empty() {
        return Vec::new();
    }
    ROOM.with_borrow(|room| room.open(&site.fast_lane, source::now_ms()))
}

/// Delivers a new lead's records, those that its claim left to the edge.
pub fn deliver(site: &Rc<Site>, env: &Env, accepted: &Accepted, context: &RequestContext) {
    let claimed = &accepted.claimed;
    let waits = matches!(claimed.verdict, Some(Verdict::Hold | Verdict::Challenge));
    let is_new = claimed.outcome == ClaimOutcome::Accepted && !accepted.spilled && !waits;
    if accepted.at_once.is_empty() || !is_new {
        return;
    }
    let (rep, only) = (accepted.turn.rep().cloned(), Some(accepted.at_once.clone()));
    let command = Command::TakeOut { lead_id: claimed.lead_id, rep, only };
    let (site, env, shard, lead_id) = (Rc::clone(site), env.clone(), accepted.shard, claimed.lead_id);
    context.after_answer(async move {
        if let Err(reason) = hand_over(&site, &env, shard, &command).await {
            log::failure("edge.fast_lane_failed").show("lead_id", lead_id).with("reason", reason).write();
        }
    });
}

async fn hand_over(site: &Site, env: &Env, shard: Shard, command: &Command) -> Result<(), String> {
    let taken = site.ledgers.ask(shard, command).await.map_err(|error| error.to_string())?;
    if taken == NOTHING {
        return Ok(());
    }
    if !taken.starts_with(TAKEN_OUT) {
        return Err(match serde_json::from_str::<Reply>(&taken) {
            Ok(Reply::Failed { reason }) => reason,
            _ => CallError::Garbled.to_string(),
        });
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(taken.into()));
    let request = Request::new_with_init(DELIVERY_URL, &init).map_err(|error| error.to_string())?;
    let consumer = env.service(binding::CONSUMER).map_err(|error| error.to_string())?;
    let answered = async {
        let mut answer = consumer.fetch_request(request).await.map_err(|error| error.to_string())?;
        match answer.status_code() {
            200 => answer.json::<SteppedAside>().await.map_err(|error| error.to_string()),
            status => Err(format!("status {status}")),
        }
    };
    let answered = within(DELIVERY_DEADLINE_MS, answered).await;
    let answered = answered.unwrap_or_else(|_| Err("deadline passed".to_owned()));
    // Without an answer the records wait until the ledger sends them again; the next leads' need not.
    let stepped_aside = answered.as_ref().map_or_else(|_| SteppedAside::all(&site.fast_lane), Clone::clone);
    ROOM.with_borrow_mut(|room| room.learn(stepped_aside, source::now_ms()));
    answered.map(drop)
}
