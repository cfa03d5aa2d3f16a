//! Asking a destination's guard before a batch, and telling it how the batch went.

use beeline::binding;
use beeline::guard::{Budget, Called, Command, Lane, Limits, Reply, unguarded};
use beeline::identity::Region;
use worker::Env;

use crate::ledgers::Objects;
use crate::{log, source};

/// Deadline of a guard's answer: a batch waits for it.
const DEADLINE_MS: u32 = 500;
/// Where a guard is made that nobody has asked yet; Cloudflare runs consumers where it likes.
pub(crate) const NEAR: Region = Region::Na;

/// The guards, one object per destination.
#[derive(Clone)]
pub struct Guards {
    objects: Objects,
}

/// One destination as its guard sees it.
#[derive(Clone, Copy, Debug)]
pub struct Guarded<'a> {
    /// Its name, as in `crm:hubspot`.
    pub destination: &'a str,
    /// What it takes until its own answers say otherwise.
    pub budget: Budget,
}

impl Guards {
    /// Through the binding `GUARD`.
    pub fn new(env: &Env) -> worker::Result<Self> {
        Ok(Self { objects: Objects::new(env, binding::GUARD, DEADLINE_MS)? })
    }

    /// May so many calls be made? A guard that cannot be asked leaves it at a few.
    pub async fn ask(&self, guarded: Guarded<'_>, lane: Lane, items: u32) -> Reply {
        let at_ms = source::now_ms();
        let destination = guarded.destination.to_owned();
        let command = Command::Ask { destination, lane, items, at_ms, budget: Some(guarded.budget) };
        match self.send(guarded.destination, &command).await {
            Ok(reply @ (Reply::Go(_) | Reply::Wait { .. })) => reply,
            Ok(_) => {
                complain(guarded.destination, "another answer than to the question");
                unguarded(lane, items, at_ms)
            }
            Err(reason) => {
                complain(guarded.destination, &reason);
                unguarded(lane, items, at_ms)
            }
        }
    }

    /// How the calls went. Lost, the guard learns it from the next batch.
    pub async fn report(
        &self,
        guarded: Guarded<'_>,
        ticket: Option<u64>,
        outcomes: Vec<Called>,
        limits: Limits,
    ) {
        let destination = guarded.destination.to_owned();
        let command = Command::Report { destination, ticket, outcomes, limits };
        if let Err(reason) = self.send(guarded.destination, &command).await {
            complain(guarded.destination, &reason);
        }
    }

    async fn send(&self, destination: &str, command: &Command) -> Result<Reply, String> {
        let text = serde_json::to_string(command).map_err(|error| error.to_string())?;
        let answer = self.objects.call(destination, NEAR, None, &text).await;
        let answer = answer.map_err(|error| error.to_string())?;
        serde_json::from_str(&answer).map_err(|error| error.to_string())
    }
}

fn complain(destination: &str, reason: &str) {
    log::failure("guard.unreachable").with("destination", destination).with("reason", reason).write();
}
