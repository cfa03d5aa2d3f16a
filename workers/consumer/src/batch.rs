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
    /// How often its queue has delivered it, this time included.
    #[wasm_bindgen(method, getter, js_name = attempts)]
    pub fn deliveries(this: &QueueMessage) -> u32;
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
