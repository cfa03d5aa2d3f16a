//! Calling the clocks of destinations' comparisons, which their guards have.

use beeline::binding;
use beeline::reconcile::{WatchCall, WatchReply};
use worker::Env;

use crate::guards::NEAR;
use crate::ledgers::Objects;

/// The clocks, one per destination.
#[derive(Clone)]
pub struct Watches {
    objects: Objects,
}

impl Watches {
    /// Through the binding `GUARD`.
    pub fn new(env: &Env, deadline_ms: u32) -> worker::Result<Self> {
        Ok(Self { objects: Objects::new(env, binding::GUARD, deadline_ms)? })
    }

    /// Sends a call to the clock of the destination of this name.
    pub async fn call(&self, destination: &str, call: &WatchCall) -> Result<WatchReply, String> {
        let text = serde_json::to_string(call).map_err(|error| error.to_string())?;
        let answer = self.objects.call(destination, NEAR, None, &text).await;
        let answer = answer.map_err(|error| error.to_string())?;
        serde_json::from_str(&answer).map_err(|error| error.to_string())
    }
}
