//! Comparing the ledger with destinations, a few seconds at a time. The clock of each is with its guard
//! (`reconcile::Watch`): it asks by a message, gives out what was compared so far, and takes it back.

mod inbox;
mod round;
mod vendor;
mod view;

use beeline::binding::DESTINATIONS;
use beeline::destination::sight;
use beeline::inbox as inbox_destination;
use beeline::reconcile::{DriftKind, Reconciliation, Report, WatchCall, WatchReply};
use beeline_platform::{log, source};
use worker::Env;

use crate::batch::QueueBatch;
use crate::crm::NotReady;
use crate::desk::Desk;
use round::Round;
use vendor::Vendor;
use view::{Pause, View};

const HOUR_MS: i64 = 60 * 60 * 1000;
/// How soon to look again whether a destination is to be compared after all.
const NEVER_MS: i64 = 24 * HOUR_MS;

/// Compares the destinations that a batch names. A turn that fails is not tried again by the queue:
/// the clock asks anew when its time is over.
pub async fn consume(batch: &QueueBatch, env: &Env) -> Result<(), String> {
    let desk = Desk::of(env)?;
    for ticket in batch.list() {
        let name = ticket.text().unwrap_or_default();
        match DESTINATIONS.iter().find(|destination| destination.name == name) {
            Some(destination) => {
                if let Err(reason) = turn(&desk, destination.name).await {
                    let line = log::failure("reconcile.turn_failed").with("destination", destination.name);
                    line.with("reason", reason).write();
                }
            }
            None => log::failure("reconcile.unknown_destination").write(),
        }
        ticket.ack()?;
    }
    Ok(())
}

/// One turn: takes it, compares, hands in how far it came.
async fn turn(desk: &Desk, name: &'static str) -> Result<(), String> {
    let WatchReply::Turn { turn, comparison, kept_ms } = desk.watches.call(name, &WatchCall::Take).await?
    else {
        return Ok(());
    };
    let hand_in = match view(desk, name).await {
        Ok((view, every_ms)) => {
            let comparison = comparison.map_or_else(
                || Reconciliation::begin(name, view.sight().grace_ms, source::now_ms()),
                |comparison| *comparison,
            );
            compare(desk, name, view, comparison, (kept_ms, every_ms), turn).await
        }
        Err(Pause { after_ms, reason }) => {
            WatchCall::HandIn { turn, comparison, after_ms, reason: Some(reason) }
        }
    };
    desk.watches.call(name, &hand_in).await.map(|_| ())
}

async fn compare(
    desk: &Desk,
    name: &'static str,
    view: View<'_>,
    mut comparison: Reconciliation,
    (kept_ms, every_ms): (i64, i64),
    turn: u64,
) -> WatchCall {
    let outcome = Round::new(desk, name, view, kept_ms).run(&mut comparison).await;
    let (after_ms, reason) = match outcome {
        Ok(()) if comparison.is_over() => {
            tell(&comparison.report(source::now_ms()));
            (every_ms, None)
        }
        Ok(()) => (0, None),
        Err(Pause { after_ms, reason }) => (after_ms, Some(reason)),
    };
    WatchCall::HandIn { turn, comparison: Some(Box::new(comparison)), after_ms, reason }
}

/// What is compared with, and how long after one comparison comes the next.
async fn view<'a>(desk: &'a Desk, name: &'static str) -> Result<(View<'a>, i64), Pause> {
    if name == inbox_destination::DESTINATION {
        return Ok((View::Inbox(&desk.inbox), HOUR_MS));
    }
    let never = |reason: &str| Pause { after_ms: NEVER_MS, reason: format!("{name}: {reason}") };
    let is_blind = sight(name).is_none_or(|sight| sight.leads_per_call == 0 && !sight.lists);
    if is_blind {
        return Err(never("cannot be asked"));
    }
    let Some(every_ms) = desk.vendors.compared_every_ms(name) else {
        return Err(never("is not configured, or never compared"));
    };
    let listing = desk.vendors.destination(name).await.map_err(|not_ready| match not_ready {
        NotReady::Unconfigured(reason) => Pause { after_ms: HOUR_MS, reason: format!("{name}: {reason}") },
        NotReady::NoAccess { after_ms, reason } => Pause { after_ms, reason: reason.to_string() },
    })?;
    Ok((View::Vendor(Vendor::new(desk, listing)), every_ms))
}

/// Logs what a comparison found: counts and kinds.
fn tell(report: &Report) {
    let is_sound = report.missing == 0 && report.surplus == 0;
    let line = if is_sound { log::event("reconcile.sound") } else { log::failure("reconcile.drift") };
    let count = |kind: DriftKind| report.named.iter().filter(|drift| drift.kind == kind).count();
    line.with("destination", report.destination.as_str())
        .with("leads", report.leads)
        .with("records", report.records)
        .with("missing", report.missing)
        .with("surplus", report.surplus)
        .with("named_unknown", count(DriftKind::Unknown))
        .with("named_given_up", count(DriftKind::GivenUp))
        .with("named_twice", count(DriftKind::Twice))
        .write();
}
