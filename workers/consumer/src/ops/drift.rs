//! How forms fit their pages.

use beeline::drift::{DriftCommand, FormDrift, IndexLine};
use beeline::page;
use beeline_platform::{log, source};
use futures_util::future::join_all;
use serde::Serialize;
use worker::{Response, Result};

use super::{Visit, reply};
use crate::desk::Desk;
use crate::drift::{ask, listed};

/// Stores asked at a time.
const TOGETHER: usize = 48;

#[derive(Serialize)]
struct Forms {
    forms: Vec<FormDrift>,
}

/// `GET /ops/drift`, of one form with `?form=`.
pub async fn page(visit: &Visit<'_>) -> Result<Response> {
    match take(visit).await {
        Ok(Forms { forms }) => reply::html(page::drift(&forms, source::now_ms(), &visit.csrf()), 200),
        Err(reason) => visit.unavailable("drift", reason),
    }
}

/// `GET /v1/ops/drift`, of one form with `?form=`.
pub async fn json(visit: &Visit<'_>) -> Result<Response> {
    match take(visit).await {
        Ok(forms) => reply::json(serde_json::to_string(&forms)?),
        Err(reason) => visit.unavailable("drift", reason),
    }
}

async fn take(visit: &Visit<'_>) -> std::result::Result<Forms, String> {
    let url = visit.request.url().map_err(|error| error.to_string())?;
    let form = url.query_pairs().find(|(name, _)| name == "form").map(|(_, form)| form.into_owned());
    let lines = listed(&visit.desk.inbox, form.as_deref()).await?;
    let mut forms = Vec::new();
    for together in lines.chunks(TOGETHER) {
        let asked = join_all(together.iter().map(|line| standing(visit.desk, line))).await;
        forms.extend(asked.into_iter().flatten());
    }
    Ok(Forms { forms })
}

async fn standing(desk: &Desk, line: &IndexLine) -> Option<FormDrift> {
    let report = line.read()?;
    let reply = match ask(desk, &report, &report.call(DriftCommand::Read)).await {
        Ok(reply) => Some(reply),
        Err(reason) => {
            let form = report.form.as_str();
            log::failure("ops.drift_store_unreachable").with("form", form).with("reason", reason).write();
            None
        }
    };
    Some(FormDrift::new(&report, line.reported_at_ms, reply))
}
