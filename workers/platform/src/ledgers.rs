//! Calling ledger objects, each call under a deadline.

use std::fmt;

use beeline::binding::{self, variable};
use beeline::identity::{Jurisdiction, LeadId, Region, Shard};
use beeline::ledger::{Command, LeadReport, Reply};
use wasm_bindgen::prelude::*;
use worker::Env;

use crate::{settings, thrown};

#[wasm_bindgen(module = "/src/ledgers.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn command(
        namespace: &JsValue,
        jurisdiction: Option<&str>,
        name: &str,
        location_hint: &str,
        text: &str,
        limit_ms: f64,
    ) -> Result<JsValue, JsValue>;
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
    objects: Objects,
}

/// One class of Durable Objects that are called by name, text in and text out.
#[derive(Clone)]
pub struct Objects {
    namespace: JsValue,
    deadline_ms: f64,
    /// Whether the platform knows jurisdictions: workerd alone does not.
    pins: bool,
}

impl Objects {
    /// Through a binding.
    pub fn new(env: &Env, binding: &str, deadline_ms: u32) -> worker::Result<Self> {
        let namespace = env.durable_object(binding)?.into();
        let pins = settings::variable(env, variable::JURISDICTIONS).is_some_and(|word| word == "on");
        Ok(Self { namespace, deadline_ms: f64::from(deadline_ms), pins })
    }

    /// Sends a command to the object of this name and waits for its answer.
    pub async fn call(
        &self,
        name: &str,
        region: Region,
        jurisdiction: Option<Jurisdiction>,
        text: &str,
    ) -> Result<String, CallError> {
        self.call_within(name, region, jurisdiction, text, self.deadline_ms).await
    }

    /// The same under a deadline of its own.
    pub async fn call_within(
        &self,
        name: &str,
        region: Region,
        jurisdiction: Option<Jurisdiction>,
        text: &str,
        deadline_ms: f64,
    ) -> Result<String, CallError> {
        let jurisdiction = jurisdiction.filter(|_| self.pins).map(Jurisdiction::name);
        let hint = region.location_hint();
        let answer = command(&self.namespace, jurisdiction, name, hint, text, deadline_ms)
            .await
            .map_err(|thrown| unreachable(&thrown))?;
        if answer.is_null() {
            return Err(CallError::Deadline);
        }
        answer.as_string().ok_or(CallError::Garbled)
    }
}

impl Ledgers {
    /// Through the binding `LEDGER`.
    pub fn new(env: &Env, deadline_ms: u32) -> worker::Result<Self> {
        Ok(Self { objects: Objects::new(env, binding::LEDGER, deadline_ms)? })
    }

    /// Sends a command to an object and waits for its answer.
    pub async fn call(&self, shard: Shard, command: &Command) -> Result<Reply, CallError> {
        let text = serde_json::to_string(command).map_err(|_| CallError::Garbled)?;
        self.send(shard, &text).await
    }

    /// The same with a command that changes nothing: an object that is restarting is asked once more.
    pub async fn read(&self, shard: Shard, command: &Command) -> Result<Reply, CallError> {
        match self.call(shard, command).await {
            Err(CallError::Unreachable(_)) => self.call(shard, command).await,
            answer => answer,
        }
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

    async fn send(&self, shard: Shard, text: &str) -> Result<Reply, CallError> {
        let text = self.objects.call(&shard.to_string(), shard.region, shard.jurisdiction, text).await?;
        match serde_json::from_str(&text).map_err(|_| CallError::Garbled)? {
            Reply::Failed { reason } => Err(CallError::Refused(reason)),
            reply => Ok(reply),
        }
    }
}

fn unreachable(error: &JsValue) -> CallError {
    CallError::Unreachable(thrown::message(error).unwrap_or_else(|| "no message".into()))
}
