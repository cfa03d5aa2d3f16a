//! One guard per destination: for now, the pace of its channels.

use std::cell::RefCell;

use beeline::pace::{PaceCommand, Paces};
use beeline_platform::source;
use wasm_bindgen::prelude::*;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

/// Keeps a destination's pace. What it forgets when it is evicted is worth one short burst.
#[durable_object]
pub struct Guard {
    paces: RefCell<Paces>,
}

impl DurableObject for Guard {
    fn new(_state: State, _env: Env) -> Self {
        Self { paces: RefCell::new(Paces::default()) }
    }

    async fn fetch(&self, _request: Request) -> Result<Response> {
        Response::error("guards are called by RPC", 404)
    }
}

#[wasm_bindgen]
impl Guard {
    /// Runs one command. Text in, text out.
    pub async fn command(&self, command: String) -> std::result::Result<String, JsValue> {
        let failed = |error: serde_json::Error| JsValue::from_str(&error.to_string());
        let command: PaceCommand = serde_json::from_str(&command).map_err(failed)?;
        let reply = self.paces.borrow_mut().run(command, source::now_ms());
        serde_json::to_string(&reply).map_err(failed)
    }
}
