//! One team's pool: reads, steps, writes; the rules are the domain's.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use beeline::binding::variable;
use beeline::ledger::StorageError;
use beeline::pool::{self, Command, Crew, Outcome, Reply, TakeAnswer};
use beeline_platform::ledgers::Ledgers;
use beeline_platform::sqlite::{Sqlite, transaction};
use beeline_platform::{log, settings, source};
use wasm_bindgen::prelude::*;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::alarm::Alarm;
use crate::telling::tell;

/// Deadline of telling one ledger object.
const LEDGER_DEADLINE_MS: u32 = 2_000;
/// How long turns are gathered for the ledger: records wait for them.
const GATHER_MS: i64 = 25;
/// Alarm rounds before the object lets other events in through a fresh alarm.
const ROUNDS: usize = 20;
/// How soon the alarm comes back after something failed in it.
const ALARM_RETRY_MS: i64 = 2_000;
const SWEEP_EVERY_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// The team in force, by its id.
type Team = Rc<(String, Crew)>;

/// One team's pool.
#[durable_object]
pub struct Pool {
    state: State,
    env: Env,
    is_open: Cell<bool>,
    /// Highest time used so far: the object's clock never goes back.
    clock_ms: Cell<i64>,
    team: RefCell<Option<Team>>,
    alarm: Alarm,
    sweep_at_ms: Cell<i64>,
    warned_at_ms: Cell<i64>,
}

impl DurableObject for Pool {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            is_open: Cell::new(false),
            clock_ms: Cell::new(0),
            team: RefCell::new(None),
            alarm: Alarm::gathering(GATHER_MS),
            sweep_at_ms: Cell::new(0),
            warned_at_ms: Cell::new(0),
        }
    }

    async fn fetch(&self, _request: Request) -> Result<Response> {
        Response::error("pools are called by RPC", 404)
    }

    /// Errors are caught here: an alarm that fails six times is never run again.
    async fn alarm(&self) -> Result<Response> {
        self.alarm.rang();
        let retry_ms = match self.serve().await {
            Ok(()) => None,
            Err(reason) => {
                log::failure("pool.alarm_failed").with("reason", reason).write();
                Some(ALARM_RETRY_MS)
            }
        };
        self.rearm(retry_ms).map_err(|error| worker::Error::RustError(error.0))?;
        Response::ok("done")
    }
}

#[wasm_bindgen]
impl Pool {
    /// Runs one command for the pool of `team`. Text in, text out, and nothing to wait for in
    /// between: what a command writes and the alarm for it are one commit.
    pub fn command(&self, team: String, command: String) -> std::result::Result<String, JsValue> {
        let is_take = command.starts_with("{\"take\"");
        let reply = self.run(&command).unwrap_or_else(|reason| {
            log::failure("pool.command_failed")
                .with("team", team.as_str())
                .with("reason", reason.as_str())
                .write();
            Reply::Failed { reason }
        });
        let text = if is_take {
            serde_json::to_string(&TakeAnswer::of(reply))
        } else {
            serde_json::to_string(&reply)
        };
        text.map_err(|error| JsValue::from_str(&error.to_string()))
    }
}

impl Pool {
    fn run(&self, text: &str) -> std::result::Result<Reply, String> {
        let command: Command =
            serde_json::from_str(text).map_err(|error| format!("unknown command: {error}"))?;
        let changes_team = matches!(command, Command::Roster(_));
        let makes_it = matches!(command, Command::Roster(_) | Command::Take(_));
        if !self.open(makes_it).map_err(|error| error.0)? {
            return Ok(Reply::RosterWanted);
        }
        let now_ms = self.tick();
        let reply = self.step(command, now_ms).map_err(|error| error.0)?;
        if changes_team {
            self.team.take();
        }
        let armed = match &reply {
            Reply::Turn(Outcome::Assigned { .. }) => self.arm(now_ms),
            Reply::Turn(_) | Reply::RosterInForce { .. } | Reply::Done => self.rearm(None),
            _ => Ok(()),
        };
        // The rows are durable, and the ledger asks again itself: the caller gets its answer.
        if let Err(error) = armed {
            log::failure("pool.alarm_not_set").show("reason", error).write();
        }
        Ok(reply)
    }

