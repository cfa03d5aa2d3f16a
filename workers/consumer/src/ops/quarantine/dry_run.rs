//! What would be sent of a lead if it were let go now: nobody is asked, and nothing is changed.

use beeline::envelope::{Message, MessageBody};
use beeline::identity::Shard;
use beeline::inbox;
use beeline::intake::Malformed;
use beeline::ledger::{Command, QuarantinedLead, Reply};
use beeline::page::{self, DryRunPage};
use beeline::problem::Problem;
use beeline::quarantine::{DraftRequest, DryRun, Preview};
use beeline::warm::kept::Kept;
use beeline_platform::{log, source};
use worker::{Response, Result};

use super::super::{Visit, reply};
use super::edit::{Changes, edited};
use super::refusal::Refusal;
use super::{act, form, gather, lead_id};
use crate::crm;
use crate::desk::Desk;
use crate::warm;

/// What somebody would write, and of which revision.
struct Draft<'a> {
    of_revision: u32,
    changes: Changes<'a>,
}

/// `GET /v1/ops/quarantine/leads/{lead_id}/dry-run`, and the page without `/v1`.
pub async fn answer(visit: &Visit<'_>, id: &str, is_page: bool) -> Result<Response> {
    match take(visit, id, None).await {
        Ok(dry_run) if is_page => shown(visit, &dry_run),
        Ok(dry_run) => reply::json(serde_json::to_string(&dry_run)?),
        Err(refusal) => refusal.answer(visit),
    }
}

/// `POST /v1/ops/quarantine/leads/{lead_id}/dry-run`: as an edit would leave it.
pub async fn of_request(mut visit: Visit<'_>, id: &str) -> Result<Response> {
    let body = match act::body(&mut visit).await {
        Ok(body) => body,
        Err(problem) => return visit.refuse(&problem),
    };
    let Ok(DraftRequest { of_revision, changes }) = serde_json::from_slice(&body) else {
        return visit.refuse(&Problem::Malformed(Malformed::NotWorkbenchRequest));
    };
    let draft = Draft { of_revision, changes: Changes::Named(Box::new(changes)) };
    match take(&visit, id, Some(draft)).await {
        Ok(dry_run) => reply::json(serde_json::to_string(&dry_run)?),
        Err(refusal) => refusal.answer(&visit),
    }
}

/// `POST /ops/quarantine/leads/{lead_id}/dry-run`, from the form of an edit.
pub async fn of_form(mut visit: Visit<'_>, id: &str) -> Result<Response> {
    let fields = match form::form(&mut visit).await {
        Ok(fields) => fields,
        Err(problem) => return visit.refuse(&problem),
    };
    let lead_id = match lead_id(&visit, id) {
        Ok(lead_id) => lead_id,
        Err(refusal) => return refusal,
    };
    let of_revision = fields.text("of_revision").parse().unwrap_or_default();
    let draft = Draft { of_revision, changes: Changes::Typed(&fields) };
    match take(&visit, id, Some(draft)).await {
        Ok(dry_run) => shown(&visit, &dry_run),
        Err(refusal) => form::refuse_edit(&visit, lead_id, &fields, refusal).await,
    }
}

fn shown(visit: &Visit<'_>, dry_run: &DryRun) -> Result<Response> {
    let page = DryRunPage { dry_run, may_change: visit.may_change_quarantine(), csrf: &visit.csrf() };
    reply::html(page::dry_run(&page), 200)
}

async fn take(visit: &Visit<'_>, id: &str, draft: Option<Draft<'_>>) -> std::result::Result<DryRun, Refusal> {
    let lead_id = id.parse().map_err(|_| Refusal::Problem(Problem::UnknownLead))?;
    let found = gather::one(visit.desk, lead_id).await.map_err(Refusal::Unavailable)?;
    let (shard, lead) = found.ok_or(Refusal::Problem(Problem::NotInQuarantine))?;
    let (proposed, changed) = match draft {
        None => (None, Vec::new()),
        Some(draft) => {
            let (text, changed) = proposed(visit, shard, &lead, draft).await?;
            (Some(text), changed)
        }
    };
    let messages = messages(visit.desk, shard, &lead, proposed.is_some()).await;
    let messages = messages.map_err(Refusal::Unavailable)?;
    let mut owed = Vec::with_capacity(messages.len());
    for message in &messages {
        owed.push(preview(visit.desk, message, proposed.as_deref()).await.map_err(Refusal::Unavailable)?);
    }
    let lost =
        lead.owed.iter().filter(|stuck| messages.iter().all(|sent| sent.obligation != stuck.obligation));
    owed.extend(lost.map(|lost| Preview::stuck(lost.obligation.clone(), "its submission is not on record")));
    let revision = messages.iter().map(|message| message.revision).max().unwrap_or(lead.revision);
    Ok(DryRun { lead_id: lead.lead_id, revision, changed, owed })
}

