//! Whether destinations hold what the ledger says: the last comparisons, and asking for one now.

use std::collections::BTreeMap;

use beeline::binding::DESTINATIONS;
use beeline::destination::sight;
use beeline::page::{self, ComparisonsPage};
use beeline::problem::Problem;
use beeline::reconcile::{Outlook, WatchCall, WatchReply};
use beeline_platform::{log, source};
use futures_util::future::join_all;
use serde::Serialize;
use worker::{Response, Result};

use super::{Visit, reply};
use crate::desk::Desk;

#[derive(Serialize)]
struct Destinations {
    destinations: BTreeMap<&'static str, Shown>,
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    outlook: Option<Outlook>,
    /// Whether its clock could be asked.
    reachable: bool,
    cannot: &'static [&'static str],
}

#[derive(Serialize)]
struct Begun {
    anew: bool,
}

/// `GET /v1/ops/reconciliation`.
pub async fn json(visit: &Visit<'_>) -> Result<Response> {
    let shown = outlooks(visit.desk).await.into_iter().map(|(name, outlook)| {
        let cannot = sight(name).map_or(&[] as &[_], |sight| sight.cannot);
        (name, Shown { reachable: outlook.is_some(), outlook, cannot })
    });
    reply::json(serde_json::to_string(&Destinations { destinations: shown.collect() })?)
}

/// `GET /ops/reconciliation`.
pub async fn page(visit: &Visit<'_>) -> Result<Response> {
    let destinations = outlooks(visit.desk).await;
    let (now_ms, csrf) = (source::now_ms(), visit.csrf());
    let shown = ComparisonsPage { destinations: &destinations, now_ms, csrf: &csrf };
    reply::html(page::comparisons(&shown), 200)
}

/// `POST /v1/ops/reconciliation/{destination}`, by a program: another site's page could make a browser
/// send its cookie.
pub async fn begin(visit: &Visit<'_>, name: &str) -> Result<Response> {
    if !visit.by_bearer {
        return visit.refuse(&Problem::Forbidden);
    }
    let Some(destination) = DESTINATIONS.iter().find(|destination| destination.name == name) else {
        return visit.refuse(&Problem::NotFound);
    };
    match visit.desk.watches.call(destination.name, &WatchCall::Begin).await {
        Ok(WatchReply::Begun { anew }) => {
            let line = log::event("ops.reconciliation").with("subject", visit.subject.as_str());
            line.with("destination", destination.name).with("anew", anew).write();
            reply::json(serde_json::to_string(&Begun { anew })?)
        }
        Ok(_) => visit.unavailable("reconciliation", "unknown answer"),
        Err(reason) => visit.unavailable("reconciliation", reason),
    }
}

/// What is known of every destination's comparisons; `None` of one whose clock does not answer.
pub async fn outlooks(desk: &Desk) -> Vec<(&'static str, Option<Outlook>)> {
    let asked = DESTINATIONS.iter().map(|destination| async move {
        match desk.watches.call(destination.name, &WatchCall::Look).await {
            Ok(WatchReply::Outlook(outlook)) => (destination.name, Some(*outlook)),
            answer => {
                let reason = answer.err().unwrap_or_else(|| "unknown answer".into());
                let line = log::failure("reconcile.not_looked").with("destination", destination.name);
                line.with("reason", reason).write();
                (destination.name, None)
            }
        }
    });
    join_all(asked).await
}
