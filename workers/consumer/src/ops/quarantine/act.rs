//! What operators do about what is in quarantine, by a program.

use beeline::identity::LeadId;
use beeline::intake::Malformed;
use beeline::ledger::{Amended, Command, Reply};
use beeline::problem::Problem;
use beeline::quarantine::{
    Act, AmendRequest, Cursor, DEFAULT_PER_SECOND, Of, ReplayRequest, WhyRequest, why,
};
use serde::Serialize;
use worker::{Response, Result};

use super::audit::{Deed, Ended, audited};
use super::edit::{Changes, edited};
use super::refusal::Refusal;
use super::replay::{Order, replay};
use super::{gather, lead_id, reply, session};
use crate::ops::Visit;

/// What is done to one lead.
pub enum Wish<'a> {
    Amend { of_revision: u32, changes: Changes<'a> },
    Release,
    Dismiss,
}

/// What was done to one lead.
#[derive(Serialize)]
pub struct Done {
    lead_id: LeadId,
    /// What was done.
    action: &'static str,
    /// The new revision, after an edit.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<u32>,
    /// The fields that it changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed: Vec<&'static str>,
}

/// `POST /v1/ops/quarantine/replay`. A browser's cookie is not enough: another site's page could
/// make the browser send it.
pub async fn replay_by_api(mut visit: Visit<'_>) -> Result<Response> {
    let body = match body(&mut visit).await {
        Ok(body) => body,
        Err(problem) => return visit.refuse(&problem),
    };
    let malformed = Problem::Malformed(Malformed::NotWorkbenchRequest);
    let Some(request) = ReplayRequest::read(&body) else { return visit.refuse(&malformed) };
    let cursor = request.cursor().map(str::parse::<Cursor>).transpose();
    let (Some(of), Ok(cursor)) = (request.of(), cursor) else { return visit.refuse(&malformed) };
    let Some(why) = request.why() else { return Refusal::no_why().answer(&visit) };
    let order = Order { of, why: &why, limit: request.limit(), per_second: request.per_second(), cursor };
    match replay(&visit, order).await {
        Ok(report) => reply::json(serde_json::to_string(&report)?),
        Err(refusal) => refusal.answer(&visit),
    }
}

/// `POST /v1/ops/quarantine/leads/{lead_id}/{act}`.
pub async fn by_api(mut visit: Visit<'_>, act: Act, id: &str) -> Result<Response> {
    let body = match body(&mut visit).await {
        Ok(body) => body,
        Err(problem) => return visit.refuse(&problem),
    };
    let lead_id = match lead_id(&visit, id) {
        Ok(lead_id) => lead_id,
        Err(refusal) => return refusal,
    };
    let malformed = Problem::Malformed(Malformed::NotWorkbenchRequest);
    let (said, wish) = if act == Act::Amend {
        let Ok(request) = serde_json::from_slice::<AmendRequest>(&body) else {
            return visit.refuse(&malformed);
        };
        let AmendRequest { of_revision, changes, why } = request;
        (why, Some(Wish::Amend { of_revision, changes: Changes::Named(Box::new(changes)) }))
    } else {
        let Ok(WhyRequest { why }) = serde_json::from_slice(&body) else { return visit.refuse(&malformed) };
        (why, wish(act))
    };
    let outcome = match (why(&said), wish) {
        (None, _) => Err(Refusal::no_why()),
        (Some(why), Some(wish)) => act_on(&visit, lead_id, wish, &why).await,
        (Some(why), None) => return replay_lead(&visit, lead_id, &why).await,
    };
    match outcome {
        Ok(done) => reply::json(serde_json::to_string(&done)?),
        Err(refusal) => refusal.answer(&visit),
    }
}

/// What needs nothing more to be said of it.
pub const fn wish(act: Act) -> Option<Wish<'static>> {
    match act {
        Act::Release => Some(Wish::Release),
        Act::Dismiss => Some(Wish::Dismiss),
        Act::Amend | Act::Replay => None,
    }
}

pub fn order(lead_id: LeadId, why: &str) -> Order<'_> {
    Order { of: Of::Lead(lead_id), why, limit: 1, per_second: DEFAULT_PER_SECOND, cursor: None }
}

async fn replay_lead(visit: &Visit<'_>, lead_id: LeadId, why: &str) -> Result<Response> {
    match replay(visit, order(lead_id, why)).await {
        Ok(report) => reply::json(serde_json::to_string(&report)?),
        Err(refusal) => refusal.answer(visit),
    }
}

/// A program's request.
pub async fn body(visit: &mut Visit<'_>) -> std::result::Result<Vec<u8>, Problem> {
    if !visit.by_bearer {
        return Err(Problem::Forbidden);
    }
    session::body(visit).await.ok_or(Problem::TooLarge)
}

pub async fn act_on(
    visit: &Visit<'_>,
    lead_id: LeadId,
    wish: Wish<'_>,
    why: &str,
) -> std::result::Result<Done, Refusal> {
    let found = gather::one(visit.desk, lead_id).await.map_err(Refusal::Unavailable)?;
    let (shard, lead) = found.ok_or(Refusal::Problem(Problem::NotInQuarantine))?;
    if lead.owed.is_empty() {
        // Nothing is written over a row that cannot be read.
        return Err(Refusal::Problem(Problem::Unreadable));
    }
    let (by, said) = (visit.subject.clone(), why.to_owned());
    let lead_id = lead.lead_id;
    let (act, changed, command) = match wish {
        Wish::Release => (Act::Release, Vec::new(), Command::Release { lead_id, by, why: said }),
        Wish::Dismiss => (Act::Dismiss, Vec::new(), Command::Dismiss { lead_id, by, why: said }),
        Wish::Amend { of_revision, changes } => {
            let (lead, changed) = edited(visit, shard, &lead, changes).await?;
            (Act::Amend, changed, Command::Amend { lead_id, of_revision, lead, by, why: said })
        }
    };
    let noted = if changed.is_empty() { why.to_owned() } else { format!("{why} ({})", changed.join(", ")) };
    let deed = Deed { act, lead_id: Some(lead_id), class: None, why: &noted, wanted: 1, span_ms: 0 };
    let work = |_| async move { ended(visit.desk.ledgers.call(shard, &command).await) };
    match audited(visit, deed, work).await? {
        Ok(revision) => Ok(Done { lead_id, action: act.word(), revision, changed }),
        Err(problem) => Err(Refusal::Problem(problem)),
    }
}

/// What the ledger made of it: a new revision, if it was an edit, or why nothing was done.
type Made = std::result::Result<Option<u32>, Problem>;

fn ended<E: ToString>(answer: std::result::Result<Reply, E>) -> (Ended, std::result::Result<Made, String>) {
    let done = |result| Ended { result, done: 1 };
    let not_done = |result| Ended { result, done: 0 };
    match answer {
        Ok(Reply::Released(true)) => (done("released"), Ok(Ok(None))),
        Ok(Reply::Dismissed(true)) => (done("dismissed"), Ok(Ok(None))),
        Ok(Reply::Amended(Amended::As { revision })) => (done("amended"), Ok(Ok(Some(revision)))),
        Ok(Reply::Amended(Amended::MovedOn { .. })) => (not_done("moved on"), Ok(Err(Problem::MovedOn))),
        Ok(Reply::Released(false) | Reply::Dismissed(false) | Reply::Amended(_)) => {
            (not_done("nothing to do"), Ok(Err(Problem::NotInQuarantine)))
        }
        Ok(_) => (not_done("unknown answer"), Err("ledger: unknown answer".into())),
        Err(error) => (not_done("not known"), Err(error.to_string())),
    }
}
