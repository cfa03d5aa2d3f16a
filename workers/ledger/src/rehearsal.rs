//! One made-up claim through the ledger's rules, once in an isolate that is only woken up. V8
//! compiles a function of wasm when it is first called: the first visitor would wait for
//! hundreds of them. Nothing is written anywhere.

use std::cell::Cell;

use beeline::ledger::{self, Command, Database, Reply, Role, Row, Statement, StorageError, Value};
use beeline_platform::log;

const CLAIM: &str = r#"{"claim":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","key":"bl_0","person":"1.0",
"person_other":"1.1","fingerprint":"0","form":"rehearsal","lane":"hot","kind":{"kind":"real"},
"correlation_id":"co_0","traceparent":"00-00000000000000000000000000000001-0000000000000001-01",
"received_at_ms":0,"dedup_window_seconds":600,"lead":{"kind":"real","name":"Made Up"},
"route":{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,
"booking_url":null,"rule":"fallback"},"bundle":"none","owed":[{"name":"crm:inbox","lease_ms":0}],
"risk":{"score":5,"signals":["token_missing"],"verdict":"accept","channel":"browser","may_challenge":false}}}"#;

thread_local! {
    static IS_OVER: Cell<bool> = const { Cell::new(false) };
}

/// Runs it, the first time it is called in an isolate.
pub fn once() {
    if IS_OVER.replace(true) {
        return;
    }
    match run() {
        Ok(()) => log::event("ledger.rehearsed").write(),
        // The sample no longer fits the code: the first claim is slower, and nothing else.
        Err(reason) => log::failure("ledger.not_rehearsed").with("reason", reason).write(),
    }
}

fn run() -> Result<(), String> {
    let command: Command = serde_json::from_str(CLAIM).map_err(|error| error.to_string())?;
    let reply = ledger::run(&Nothing, Role::Home, command, 0).map_err(|error| error.to_string())?;
    if !matches!(reply, Reply::Claimed(_)) {
        return Err("a claim has another reply".into());
    }
    serde_json::to_string(&reply).map_err(|error| error.to_string())?;
    ledger::dispatch(&Nothing, 0).map(|_| ()).map_err(|error| error.to_string())
}

/// A database that has nothing, and keeps nothing.
struct Nothing;

impl Database for Nothing {
    fn query(&self, _sql: &str, parameters: Vec<Value>) -> Result<Vec<Row>, StorageError> {
        written(&parameters).map(|()| Vec::new())
    }

    fn query_all(&self, statements: Vec<Statement>) -> Result<Vec<Vec<Row>>, StorageError> {
        let none = statements.iter().map(|_| Vec::new()).collect();
        written(&statements).map(|()| none)
    }

    fn execute_all(&self, statements: Vec<Statement>) -> Result<(), StorageError> {
        written(&statements)
    }
}

fn written<T: serde::Serialize>(values: &T) -> Result<(), StorageError> {
    serde_json::to_string(values).map(|_| ()).map_err(|error| StorageError(error.to_string()))
}
