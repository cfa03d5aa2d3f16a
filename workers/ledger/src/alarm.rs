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

    /// Whether it is set for as soon as it could be: nothing can be so urgent that it had to be set again.
    pub fn is_soonest(&self, now_ms: i64) -> bool {
        self.known(now_ms).is_some_and(|armed_ms| armed_ms <= self.soonest_ms(now_ms))
    }

    /// Sets it for `at_ms`, or sooner if it is set for sooner; never so soon after it sent
    /// something that the next batch would be small.
    pub fn arm(&self, storage: &Storage, at_ms: i64, now_ms: i64) -> Result<(), JsValue> {
        let at_ms = at_ms.max(self.soonest_ms(now_ms));
        if self.known(now_ms).is_some_and(|armed_ms| armed_ms <= at_ms) {
            return Ok(());
        }
        #[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
        set_alarm(storage.as_raw(), at_ms as f64)?;
        self.armed_ms.set(Some(at_ms));
        Ok(())
    }

    fn soonest_ms(&self, now_ms: i64) -> i64 {
        now_ms.max(self.sent_at_ms.get() + self.gather_ms)
    }

    fn known(&self, now_ms: i64) -> Option<i64> {
        self.armed_ms.get().filter(|armed_ms| *armed_ms > now_ms - ALARM_LOST_MS)
    }
}
