//! Messages that are not ours, or not readable: kept once by digest, alerted, and touching
//! no lead's state.

use beeline::encoding::HEX;
use beeline::envelope::EnvelopeError;
use beeline_platform::{log, source};
use sha2::{Digest, Sha256};
use wasm_bindgen::JsValue;
use worker::D1Database;

/// The most of a body that is kept.
const KEPT_BYTES: usize = 4_096;

const KEEP: &str = "INSERT INTO forged_message (digest, queue, reason, seen, first_seen_at_ms, last_seen_at_ms, \
     body) VALUES (?1, ?2, ?3, 1, ?4, ?4, ?5) \
     ON CONFLICT (digest) DO UPDATE SET seen = seen + 1, last_seen_at_ms = excluded.last_seen_at_ms";

/// Keeps a message that does not verify.
pub async fn keep(inbox: &D1Database, queue: &str, body: &str, reason: EnvelopeError) -> Result<(), String> {
    let digest = HEX.encode(&Sha256::digest(body.as_bytes()));
    log::failure("consumer.forged_message")
        .with("queue", queue)
        .show("reason", reason)
        .with("digest", digest.as_str())
        .write();
    let kept: String = body.chars().take(KEPT_BYTES).collect();
    #[allow(clippy::cast_precision_loss)] // milliseconds fit 53 bits
    let now = JsValue::from_f64(source::now_ms() as f64);
    let values = [digest.into(), queue.into(), reason.to_string().into(), now, JsValue::from_str(&kept)];
    let statement = inbox.prepare(KEEP).bind(&values).map_err(|error| error.to_string())?;
    statement.run().await.map(|_| ()).map_err(|error| error.to_string())
}
