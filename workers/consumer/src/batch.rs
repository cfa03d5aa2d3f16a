//! A queue batch as the platform gives it. `worker`'s own type decodes all messages at
//! once, so that one bad message would fail its whole batch.

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `MessageBatch`.
    pub type QueueBatch;
    /// The queue's name.
    #[wasm_bindgen(method, getter)]
    pub fn queue(this: &QueueBatch) -> String;
    #[wasm_bindgen(method, getter)]
    fn messages(this: &QueueBatch) -> js_sys::Array;

    /// `Message`.
    #[derive(Clone)]
    pub type QueueMessage;
    #[wasm_bindgen(method, getter)]
    fn body(this: &QueueMessage) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn attempts(this: &QueueMessage) -> u32;
    #[wasm_bindgen(method, catch, js_name = ack)]
    fn acknowledge(this: &QueueMessage) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = retry)]
    fn retry_with(this: &QueueMessage, options: &JsValue) -> Result<(), JsValue>;
}

impl QueueBatch {
    /// The messages.
    pub fn list(&self) -> Vec<QueueMessage> {
        self.messages().iter().map(JsCast::unchecked_into).collect()
    }
}

/// What is done with a message once its lead is settled. What came without a queue needs neither.
#[derive(Clone)]
pub enum Ticket {
    /// Through a queue.
    Queued(QueueMessage),
    /// Straight from the edge: if it is not settled, the ledger sends it through its queue.
    Direct,
}

impl Ticket {
    /// What came through the queue, as it came.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Queued(message) => message.text(),
            Self::Direct => None,
        }
    }

    /// How often its queue has delivered it, this time included; `None` of what came without one.
    pub fn deliveries(&self) -> Option<u32> {
        match self {
            Self::Queued(message) => Some(message.attempts()),
            Self::Direct => None,
        }
    }

    /// Done with it.
    pub fn ack(&self) -> Result<(), String> {
        match self {
            Self::Queued(message) => message.ack(),
            Self::Direct => Ok(()),
        }
    }

    /// Hands it back.
    pub fn retry(&self, delay_seconds: u32) -> Result<(), String> {
        match self {
            Self::Queued(message) => message.retry(delay_seconds),
            Self::Direct => Ok(()),
        }
    }
}

impl QueueMessage {
    /// The body, if it is text.
    pub fn text(&self) -> Option<String> {
        self.body().as_string()
    }

    /// Done with it.
    pub fn ack(&self) -> Result<(), String> {
        self.acknowledge().map_err(|thrown| format!("ack failed: {thrown:?}"))
    }

    /// Hands it back.
    pub fn retry(&self, delay_seconds: u32) -> Result<(), String> {
        let options = Object::new();
        Reflect::set(&options, &JsValue::from_str("delaySeconds"), &JsValue::from(delay_seconds))
            .and_then(|_| self.retry_with(&options))
            .map_err(|thrown| format!("retry failed: {thrown:?}"))
    }
}
