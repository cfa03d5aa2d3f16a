//! When an object's alarm is set, and for when.

use std::cell::Cell;

use wasm_bindgen::prelude::*;
use worker::Storage;

/// An alarm this long overdue is lost, and set again.
const ALARM_LOST_MS: i64 = 60_000;

#[wasm_bindgen(module = "/src/alarm.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = setAlarm)]
    fn set_alarm(storage: &JsValue, at_ms: f64) -> Result<(), JsValue>;
}

/// The one alarm of an object. The first lead after a quiet moment is sent at once; under load an alarm
/// gathers what comes in some time, because a batch costs little more than a message.
#[derive(Default)]
pub struct Alarm {
    gather_ms: i64,
    /// When it is known to be set for.
    armed_ms: Cell<Option<i64>>,
    /// When it last sent something.
    sent_at_ms: Cell<i64>,
}

impl Alarm {
    /// One that gathers for so long.
    pub fn gathering(gather_ms: i64) -> Self {
        Self { gather_ms, ..Self::default() }
    }

    /// It rang: nothing is set any more.
    pub fn rang(&self) {
        self.armed_ms.set(None);
    }

    /// It sent something just now.
    pub fn sent(&self, now_ms: i64) {
        self.sent_at_ms.set(now_ms);
    }

    /// Sets it for `at_ms`, or sooner if it is set for sooner; never so soon after it sent
    /// something that the next batch would be small.
    pub fn arm(&self, storage: &Storage, at_ms: i64, now_ms: i64) -> Result<(), JsValue> {
        let at_ms = at_ms.max(now_ms).max(self.sent_at_ms.get() + self.gather_ms);
        let known = self.armed_ms.get().filter(|armed| *armed > now_ms - ALARM_LOST_MS);
        if known.is_some_and(|armed| armed <= at_ms) {
            return Ok(());
        }
        #[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
        set_alarm(storage.as_raw(), at_ms as f64)?;
        self.armed_ms.set(Some(at_ms));
        Ok(())
    }
}
