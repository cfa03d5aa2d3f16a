//! Cron: makes sure that every object with something unsettled, and every destination's clock, has its
//! alarm set.

use beeline::binding::DESTINATIONS;
use beeline::identity::Shard;
use beeline::ledger::Command;
use beeline::reconcile::WatchCall;
use beeline_platform::ledgers::Ledgers;
use beeline_platform::log;
use beeline_platform::watches::Watches;
use futures_util::future::join_all;
use worker::{Env, ScheduleContext, ScheduledEvent, event};

const WAKE_DEADLINE_MS: u32 = 5_000;
/// Objects woken at a time.
const WAKE_TOGETHER: usize = 16;

#[event(scheduled)]
async fn scheduled(_event: ScheduledEvent, env: Env, _context: ScheduleContext) {
    wake_ledgers(&env).await;
    wake_watches(&env).await;
}

async fn wake_watches(env: &Env) {
    let watches = match Watches::new(env, WAKE_DEADLINE_MS) {
        Ok(watches) => watches,
        Err(error) => {
            log::failure("reconcile.not_armed").show("reason", error).write();
            return;
        }
    };
    for destination in DESTINATIONS {
        if let Err(reason) = watches.call(destination.name, &WatchCall::Arm).await {
            let line = log::failure("reconcile.not_armed").with("destination", destination.name);
            line.with("reason", reason).write();
        }
    }
}

async fn wake_ledgers(env: &Env) {
    let ledgers = match Ledgers::new(env, WAKE_DEADLINE_MS) {
        Ok(ledgers) => ledgers,
        Err(error) => {
            log::failure("ledger.wake_failed").show("reason", error).write();
            return;
        }
    };
    let shards: Vec<Shard> = Shard::all().collect();
    for together in shards.chunks(WAKE_TOGETHER) {
        let calls = together.iter().map(|shard| {
            let ledgers = &ledgers;
            async move { (*shard, ledgers.call(*shard, &Command::Wake).await) }
        });
        for (shard, answer) in join_all(calls).await {
            if let Err(error) = answer {
                log::failure("ledger.wake_failed").show("shard", shard).show("reason", error).write();
            }
        }
    }
}
