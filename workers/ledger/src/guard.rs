//! One guard per destination, which also has the clock of its comparisons, and one for the pace of all
//! channels.

use std::cell::{Cell, RefCell};

use beeline::guard::{self, Budget, Circuit, Command, Reply};
use beeline::pace::{self, Paces};
use beeline::reconcile::WatchCall;
use beeline::storage::{Database, StorageError};
use beeline_platform::sqlite::{Sqlite, transaction};
use beeline_platform::{log, source};
use wasm_bindgen::prelude::*;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::alarm::Alarm;
use crate::watch::Clock;

/// How old what is stored may be. A guard that starts again from an older copy has forgotten one
/// window of calls at most, and the vendor's next answer tells of them.
const STORED_EVERY_MS: i64 = 5_000;

/// How the text of a [`WatchCall`] begins, and that of no other command.
const WATCH: &str = "{\"watch\":";

const CREATE: &str =
    "CREATE TABLE IF NOT EXISTS guard (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL)";
const READ: &str = "SELECT state FROM guard";
const WRITE: &str =
    "INSERT INTO guard (id, state) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET state = excluded.state";

/// Keeps a destination from harm, or channels' pace. A channel's pace is kept in memory alone: what
/// it forgets when it is evicted is worth one short burst.
#[durable_object]
pub struct Guard {
    state: State,
    env: Env,
    alarm: Alarm,
    /// Whether its clock is known to run.
    watches: Cell<bool>,
    paces: RefCell<Paces>,
    guard: RefCell<Option<guard::Guard>>,
    stored_at_ms: Cell<i64>,
}

impl DurableObject for Guard {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            alarm: Alarm::default(),
            watches: Cell::new(false),
            paces: RefCell::new(Paces::default()),
            guard: RefCell::new(None),
            stored_at_ms: Cell::new(0),
        }
    }

    async fn fetch(&self, _request: Request) -> Result<Response> {
        Response::error("guards are called by RPC", 404)
    }

    /// Errors are caught here: an alarm that fails six times is never run again.
    async fn alarm(&self) -> Result<Response> {
        if let Err(reason) = self.clock().ring().await {
            log::failure("reconcile.alarm_failed").with("reason", reason).write();
        }
        Response::ok("done")
    }
}

#[wasm_bindgen]
impl Guard {
    /// Runs one command for the guard of this name. Text in, text out.
    pub fn command(&self, name: String, command: String) -> std::result::Result<String, JsValue> {
        let reply = if name == pace::GUARD {
            self.keep_pace(&command)
        } else if command.starts_with(WATCH) {
            self.watch(&name, &command)
        } else {
            self.watch_from_now_on(&name);
            self.run(&name, &command)
        };
        reply.map_err(|reason| JsValue::from_str(&reason))
    }
}

impl Guard {
    fn keep_pace(&self, command: &str) -> std::result::Result<String, String> {
        self.paces.borrow_mut().answer(command, source::now_ms()).map_err(|error| error.to_string())
    }

    fn clock(&self) -> Clock<'_> {
        Clock { state: &self.state, env: &self.env, alarm: &self.alarm }
    }

    fn watch(&self, name: &str, call: &str) -> std::result::Result<String, String> {
        let call: WatchCall = serde_json::from_str(call).map_err(|error| error.to_string())?;
        let reply = self.clock().hear(name, call)?;
        serde_json::to_string(&reply).map_err(|error| error.to_string())
    }

    /// Whoever is delivered to is compared. Leads do not wait for it: cron sees to it besides.
    fn watch_from_now_on(&self, name: &str) {
        if self.watches.replace(true) {
            return;
        }
        if let Err(reason) = self.clock().hear(name, WatchCall::Arm) {
            log::failure("reconcile.not_armed").with("destination", name).with("reason", reason).write();
        }
    }

    fn run(&self, name: &str, command: &str) -> std::result::Result<String, String> {
        let command: Command = serde_json::from_str(command).map_err(|error| error.to_string())?;
        let now_ms = source::now_ms();
        let guard = match self.guard.take() {
            Some(guard) => guard,
            None => self.awake(name, now_ms),
        };
        let before = guard.circuit();
        let (guard, reply) = guard::step(guard, command, now_ms);
        let circuit = guard.circuit();
        if circuit != before {
            log::failure("guard.circuit").with("destination", name).show("circuit", word(circuit)).write();
        }
        let is_old = now_ms - self.stored_at_ms.get() >= STORED_EVERY_MS;
        if circuit != before || (is_old && matches!(reply, Reply::Noted { .. })) {
            self.store(name, &guard, now_ms);
        }
        *self.guard.borrow_mut() = Some(guard);
        serde_json::to_string(&reply).map_err(|error| error.to_string())
    }

    /// What was stored, or a guard that knows nothing: without one leads would wait for it.
    fn awake(&self, name: &str, now_ms: i64) -> guard::Guard {
        let stored = transaction(&self.state.storage(), read).unwrap_or_else(|error| {
            log::failure("guard.not_read").with("destination", name).show("reason", error).write();
            None
        });
        let known = stored.and_then(|text| match serde_json::from_str::<guard::Guard>(&text) {
            Ok(known) => Some(known),
            Err(error) => {
                log::failure("guard.not_read").with("destination", name).show("reason", error).write();
                None
            }
        });
        let known = known.filter(|guard| guard.destination() == name);
        known.map_or_else(
            || guard::Guard::new(name, Budget::UNNAMED, now_ms),
            |guard| guard.resume(Budget::UNNAMED),
        )
    }

    /// Not stored, it goes on from an older copy after a restart.
    fn store(&self, name: &str, guard: &guard::Guard, now_ms: i64) {
        let text = serde_json::to_string(guard).map_err(|error| StorageError(error.to_string()));
        let written = text.and_then(|text| {
            transaction(&self.state.storage(), |sqlite: &Sqlite| {
                sqlite.execute_all(vec![(CREATE, vec![]), (WRITE, vec![text.into()])])
            })
        });
        match written {
            Ok(()) => self.stored_at_ms.set(now_ms),
            Err(error) => {
                log::failure("guard.not_stored").with("destination", name).show("reason", error).write();
            }
        }
    }
}

fn read(sqlite: &Sqlite) -> std::result::Result<Option<String>, StorageError> {
    sqlite.execute(CREATE, vec![])?;
    sqlite.query(READ, vec![])?.into_iter().next().map(|mut row| row.text()).transpose()
}

const fn word(circuit: Circuit) -> &'static str {
    match circuit {
        Circuit::Closed => "closed",
        Circuit::Open => "open",
        Circuit::HalfOpen => "half open",
    }
}
