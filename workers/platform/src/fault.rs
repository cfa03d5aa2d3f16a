//! Faults on request, for the panic suite.
//!
//! A text that passes a fault point may name it: `beeline-chaos:{point}:{panic|hang|skip}:{times}:{nonce};`.
//! The first `times` passages then panic, never return, or leave out what they guard. The count is kept in
//! the JavaScript global, which outlives the wasm instance that a panic ends. Builds without the feature
//! `chaos` contain none of this.

/// Whether this build obeys any of it, for fault points whose text is not at hand.
pub const ARMED: bool = cfg!(feature = "chaos");

#[cfg(feature = "chaos")]
mod armed {
    use js_sys::{Reflect, global};
    use wasm_bindgen::JsValue;

    const MARK: &str = "beeline-chaos:";

    pub enum Fault {
        Panic,
        Hang,
        Skip,
    }

    /// The fault that `text` asks for at `point`, if its count is not used up.
    pub fn take(point: &str, text: &str) -> Option<Fault> {
        let start = text.find(&format!("{MARK}{point}:"))?;
        let mark = text.get(start..)?.split(';').next()?;
        let mut parts = mark.strip_prefix(MARK)?.split(':').skip(1);
        let (how, times) = (parts.next()?, parts.next()?.parse::<f64>().ok()?);
        let slot = JsValue::from_str(mark);
        let used = Reflect::get(&global(), &slot).ok()?.as_f64().unwrap_or(0.0);
        if used >= times {
            return None;
        }
        Reflect::set(&global(), &slot, &JsValue::from_f64(used + 1.0)).ok()?;
        match how {
            "panic" => Some(Fault::Panic),
            "hang" => Some(Fault::Hang),
            "skip" => Some(Fault::Skip),
            _ => None,
        }
    }
}

/// Passes a fault point that can panic only.
#[cfg(feature = "chaos")]
#[allow(clippy::panic)] // this is what the panic suite asks for
pub fn point(point: &str, text: &str) {
    if matches!(armed::take(point, text), Some(armed::Fault::Panic)) {
        panic!("beeline-chaos: deliberate panic at {point}");
    }
}

/// Passes a fault point.
#[cfg(not(feature = "chaos"))]
#[inline(always)]
pub const fn point(_point: &str, _text: &str) {}

/// Passes a fault point that can panic or hang. Whether it is to hang: the caller then
/// gives an answer that never comes.
#[cfg(feature = "chaos")]
#[allow(clippy::panic)] // this is what the panic suite asks for
pub fn point_or_hang(point: &str, text: &str) -> bool {
    match armed::take(point, text) {
        Some(armed::Fault::Panic) => panic!("beeline-chaos: deliberate panic at {point}"),
        Some(armed::Fault::Hang) => true,
        Some(armed::Fault::Skip) | None => false,
    }
}

/// Passes a fault point.
#[cfg(not(feature = "chaos"))]
#[inline(always)]
pub const fn point_or_hang(_point: &str, _text: &str) -> bool {
    false
}

/// Passes a fault point that guards what must never be left out: whether it is to be.
#[cfg(feature = "chaos")]
pub fn skips(point: &str, text: &str) -> bool {
    matches!(armed::take(point, text), Some(armed::Fault::Skip))
}

/// Passes a fault point.
#[cfg(not(feature = "chaos"))]
#[inline(always)]
pub const fn skips(_point: &str, _text: &str) -> bool {
    false
}
