//! The rate limits of networks, and what is over them.

use beeline::binding;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use worker::Env;

/// The two rate limits of a network.
pub struct Limits {
    /// What is over this one speaks against a submission.
    pub soft: JsValue,
    /// What is over this one is refused.
    pub hard: JsValue,
}

impl Limits {
    /// For requests that are not counted.
    pub const fn none() -> Self {
        Self { soft: JsValue::UNDEFINED, hard: JsValue::UNDEFINED }
    }

    /// From the bindings. One that is not there limits nobody.
    pub fn of(env: &Env) -> Self {
        let binding = |name| Reflect::get(env, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        Self { soft: binding(binding::RATE_SOFT), hard: binding(binding::RATE_HARD) }
    }
}

/// How a network stands with its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressure {
    /// Below both.
    Under,
    /// Above what one person sends.
    OverSoft,
    /// Above what a large office sends.
    OverHard,
}

impl Pressure {
    /// From the number that crosses from JavaScript.
    pub const fn from_word(word: u8) -> Self {
        match word {
            1 => Self::OverSoft,
            2 => Self::OverHard,
            _ => Self::Under,
        }
    }
}
