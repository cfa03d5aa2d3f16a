//! `Idempotency-Key` headers: reserved before a claim, bound after it.

use super::command::HeaderKeyReply;
use super::storage::{Database, StorageError};
use crate::identity::{Fingerprint, LeadId};

/// A reservation is somebody's for this long; then its request is taken for dead.
const RESERVATION_MS: i64 = 10_000;
/// A bound key is remembered for a day.
const BOUND_MS: i64 = 24 * 60 * 60 * 1000;

struct KeyRow {
    fingerprint: String,
    lead_id: Option<LeadId>,
    expires_at_ms: i64,
}

/// The pure step: what the asker is told, and whether the key becomes the asker's.
fn decide(known: Option<&KeyRow>, fingerprint: &Fingerprint, now_ms: i64) -> HeaderKeyReply {
    match known.filter(|row| row.expires_at_ms > now_ms) {
        None => HeaderKeyReply::Reserved,
        Some(row) if row.fingerprint != fingerprint.as_str() => HeaderKeyReply::OtherBody,
        Some(row) => row.lead_id.map_or(HeaderKeyReply::InFlight, HeaderKeyReply::Bound),
    }
}

/// Reserves a key, or says whose it is.
pub fn reserve(
    database: &impl Database,
    key: &str,
    fingerprint: &Fingerprint,
    now_ms: i64,
) -> Result<HeaderKeyReply, StorageError> {
    let rows = database.query(
        "SELECT fingerprint, lead_id, expires_at_ms FROM header_key WHERE key = ?1",
        vec![key.into()],
    )?;
    let known = match rows.into_iter().next() {
        None => None,
        Some(mut row) => Some(KeyRow {
            fingerprint: row.text()?,
            lead_id: match row.optional_text()? {
                None => None,
                Some(text) => Some(text.parse().map_err(|_| StorageError(format!("not a lead id: {text}")))?),
            },
            expires_at_ms: row.integer()?,
        }),
    };
    let reply = decide(known.as_ref(), fingerprint, now_ms);
    if reply == HeaderKeyReply::Reserved {
        database.execute(
            "INSERT INTO header_key (key, fingerprint, lead_id, expires_at_ms) VALUES (?1, ?2, NULL, ?3) \
             ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint, lead_id = NULL, \
             expires_at_ms = excluded.expires_at_ms",
            vec![key.into(), fingerprint.as_str().into(), (now_ms + RESERVATION_MS).into()],
        )?;
    }
    Ok(reply)
}

/// Binds a key to the lead that its body produced, unless another body has taken it since.
pub fn bind(
    database: &impl Database,
    key: &str,
    fingerprint: &Fingerprint,
    lead_id: LeadId,
    now_ms: i64,
) -> Result<(), StorageError> {
    database.execute(
        "INSERT INTO header_key (key, fingerprint, lead_id, expires_at_ms) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (key) DO UPDATE SET lead_id = excluded.lead_id, expires_at_ms = excluded.expires_at_ms \
         WHERE header_key.fingerprint = excluded.fingerprint",
        vec![key.into(), fingerprint.as_str().into(), lead_id.to_string().into(), (now_ms + BOUND_MS).into()],
    )
}

/// Gives an unbound key back.
pub fn release(database: &impl Database, key: &str) -> Result<(), StorageError> {
    database.execute("DELETE FROM header_key WHERE key = ?1 AND lead_id IS NULL", vec![key.into()])
}
