//! What JavaScript throws.

use js_sys::Reflect;
use wasm_bindgen::prelude::*;

/// The message of an error, or the text that was thrown in its place.
pub fn message(thrown: &JsValue) -> Option<String> {
    property(thrown, "message").or_else(|| thrown.as_string())
}

/// The name of an error, by which kinds of them are told apart.
pub fn name(thrown: &JsValue) -> Option<String> {
    property(thrown, "name")
}

fn property(thrown: &JsValue, name: &str) -> Option<String> {
    Reflect::get(thrown, &JsValue::from_str(name)).ok()?.as_string()
}
