//! One ledger object: reads, steps, writes; the rules are the domain's.

use std::cell::Cell;

use beeline::binding::variable;
use beeline::identity::Shard;
use beeline::ledger::{self, ClaimOutcome, Command, Database, DueRows, Reply, Role, StorageError};
use beeline::overload::{Admission, Gate};
use beeline::risk::Verdict;
use beeline_platform::sqlite::{Sqlite, transaction};
use beeline_platform::{fault, log, settings, source};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::alarm::Alarm;
use crate::delivery::Delivery;
use crate::rehearsal;

/// How long leads are gathered for their queues.
const GATHER_MS: i64 = 100;
/// Alarm rounds before the object lets other events in through a fresh alarm.
const DISPATCH_ROUNDS: usize = 20;
/// How soon the alarm comes back after something failed in it.
const ALARM_RETRY_MS: i64 = 2_000;
/// How often the object looks for something to forget.
const SWEEP_EVERY_MS: i64 = 60 * 60 * 1000;
/// How soon it goes on when there may be more: claims come in between. 200 leads a second are far
/// more than an object can accept for as long as it keeps them.
const SWEEP_AGAIN_MS: i64 = 100;
/// Cloudflare's figure for an object that writes with every request is 200 to 500 a second, and
/// a lead is more requests than the one that accepts it.
const CAPACITY_PER_SECOND: u32 = 300;
/// Commands run one after the other, to the end: none is ever seen waiting.
const PENDING: u32 = u32::MAX;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// One shard of the ledger.
#[durable_object]
pub struct Ledger {
    state: State,
    env: Env,
    shard: Cell<Option<Shard>>,
    /// Highest time used so far: the object's clock never goes back.
    clock_ms: Cell<i64>,
    alarm: Alarm,
    sweep_at_ms: Cell<i64>,
    gate: Cell<Gate>,
}

impl DurableObject for Ledger {
    fn new(state: State, env: Env) -> Self {
        Self {
            gate: Cell::new(Gate::new(capacity(&env), PENDING)),
            state,
            env,
            shard: Cell::new(None),
            clock_ms: Cell::new(0),
            alarm: Alarm::gathering(GATHER_MS),
            sweep_at_ms: Cell::new(0),
        }
    }

    async fn fetch(&self, _request: Request) -> Result<Response> {
        Response::error("ledger objects are called by RPC", 404)
    }

    /// Errors are caught here: an alarm that fails six times is never run again.
    async fn alarm(&self) -> Result<Response> {
        self.alarm.rang();
        let outcome = self.send_due().await;
        let retry_ms = match outcome {
            Ok(()) => None,
            Err(reason) => {
                log::failure("ledger.alarm_failed").with("reason", reason).write();
                Some(ALARM_RETRY_MS)
            }
        };
        self.rearm(retry_ms).map_err(|error| worker::Error::RustError(error.0))?;
        Response::ok("done")
    }
}

#[wasm_bindgen]
impl Ledger {
    /// Runs one command for the object named `shard`. Text in, text out, and nothing to wait
    /// for in between: what a command writes and the alarm for it are one commit.
    pub fn command(&self, shard: String, command: String) -> std::result::Result<JsValue, JsValue> {
        let point = if shard.ends_with("-spill") { "spill-command" } else { "ledger-command" };
        if fault::point_or_hang(point, &command) {
            return Ok(Promise::new(&mut |_, _| {}).into());
        }
        let reply = self.run(&shard, &command).unwrap_or_else(|reason| {
            log::failure("ledger.command_failed")
                .with("shard", shard)
                .with("reason", reason.as_str())
                .write();
            Reply::Failed { reason }
        });
        let text = serde_json::to_string(&reply).map_err(|error| JsValue::from_str(&error.to_string()))?;
        Ok(JsValue::from_str(&text))
    }
}

