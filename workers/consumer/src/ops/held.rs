//! Held leads: the list, and letting go of one.

use beeline::held::{HeldLine, Release, newest};
use beeline::identity::{LeadId, Shard};
use beeline::lead::Lead;
use beeline::ledger::{Command, HeldLead, Reply};
use beeline::page::{self, HeldPage};
use beeline::problem::Problem;
use beeline::quarantine::Act;
use beeline_platform::{log, source};
use futures_util::future::join_all;
use serde::Serialize;
use worker::{Response, Result};

use super::quarantine::{Deed, Ended, audited};
use super::{Visit, reply, session};
use crate::desk::Desk;

/// Leads shown: each takes a call for what it says.
const SHOWN: usize = 50;
/// One more from each object tells whether there are more than are shown.
const ASKED_FOR: u32 = 51;
/// Calls under way at a time.
const TOGETHER: usize = 48;
/// The audit's reason where nobody is asked for one.
const WHY: &str = "from the held leads";

/// The newest held leads of all objects.
#[derive(Serialize)]
struct Held {
    held: Vec<HeldLine>,
    /// Whether there are more.
    more: bool,
    /// Objects that did not answer.
    unreachable: Vec<Shard>,
}

/// `GET /ops/held`.
pub async fn page(visit: &Visit<'_>) -> Result<Response> {
    let Held { held, more, unreachable } = take(visit.desk).await;
    let held_page = HeldPage {
        lines: &held,
        more,
        unreachable: &unreachable,
        release: asked_before(visit),
        now_ms: source::now_ms(),
        csrf: &visit.csrf(),
    };
    reply::html(page::held(&held_page), 200)
}

/// `GET /v1/ops/held`.
pub async fn json(visit: &Visit<'_>) -> Result<Response> {
    reply::json(serde_json::to_string(&take(visit.desk).await)?)
}

/// Only homes hold leads: what a stand-in accepts, it hands over.
async fn take(desk: &Desk) -> Held {
    let homes: Vec<Shard> = Shard::all().filter(|shard| !shard.spill).collect();
    let (mut found, mut unreachable) = (Vec::new(), Vec::new());
    for together in homes.chunks(TOGETHER) {
        let answers = join_all(together.iter().map(|shard| held_in(desk, *shard))).await;
        for (shard, held) in together.iter().zip(answers) {
            match held {
                Some(held) => found.extend(held),
                None => unreachable.push(*shard),
            }
        }
    }
    let more = found.len() > SHOWN;
    let mut held = Vec::new();
    let mut rest = newest(found, SHOWN);
    while !rest.is_empty() {
        let later = rest.split_off(rest.len().min(TOGETHER));
        held.extend(join_all(rest.into_iter().map(|lead| line(desk, lead))).await);
        rest = later;
    }
    Held { held, more, unreachable }
}

async fn held_in(desk: &Desk, shard: Shard) -> Option<Vec<HeldLead>> {
    match desk.ledgers.call(shard, &Command::Held { limit: ASKED_FOR }).await {
        Ok(Reply::Held(held)) => Some(held),
        Ok(_) => None,
        Err(error) => {
            log::failure("ops.shard_unreachable").show("shard", shard).show("reason", error).write();
            None
        }
    }
}

/// A lead that cannot be read is listed as such: it can be let go all the same.
async fn line(desk: &Desk, held: HeldLead) -> HeldLine {
    let said = submission(desk, held.lead_id, 1).await;
    let said = said.and_then(|lead| lead.ok_or_else(|| "the ledger has no such submission".into()));
    if let Err(reason) = &said {
        log::failure("ops.held_lead_unreadable")
            .show("lead_id", held.lead_id)
            .with("reason", reason.as_str())
            .write();
    }
    HeldLine::new(held, said.as_ref().ok())
}

