//! `POST /internal/drift`: what the edge saw of a form that no longer fits its page.
//!
//! Nobody but the edge gets here: this Worker has no address of its own (a test holds its
//! wrangler file against that), and the edge's router hands over `/ops` and `/v1/ops` alone.

mod forms;
mod owner;
mod store;

use beeline::drift::{DriftCommand, DriftReply, DriftReport, MAX_REPORT_BYTES};
use beeline::problem::Problem;
use beeline_platform::{log, source};
use futures_util::future::join;
use worker::{Env, Method, Request, Response, Result};

use crate::desk::Desk;
use crate::ops::reply;

pub use forms::listed;
pub use store::ask;

/// The path, exactly.
pub const PATH: &str = "/internal/drift";

/// Takes one report: 204 once the form's store has it.
pub async fn serve(mut request: Request, env: Env) -> Result<Response> {
    let correlation_id = beeline::trace::correlation_id(&source::random()?);
    let refuse = |problem: &Problem| reply::problem(problem, &correlation_id, false);
    if request.method() != Method::Post {
        return refuse(&Problem::MethodNotAllowed("POST"));
    }
    let body = request.bytes().await?;
    if body.len() > MAX_REPORT_BYTES {
        return refuse(&Problem::TooLarge);
    }
    let Ok(report) = serde_json::from_slice::<DriftReport>(&body) else {
        // Another version of the edge, for as long as a deploy takes.
        log::failure("drift.unreadable_report").with("correlation_id", correlation_id.as_str()).write();
        return refuse(&Problem::Malformed(beeline::intake::Malformed::NotJsonObject));
    };
    match take(report, &env).await {
        Ok(()) => Ok(Response::empty()?.with_status(204)),
        Err(reason) => {
            log::failure("drift.report_not_taken")
                .with("reason", reason)
                .with("correlation_id", correlation_id.as_str())
                .write();
            refuse(&Problem::Unavailable)
        }
    }
}

async fn take(mut report: DriftReport, env: &Env) -> std::result::Result<(), String> {
    let desk = Desk::of(env)?;
    let call = report.take_call();
    let (answer, noted) = join(ask(&desk, &report, &call), forms::note(&desk.inbox, &report)).await;
    if let Err(reason) = noted {
        // The store counts all the same: only the list of forms is behind.
        log::failure("drift.form_not_noted")
            .with("form", report.form.as_str())
            .with("reason", reason)
            .write();
    }
    let DriftReply::Tell { episode, summary, .. } = answer? else { return Ok(()) };
    if !owner::tell(&desk, &report, episode, &summary).await {
        // Untold, it is asked for again with the first report after the lease.
        return Ok(());
    }
    ask(&desk, &report, &report.call(DriftCommand::Told { episode })).await.map(|_| ())
}