impl Ledger {
    fn run(&self, shard: &str, text: &str) -> std::result::Result<Reply, String> {
        let shard: Shard = shard.parse().map_err(|error| format!("{error}"))?;
        let command: Command =
            serde_json::from_str(text).map_err(|error| format!("unknown command: {error}"))?;
        let role = if shard.spill { Role::Spill } else { Role::Home };
        if let Some(refusal) = self.shed(&command) {
            return Ok(refusal);
        }
        if matches!(command, Command::Wake) {
            rehearsal::once();
        }
        let wakes = Wakes::of(&command);
        self.open(Some(shard)).map_err(|error| error.0)?;
        let now_ms = self.tick();
        let reply =
            self.transaction(|sqlite| ledger::run(sqlite, role, command, now_ms)).map_err(|error| error.0)?;
        let armed = match (wakes, &reply) {
            (Wakes::IfAccepted, Reply::Claimed(claimed)) if claimed.outcome != ClaimOutcome::Retry => {
                // What waits for a challenge is due later.
                let waits = matches!(claimed.verdict, Some(Verdict::Hold | Verdict::Challenge));
                if waits { self.rearm(None) } else { self.arm(now_ms) }
            }
            (Wakes::IfUnsettled, _) => self.rearm(None),
            _ => Ok(()),
        };
        // The rows are durable and cron looks after a missing alarm: the caller gets its answer.
        if let Err(error) = armed {
            log::failure("ledger.alarm_not_set").show("shard", shard).show("reason", error).write();
        }
        Ok(reply)
    }

    /// Refuses new work when there is more than the object can do, the less urgent first. What
    /// was accepted elsewhere is never refused.
    fn shed(&self, command: &Command) -> Option<Reply> {
        let Command::Claim(claim) = command else { return None };
        if claim.spilled.is_some() {
            return None;
        }
        let mut gate = self.gate.get();
        let admission = gate.admit(claim.lane.into(), 0, source::now_ms(), claim.lead_id.spread());
        self.gate.set(gate);
        match admission {
            Admission::Admitted => None,
            Admission::Shed { retry_after_seconds } => Some(Reply::Shed { retry_after_seconds }),
        }
    }

    fn transaction<T>(
        &self,
        body: impl FnOnce(&Sqlite) -> std::result::Result<T, StorageError>,
    ) -> std::result::Result<T, StorageError> {
        transaction(&self.state.storage(), body)
    }

    /// Once per life of the object: schema, name, clock.
    fn open(&self, called: Option<Shard>) -> std::result::Result<Shard, StorageError> {
        if let Some(shard) = self.shard.get() {
            return Ok(shard);
        }
        let now_ms = source::now_ms();
        let (shard, floor_ms) = self.transaction(|sqlite| {
            ledger::migrate(sqlite, now_ms)?;
            let shard = match (ledger::shard(sqlite)?, called) {
                (Some(known), _) => known,
                (None, Some(called)) => {
                    ledger::set_shard(sqlite, called)?;
                    called
                }
                (None, None) => return Err(StorageError("an alarm without a shard".into())),
            };
            Ok((shard, ledger::latest_acceptance_ms(sqlite)?))
        })?;
        self.clock_ms.set(floor_ms.max(self.clock_ms.get()));
        self.shard.set(Some(shard));
        Ok(shard)
    }

    fn tick(&self) -> i64 {
        let now_ms = source::now_ms().max(self.clock_ms.get());
        self.clock_ms.set(now_ms);
        now_ms
    }

    /// Sends what is due, then forgets what is old.
    async fn send_due(&self) -> std::result::Result<(), String> {
        let shard = self.open(None).map_err(|error| error.0)?;
        let delivery = Delivery::new(&self.env, shard)?;
        for _ in 0..DISPATCH_ROUNDS {
            let DueRows { rows, more, unreadable } = self.take_due().map_err(|error| error.0)?;
            for row in unreadable {
                log::failure("ledger.row_unreadable")
                    .show("shard", shard)
                    .with("position", row.position)
                    .with("reason", row.reason)
                    .write();
            }
            if rows.is_empty() && !more {
                break;
            }
            let outcome = delivery.send(rows).await;
            let now_ms = self.tick();
            self.alarm.sent(now_ms);
            if !outcome.unsent.is_empty() || !outcome.settled.is_empty() {
                self.transaction(|sqlite| {
                    ledger::undispatch(sqlite, &outcome.unsent, now_ms)?;
                    ledger::settle(sqlite, &outcome.settled, now_ms).map(|_| ())
                })
                .map_err(|error| error.0)?;
            }
            if !more || !outcome.unsent.is_empty() {
                break;
            }
        }
        self.sweep().map_err(|error| error.0)
    }

