//! Time and randomness, for shells to hand to the domain as data.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type Crypto;
    #[wasm_bindgen(thread_local_v2, js_name = crypto)]
    static CRYPTO: Crypto;
    #[wasm_bindgen(method, catch, js_name = getRandomValues)]
    fn fill(this: &Crypto, bytes: &js_sys::Uint8Array) -> Result<JsValue, JsValue>;
}

/// Milliseconds since 1970. In production the clock stands still between I/O.
pub fn now_ms() -> i64 {
    #[allow(clippy::cast_possible_truncation)] // milliseconds fit 53 bits
    {
        js_sys::Date::now() as i64
    }
}

/// Random bytes from the platform's generator.
pub fn random<const N: usize>() -> worker::Result<[u8; N]> {
    let length = u32::try_from(N).map_err(|error| worker::Error::RustError(error.to_string()))?;
    let array = js_sys::Uint8Array::new_with_length(length);
    CRYPTO.with(|crypto| crypto.fill(&array))?;
    let mut bytes = [0; N];
    array.copy_to(&mut bytes);
    Ok(bytes)
}
