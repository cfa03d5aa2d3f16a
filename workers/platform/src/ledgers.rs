//! Calling ledger objects, each call under a deadline.

use std::fmt;

use beeline::binding;
use beeline::identity::{LeadId, Shard};
use beeline::ledger::{Command, LeadReport, Reply};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use worker::{Env, ObjectNamespace};

use crate::deadline::within;

#[wasm_bindgen]
extern "C" {
    /// A stub of the `Ledger` class: one RPC method, text in and text out.
    type LedgerStub;
    #[wasm_bindgen(method, catch)]
    fn command(this: &LedgerStub, shard: &str, command: &str) -> Result<JsValue, JsValue>;
}

/// Why a ledger object gave no answer. In every case but [`Refused`](Self::Refused) the
/// command may have been carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// No answer in time.
    Deadline,
    /// The object is overloaded, restarting, or its wasm instance died.
    Unreachable(String),
    /// The object says it failed and wrote nothing.
    Refused(String),
    /// The answer is not one this code knows.
    Garbled,
}

impl fmt::Display for CallError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deadline => formatter.write_str("ledger: deadline passed"),
            Self::Unreachable(reason) => write!(formatter, "ledger unreachable: {reason}"),
            Self::Refused(reason) => write!(formatter, "ledger refused: {reason}"),
            Self::Garbled => formatter.write_str("ledger: unknown answer"),
        }
    }
}

/// The ledger objects.
#[derive(Clone)]
pub struct Ledgers {
    namespace: ObjectNamespace,
    deadline_ms: u64,
}

impl Ledgers {
    /// Through the binding `LEDGER`.
    pub fn new(env: &Env, deadline_ms: u64) -> worker::Result<Self> {
        Ok(Self { namespace: env.durable_object(binding::LEDGER)?, deadline_ms })
    }

    /// Sends a command to an object and waits for its answer.
    pub async fn call(&self, shard: Shard, command: &Command) -> Result<Reply, CallError> {
        let text = serde_json::to_string(command).map_err(|_| CallError::Garbled)?;
        self.send(shard, &text).await
    }

    /// A lead's report, from its home or, while it has not been handed over, from the
    /// stand-in. A home that does not answer is no reason not to ask the stand-in.
    pub async fn find(&self, lead_id: LeadId) -> Result<Option<LeadReport>, CallError> {
        let Some(home) = lead_id.shard() else { return Ok(None) };
        let mut failed = None;
        for shard in [home, home.to_spill()] {
            match self.call(shard, &Command::Lead { lead_id }).await {
                Ok(Reply::Lead(None)) => {}
                Ok(Reply::Lead(found)) => return Ok(found),
                Ok(_) => failed = Some(CallError::Garbled),
                Err(error) => failed = Some(error),
            }
        }
        failed.map_or(Ok(None), Err)
    }

    async fn send(&self, shard: Shard, command: &str) -> Result<Reply, CallError> {
        let name = shard.to_string();
        // A stub that has thrown stays broken: every call gets its own.
        let stub = self
            .namespace
            .get_by_name_with_location_hint(&name, shard.region.location_hint())
            .map_err(|error| CallError::Unreachable(error.to_string()))?;
        let stub: LedgerStub = stub.into_rpc();
        let answer = stub.command(&name, command).map_err(|thrown| unreachable(&thrown))?;
        // An RPC promise is only a thenable.
        let answer = JsFuture::from(Promise::resolve(&answer));
        let answer = within(self.deadline_ms, answer)
            .await
            .map_err(|_| CallError::Deadline)?
            .map_err(|thrown| unreachable(&thrown))?;
        let text = answer.as_string().ok_or(CallError::Garbled)?;
        match serde_json::from_str(&text).map_err(|_| CallError::Garbled)? {
            Reply::Failed { reason } => Err(CallError::Refused(reason)),
            reply => Ok(reply),
        }
    }
}

fn unreachable(thrown: &JsValue) -> CallError {
    let message = js_sys::Reflect::get(thrown, &JsValue::from_str("message")).ok();
    let text = message.and_then(|message| message.as_string()).unwrap_or_else(|| "no message".into());
    CallError::Unreachable(text)
}