/// What a lead said in one of its submissions, by its ledger object.
pub async fn submission(
    desk: &Desk,
    lead_id: LeadId,
    revision: u32,
) -> std::result::Result<Option<Lead>, String> {
    let Some(shard) = lead_id.shard() else { return Ok(None) };
    match desk.ledgers.call(shard, &Command::Payload { lead_id, revision }).await {
        Ok(Reply::Payload(None)) => Ok(None),
        Ok(Reply::Payload(Some(text))) => serde_json::from_str(text.expose())
            .map(Some)
            .map_err(|_| "a stored lead that cannot be read".into()),
        Ok(_) => Err("ledger: unknown answer".into()),
        Err(error) => Err(error.to_string()),
    }
}

/// `POST /ops/leads/{lead_id}/release`, from a page's form.
pub async fn release_by_form(mut visit: Visit<'_>, id: &str) -> Result<Response> {
    let Some(fields) = session::form(&mut visit).await else { return visit.refuse(&Problem::TooLarge) };
    if !visit.desk.gatekeeper.csrf_matches(&visit.cookie, fields.text("csrf")) {
        return visit.refuse(&Problem::Forbidden);
    }
    let (word, lead_id) = match release(&visit, id).await {
        Ok(Release::Now(lead_id)) => ("released", lead_id),
        Ok(Release::NothingWaited(lead_id)) => ("not_held", lead_id),
        Err(refusal) => return refusal,
    };
    match fields.text("back") {
        "lead" => reply::redirect(&format!("/ops/leads/{lead_id}?{word}={lead_id}")),
        _ => reply::redirect(&format!("/ops/held?{word}={lead_id}")),
    }
}

#[derive(Serialize)]
struct Released {
    lead_id: LeadId,
    /// Whether it waited until now.
    released: bool,
}

/// `POST /v1/ops/leads/{lead_id}/release`, by a program. A browser's cookie is not enough:
/// another site's page could make the browser send it.
pub async fn release_by_api(visit: &Visit<'_>, id: &str) -> Result<Response> {
    if !visit.by_bearer {
        return visit.refuse(&Problem::Forbidden);
    }
    let released = match release(visit, id).await {
        Ok(Release::Now(lead_id)) => Released { lead_id, released: true },
        Ok(Release::NothingWaited(lead_id)) => Released { lead_id, released: false },
        Err(refusal) => return refusal,
    };
    reply::json(serde_json::to_string(&released)?)
}

/// Lets go of a lead; `Err` is the answer to give instead.
async fn release(visit: &Visit<'_>, id: &str) -> std::result::Result<Release, Result<Response>> {
    let found = match id.parse::<LeadId>() {
        Ok(lead_id) => visit.desk.ledgers.find(lead_id).await,
        Err(_) => Ok(None),
    };
    let lead_id = match found {
        Ok(Some(report)) => report.lead_id,
        Ok(None) => return Err(visit.refuse(&Problem::UnknownLead)),
        Err(error) => return Err(visit.unavailable("lead", error)),
    };
    let Some(shard) = lead_id.shard() else { return Err(visit.refuse(&Problem::UnknownLead)) };
    let command = Command::Release { lead_id, by: visit.subject.clone(), why: String::new() };
    let deed =
        Deed { act: Act::Release, lead_id: Some(lead_id), class: None, why: WHY, wanted: 1, span_ms: 0 };
    let work = |_| async move {
        let released = match visit.desk.ledgers.call(shard, &command).await {
            Ok(Reply::Released(released)) => Ok(released),
            Ok(_) => Err("ledger: unknown answer".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        let (result, done) = match released {
            Ok(true) => ("released", 1),
            Ok(false) => ("nothing to do", 0),
            Err(_) => ("not known", 0),
        };
        (Ended { result, done }, released)
    };
    match audited(visit, deed, work).await {
        Ok(true) => Ok(Release::Now(lead_id)),
        Ok(false) => Ok(Release::NothingWaited(lead_id)),
        Err(refusal) => Err(refusal.answer(visit)),
    }
}

/// What the request did that led here.
pub fn asked_before(visit: &Visit<'_>) -> Option<Release> {
    let url = visit.request.url().ok()?;
    url.query_pairs().find_map(|(word, id)| match (word.as_ref(), id.parse::<LeadId>().ok()?) {
        ("released", lead_id) => Some(Release::Now(lead_id)),
        ("not_held", lead_id) => Some(Release::NothingWaited(lead_id)),
        _ => None,
    })
}
