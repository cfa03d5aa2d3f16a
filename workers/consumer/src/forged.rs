//! Messages that are not ours, or not readable: noted once by digest, alerted, and touching
//! no lead's state.

use beeline::encoding::HEX;
use beeline::envelope::EnvelopeError;
use beeline_platform::deadline::within;
use beeline_platform::{log, source};
use sha2::{Digest, Sha256};
use wasm_bindgen::JsValue;
use worker::D1Database;

const WRITE_DEADLINE_MS: u64 = 5_000;

const KEEP: &str = "INSERT INTO forged_message (digest, queue, reason, seen, first_seen_at_ms, last_seen_at_ms, \
     bytes) VALUES (?1, ?2, ?3, 1, ?4, ?4, ?5) \
     ON CONFLICT (digest) DO UPDATE SET seen = seen + 1, last_seen_at_ms = excluded.last_seen_at_ms";

/// Keeps that there was such a message. Not what it says: one that another version of this
/// code has signed is somebody's lead.
pub async fn keep(inbox: &D1Database, queue: &str, body: &str, reason: EnvelopeError) -> Result<(), String> {
    let digest = HEX.encode(&Sha256::digest(body.as_bytes()));
    log::failure("consumer.forged_message")
        .with("queue", queue)
        .show("reason", reason)
        .with("digest", digest.as_str())
        .write();
    #[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
    let now = JsValue::from_f64(source::now_ms() as f64);
    let bytes = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let values = [digest.into(), queue.into(), reason.to_string().into(), now, JsValue::from(bytes)];
    let statement = inbox.prepare(KEEP).bind(&values).map_err(|error| error.to_string())?;
    let answer = within(WRITE_DEADLINE_MS, statement.run()).await;
    let answer = answer.map_err(|_| "the inbox did not answer in time".to_owned())?;
    answer.map(|_| ()).map_err(|error| error.to_string())
}
