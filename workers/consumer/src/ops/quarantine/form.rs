//! What operators do about what is in quarantine, from a page's form.

use beeline::identity::LeadId;
use beeline::intake::{Fields, Malformed};
use beeline::page::{Draft, Flash, QUARANTINE_PATH, class_path};
use beeline::problem::Problem;
use beeline::quarantine::{
    Act, Cursor, DEFAULT_PER_SECOND, MOST_PER_SECOND, MOST_REPLAYED, Of, ReplayReport, why,
};
use worker::{Response, Result};

use super::act::{Wish, act_on, order, wish};
use super::edit::Changes;
use super::refusal::Refusal;
use super::replay::{Order, replay};
use super::{lead, lead_id, reply, session};
use crate::ops::Visit;

/// `POST /ops/quarantine/replay`, of a class.
pub async fn replay_class(mut visit: Visit<'_>) -> Result<Response> {
    let fields = match form(&mut visit).await {
        Ok(fields) => fields,
        Err(problem) => return visit.refuse(&problem),
    };
    let (class, cursor) = (fields.text("class"), Some(fields.text("cursor")).filter(|text| !text.is_empty()));
    let here = class_path(class, cursor);
    let Ok(place) = cursor.map(str::parse::<Cursor>).transpose() else {
        return visit.refuse(&Problem::Malformed(Malformed::NotWorkbenchRequest));
    };
    let Some(why) = why(fields.text("why")) else { return back(&here, &Flash::NoWhy) };
    let per_second = fields.text("per_second").parse().unwrap_or(DEFAULT_PER_SECOND);
    let order = Order {
        of: Of::Class(class.to_owned()),
        why: &why,
        limit: MOST_REPLAYED,
        per_second: per_second.clamp(1, MOST_PER_SECOND),
        cursor: place,
    };
    match replay(&visit, order).await {
        Ok(report) => back(&then(class, &here, &report), &Flash::of_replay(&report)),
        Err(refusal) => match refusal.flash() {
            Some(flash) => back(&here, &flash),
            None => refusal.answer(&visit),
        },
    }
}

/// Where somebody goes on after the replay of a class: what did not answer is before what is next.
fn then(class: &str, here: &str, report: &ReplayReport) -> String {
    match &report.next {
        _ if !report.unreachable.is_empty() => here.to_owned(),
        Some(next) => class_path(class, Some(next)),
        None => QUARANTINE_PATH.to_owned(),
    }
}

/// `POST /ops/quarantine/leads/{lead_id}/{act}`.
pub async fn of_lead(mut visit: Visit<'_>, act: Act, id: &str) -> Result<Response> {
    let fields = match form(&mut visit).await {
        Ok(fields) => fields,
        Err(problem) => return visit.refuse(&problem),
    };
    let lead_id = match lead_id(&visit, id) {
        Ok(lead_id) => lead_id,
        Err(refusal) => return refusal,
    };
    match carry_out(&visit, act, lead_id, &fields).await {
        Ok(flash) => back(QUARANTINE_PATH, &flash),
        Err(refusal) if act == Act::Amend => refuse_edit(&visit, lead_id, &fields, refusal).await,
        Err(refusal) => refuse(&visit, lead_id, refusal),
    }
}

async fn carry_out(
    visit: &Visit<'_>,
    act: Act,
    lead_id: LeadId,
    fields: &Fields,
) -> std::result::Result<Flash, Refusal> {
    let why = why(fields.text("why")).ok_or_else(Refusal::no_why)?;
    let wish = match wish(act) {
        Some(wish) => wish,
        None if act == Act::Amend => {
            let of_revision = fields.text("of_revision").parse().unwrap_or_default();
            Wish::Amend { of_revision, changes: Changes::Typed(fields) }
        }
        None => return replay(visit, order(lead_id, &why)).await.map(|report| Flash::of_replay(&report)),
    };
    act_on(visit, lead_id, wish, &why).await.map(|_| Flash::Done(act, 1))
}

/// To a page that says why nothing was done. There is none any more of what is not in quarantine.
fn refuse(visit: &Visit<'_>, lead_id: LeadId, refusal: Refusal) -> Result<Response> {
    match refusal.flash() {
        Some(Flash::Nothing) => back(QUARANTINE_PATH, &Flash::Nothing),
        Some(flash) => back(&format!("{QUARANTINE_PATH}/leads/{lead_id}"), &flash),
        None => refusal.answer(visit),
    }
}

/// What was typed stays in the form, with what is wrong about it.
pub async fn refuse_edit(
    visit: &Visit<'_>,
    lead_id: LeadId,
    fields: &Fields,
    refusal: Refusal,
) -> Result<Response> {
    match refusal {
        Refusal::Problem(Problem::WrongFields(errors)) => {
            lead::with_draft(visit, lead_id, Draft { fields, errors: &errors, has_moved_on: false }).await
        }
        Refusal::Problem(Problem::MovedOn) => {
            lead::with_draft(visit, lead_id, Draft { fields, errors: &[], has_moved_on: true }).await
        }
        refusal => refuse(visit, lead_id, refusal),
    }
}

/// Back to a page, which says how it ended.
fn back(path: &str, flash: &Flash) -> Result<Response> {
    let joint = if path.contains('?') { '&' } else { '?' };
    reply::redirect(&format!("{path}{joint}{}", flash.query()))
}

/// A page's form, if the page is ours.
pub async fn form(visit: &mut Visit<'_>) -> std::result::Result<Fields, Problem> {
    let fields = session::form(visit).await.ok_or(Problem::TooLarge)?;
    let is_ours = visit.desk.gatekeeper.csrf_matches(&visit.cookie, fields.text("csrf"));
    if is_ours { Ok(fields) } else { Err(Problem::Forbidden) }
}