    fn take_due(&self) -> std::result::Result<DueRows, StorageError> {
        let now_ms = self.tick();
        self.transaction(|sqlite| {
            let due = ledger::dispatch(sqlite, now_ms)?;
            for row in &due.rows {
                fault::point("ledger-alarm", &row.payload);
                if fault::skips("ledger-row", &row.payload) {
                    // A bug on request: a row that is gone before anything of it is settled.
                    let position = vec![row.lead.position.into()];
                    sqlite.execute("DELETE FROM lead WHERE position = ?1", position)?;
                }
            }
            Ok(due)
        })
    }

    fn sweep(&self) -> std::result::Result<(), StorageError> {
        let now_ms = self.tick();
        if now_ms < self.sweep_at_ms.get() {
            return Ok(());
        }
        let days = settings::number(&self.env, variable::RETENTION_DAYS, 30)
            .map_err(|error| StorageError(error.to_string()))?;
        let retention_ms = i64::from(days) * DAY_MS;
        let more = self.transaction(|sqlite| ledger::sweep(sqlite, retention_ms, now_ms))?;
        self.sweep_at_ms.set(now_ms + if more { SWEEP_AGAIN_MS } else { SWEEP_EVERY_MS });
        Ok(())
    }

    /// Arms the alarm for whatever wants attention next: something unsettled, something to
    /// forget, or another try after a failure.
    fn rearm(&self, retry_ms: Option<i64>) -> std::result::Result<(), StorageError> {
        let now_ms = self.tick();
        if self.alarm.is_soonest(now_ms) {
            return Ok(());
        }
        let next = ledger::next_wake_ms(&Sqlite::of(&self.state.storage()))?;
        let retry = retry_ms.map(|pause_ms| now_ms + pause_ms);
        // After a failure the rows that are due stay due: not before the pause is over.
        let next = next.map(|next| retry.map_or(next, |retry| next.max(retry)));
        let sweep = Some(self.sweep_at_ms.get()).filter(|at_ms| *at_ms > 0);
        match [next.or(retry), sweep].into_iter().flatten().min() {
            Some(at_ms) => self.arm(at_ms),
            None => Ok(()),
        }
    }

    fn arm(&self, at_ms: i64) -> std::result::Result<(), StorageError> {
        let armed = self.alarm.arm(&self.state.storage(), at_ms, self.tick());
        armed.map_err(|thrown| StorageError(format!("{thrown:?}")))
    }
}

/// What the object can take a second; an unusable setting is the default.
fn capacity(env: &Env) -> u32 {
    settings::number(env, variable::LEDGER_CAPACITY_PER_SECOND, CAPACITY_PER_SECOND).unwrap_or_else(|error| {
        log::failure("ledger.misconfigured").show("reason", error).write();
        CAPACITY_PER_SECOND
    })
}

/// Whether a command can leave something for the alarm to do.
enum Wakes {
    /// Something is due at once, if it was accepted.
    IfAccepted,
    /// Something may have become due.
    IfUnsettled,
    /// Never.
    No,
}

impl Wakes {
    const fn of(command: &Command) -> Self {
        match command {
            Command::Claim(_) => Self::IfAccepted,
            Command::Settle { .. }
            | Command::Assign { .. }
            | Command::Release { .. }
            | Command::PassChallenge { .. }
            | Command::Replay { .. }
            | Command::Amend { .. }
            | Command::Move(_)
            | Command::Wake => Self::IfUnsettled,
            Command::ReserveKey { .. }
            | Command::BindKey { .. }
            | Command::ReleaseKey { .. }
            | Command::StillOwed { .. }
            | Command::Lead { .. }
            | Command::Payload { .. }
            | Command::Held { .. }
            | Command::Decisions { .. }
            | Command::DecisionsOf { .. }
            | Command::Quarantined { .. }
            | Command::InQuarantine { .. }
            | Command::QuarantineClasses
            | Command::Dismiss { .. }
            | Command::Preview { .. }
            | Command::Expected { .. }
            | Command::ExpectedOf { .. }
            | Command::Tally => Self::No,
        }
    }
}