/// The lead as somebody would write it, if what they have seen is still so.
async fn proposed(
    visit: &Visit<'_>,
    shard: Shard,
    lead: &QuarantinedLead,
    Draft { of_revision, changes }: Draft<'_>,
) -> std::result::Result<(String, Vec<&'static str>), Refusal> {
    if lead.owed.is_empty() || shard.spill {
        return Err(Refusal::Problem(Problem::NotInQuarantine));
    }
    if lead.revision != of_revision {
        return Err(Refusal::Problem(Problem::MovedOn));
    }
    let (lead, changed) = edited(visit, shard, lead, changes).await?;
    Ok((lead.get().to_owned(), changed))
}

async fn messages(
    desk: &Desk,
    shard: Shard,
    lead: &QuarantinedLead,
    edited: bool,
) -> std::result::Result<Vec<Message>, String> {
    let command = Command::Preview { lead_id: lead.lead_id, edited };
    match desk.ledgers.call(shard, &command).await {
        Ok(Reply::Previewed(messages)) => Ok(messages),
        Ok(_) => Err("ledger: unknown answer".into()),
        Err(error) => Err(error.to_string()),
    }
}

async fn preview(
    desk: &Desk,
    message: &Message,
    proposed: Option<&str>,
) -> std::result::Result<Preview, String> {
    let obligation = message.obligation.clone();
    let Some(name) = obligation.destination() else { return Ok(Preview::without_calls(obligation)) };
    let Some(lead) = said(desk, message, proposed).await? else {
        return Ok(Preview::stuck(obligation, "its submission is not on record"));
    };
    if name == "inbox" {
        return Ok(match inbox::record(message, &lead, source::now_ms()) {
            Ok(_) => Preview::without_calls(obligation),
            Err(unwritable) => Preview::stuck(obligation, unwritable.reason()),
        });
    }
    let found = found(desk, message, name).await;
    let item = match crm::item(message, &lead, found.as_ref()) {
        Ok(item) => item,
        Err(reason) => return Ok(Preview::stuck(obligation, reason)),
    };
    Ok(match desk.vendors.as_configured(name) {
        Ok(destination) => {
            Preview::of_calls(obligation.clone(), destination.as_ref(), &item, source::now_ms())
        }
        Err(not_ready) => Preview::not_ready(obligation.clone(), &not_ready.to_string()),
    })
}

/// What was found out about the lead, where it leaves for this destination. What cannot be read is left
/// out, as it is when the lead is delivered.
async fn found(desk: &Desk, message: &Message, name: &str) -> Option<Kept> {
    if !message.enriched || !desk.vendors.told_of_found().contains(&name) {
        return None;
    }
    let kept = warm::kept(&desk.inbox, message.lead_id).await;
    kept.unwrap_or_else(|reason| {
        log::failure("ops.nothing_found").with("reason", reason).write();
        None
    })
    .filter(|kept| kept.revision == message.revision)
}

/// What would be delivered, as stored JSON.
async fn said(
    desk: &Desk,
    message: &Message,
    proposed: Option<&str>,
) -> std::result::Result<Option<String>, String> {
    match (proposed, &message.body) {
        (Some(proposed), _) => Ok(Some(proposed.to_owned())),
        (None, MessageBody::Lead(lead)) => Ok(Some(lead.get().to_owned())),
        (None, MessageBody::LeadRef) => {
            let command = Command::Payload { lead_id: message.lead_id, revision: message.revision };
            match desk.ledgers.call(message.shard, &command).await {
                Ok(Reply::Payload(lead)) => Ok(lead.map(|lead| lead.into_inner())),
                Ok(_) => Err("ledger: unknown answer".into()),
                Err(error) => Err(error.to_string()),
            }
        }
    }
}