    /// One command in one transaction. The team is read once, and again when it changed. One that
    /// cannot be read, because other code wrote it, is asked for again.
    fn step(&self, command: Command, now_ms: i64) -> std::result::Result<Reply, StorageError> {
        let team = match self.team() {
            Ok(team) => team,
            Err(error) => {
                log::failure("pool.team_unreadable").show("reason", error).write();
                if !matches!(command, Command::Roster(_)) {
                    return Ok(Reply::RosterWanted);
                }
                None
            }
        };
        let nobody = Crew::default();
        let crew = team.as_deref().map_or(&nobody, |(_, crew)| crew);
        transaction(&self.state.storage(), |sqlite| pool::run(sqlite, crew, command, now_ms))
    }

    fn team(&self) -> std::result::Result<Option<Team>, StorageError> {
        if let Some(team) = self.team.borrow().clone() {
            return Ok(Some(team));
        }
        let read = transaction(&self.state.storage(), pool::crew)?.map(Rc::new);
        self.team.borrow_mut().clone_from(&read);
        Ok(read)
    }

    /// Once per life of the object: schema and clock. Whether it is there: whoever only looks makes
    /// no pool of a name that is no team's.
    fn open(&self, makes_it: bool) -> std::result::Result<bool, StorageError> {
        if self.is_open.get() {
            return Ok(true);
        }
        let storage = self.state.storage();
        if !makes_it && !pool::is_there(&Sqlite::of(&storage))? {
            return Ok(false);
        }
        let now_ms = source::now_ms();
        let floor_ms = transaction(&storage, |sqlite| {
            pool::migrate(sqlite, now_ms)?;
            pool::latest_ms(sqlite)
        })?;
        self.clock_ms.set(floor_ms.max(self.clock_ms.get()));
        self.is_open.set(true);
        Ok(true)
    }

    fn tick(&self) -> i64 {
        let now_ms = source::now_ms().max(self.clock_ms.get());
        self.clock_ms.set(now_ms);
        now_ms
    }

    /// Hands out what waits, tells the ledger who has what, then forgets what is old.
    async fn serve(&self) -> std::result::Result<(), String> {
        if !self.open(false).map_err(|error| error.0)? {
            return Ok(());
        }
        let Some(team) = self.team().map_err(|error| error.0)? else { return Ok(()) };
        self.warn_past_horizon(&team);
        let ledgers = Ledgers::new(&self.env, LEDGER_DEADLINE_MS).map_err(|error| error.to_string())?;
        for _ in 0..ROUNDS {
            let served = self.step(Command::Serve, self.tick()).map_err(|error| error.0)?;
            let Reply::Served { turns, more } = served else { break };
            if turns.is_empty() {
                break;
            }
            let told = tell(&ledgers, &team.0, turns).await;
            let now_ms = self.tick();
            self.alarm.sent(now_ms);
            let is_whole = told.is_whole;
            self.step(Command::Told { turns: told.turns }, now_ms).map_err(|error| error.0)?;
            if !more || !is_whole {
                break;
            }
        }
        self.sweep().map_err(|error| error.0)
    }

    /// Beyond the years that the files know clock changes for, hours may be off by one.
    fn warn_past_horizon(&self, team: &Team) {
        let now_ms = self.tick();
        if team.1.is_past_horizon(now_ms) && now_ms - self.warned_at_ms.get() > DAY_MS {
            self.warned_at_ms.set(now_ms);
            log::failure("pool.past_horizon").with("team", team.0.as_str()).write();
        }
    }

    fn sweep(&self) -> std::result::Result<(), StorageError> {
        let now_ms = self.tick();
        if now_ms < self.sweep_at_ms.get() {
            return Ok(());
        }
        let days = settings::number(&self.env, variable::RETENTION_DAYS, 30)
            .map_err(|error| StorageError(error.to_string()))?;
        let retention_ms = i64::from(days) * DAY_MS;
        let more = transaction(&self.state.storage(), |sqlite| pool::sweep(sqlite, retention_ms, now_ms))?;
        self.sweep_at_ms.set(if more { now_ms } else { now_ms + SWEEP_EVERY_MS });
        Ok(())
    }

    fn rearm(&self, retry_ms: Option<i64>) -> std::result::Result<(), StorageError> {
        let Some(team) = self.team()? else { return Ok(()) };
        let now_ms = self.tick();
        let next = pool::next_wake_ms(&Sqlite::of(&self.state.storage()), &team.1, now_ms)?;
        let retry = retry_ms.map(|pause_ms| now_ms + pause_ms);
        // After a failure what is due stays due: not before the pause is over.
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
