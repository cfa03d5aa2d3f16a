//! Charsets other than UTF-8: the platform knows them all, and they cost no wasm.

use beeline::intake::Decoder;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/request.js")]
extern "C" {
    fn decode(label: &str, bytes: &[u8]) -> Option<String>;
}

/// The platform's `TextDecoder`.
pub struct PlatformDecoder;

impl Decoder for PlatformDecoder {
    fn decode(&self, label: &str, bytes: &[u8]) -> Option<String> {
        decode(label, bytes)
    }
}
