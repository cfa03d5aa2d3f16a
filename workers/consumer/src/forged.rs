//! Messages that are not ours, or not readable: noted once by digest, alerted, and touching
//! no lead's state.

use beeline::encoding::HEX;
use beeline::envelope::EnvelopeError;
use beeline::quarantine::message::{FORGET_FORGED, KEPT_MS};
use beeline_platform::deadline::within;
use beeline_platform::{log, source};
use sha2::{Digest, Sha256};
use wasm_bindgen::JsValue;
use worker::D1Database;

const WRITE_DEADLINE_MS: u64 = 5_000;

const KEEP: &str = "INSERT INTO forged_message (digest, queue, reason, seen, first_seen_at_ms, last_seen_at_ms, \
     bytes) VALUES (?1, ?2, ?3, 1, ?4, ?4, ?5) \
     ON CONFLICT (digest) DO UPDATE SET seen = seen + 1, last_seen_at_ms = excluded.last_seen_at_ms";

/// Keeps that there was such a message, and forgets some of long ago. Not what it says: one that another
/// version of this code has signed is somebody's lead.
pub async fn keep(inbox: &D1Database, queue: &str, body: &str, reason: EnvelopeError) -> Result<(), String> {
    let digest = HEX.encode(&Sha256::digest(body.as_bytes()));
    log::failure("consumer.forged_message")
        .with("queue", queue)
        .show("reason", reason)
        .with("digest", digest.as_str())
        .write();
    let now_ms = source::now_ms();
    let bytes = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let values =
        [digest.into(), queue.into(), reason.to_string().into(), number(now_ms), JsValue::from(bytes)];
    let keep = inbox.prepare(KEEP).bind(&values);
    let forget = inbox.prepare(FORGET_FORGED).bind(&[number(now_ms.saturating_sub(KEPT_MS))]);
    let statements: worker::Result<Vec<_>> = [keep, forget].into_iter().collect();
    let batch = inbox.batch(statements.map_err(|error| error.to_string())?);
    let answer = within(WRITE_DEADLINE_MS, batch).await;
    let answer = answer.map_err(|_| "the inbox did not answer in time".to_owned())?;
    answer.map(|_| ()).map_err(|error| error.to_string())
}

#[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
fn number(at_ms: i64) -> JsValue {
    JsValue::from_f64(at_ms as f64)
}
