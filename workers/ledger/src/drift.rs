//! One store per form: how its page fits it. Reads, steps, writes; the rules are the domain's.

use beeline::drift::{self, DriftCall, Stepped};
use beeline::ledger::{Database, StorageError};
use beeline_platform::sqlite::{Sqlite, transaction};
use beeline_platform::{log, source};
use wasm_bindgen::prelude::*;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

const SCHEMA: &str = "CREATE TABLE IF NOT EXISTS drift (position INTEGER PRIMARY KEY, state TEXT NOT NULL)";
const READ: &str = "SELECT state FROM drift WHERE position = 1";
const WRITE: &str = "INSERT INTO drift (position, state) VALUES (1, ?1) \
     ON CONFLICT (position) DO UPDATE SET state = excluded.state WHERE excluded.state <> drift.state";

/// One form's drift, within one jurisdiction.
#[durable_object]
pub struct Drift {
    state: State,
}

impl DurableObject for Drift {
    fn new(state: State, _env: Env) -> Self {
        Self { state }
    }

    async fn fetch(&self, _request: Request) -> Result<Response> {
        Response::error("drift stores are called by RPC", 404)
    }
}

#[wasm_bindgen]
impl Drift {
    /// Runs one command for the store named `name`. Text in, text out, one commit.
    pub fn command(&self, name: String, command: String) -> std::result::Result<String, JsValue> {
        self.run(&name, &command).map_err(|reason| {
            log::failure("drift.command_failed").with("store", name).with("reason", reason.as_str()).write();
            JsValue::from_str(&reason)
        })
    }
}

impl Drift {
    fn run(&self, name: &str, text: &str) -> std::result::Result<String, String> {
        let call: DriftCall = serde_json::from_str(text).map_err(|error| format!("unknown call: {error}"))?;
        let now_ms = source::now_ms();
        let stepped = transaction(&self.state.storage(), |sqlite| step(sqlite, call, now_ms));
        let stepped = stepped.map_err(|error| error.0)?;
        if stepped.lost_count {
            log::failure("drift.count_unreadable").with("store", name).write();
        }
        serde_json::to_string(&stepped.reply).map_err(|error| error.to_string())
    }
}

fn step(sqlite: &Sqlite, call: DriftCall, now_ms: i64) -> std::result::Result<Stepped, StorageError> {
    sqlite.execute(SCHEMA, vec![])?;
    let stored = sqlite.query(READ, vec![])?.into_iter().next().map(|mut row| row.text()).transpose()?;
    let stepped =
        drift::run(stored.as_deref(), call, now_ms).map_err(|error| StorageError(error.to_string()))?;
    sqlite.execute(WRITE, vec![stepped.stored.as_str().into()])?;
    Ok(stepped)
}
