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
    lead_id: Option<String>,
    expires_at_ms: i64,
}

/// The pure step: what the asker is told, and whether the key becomes the asker's.
fn decide(known: Option<&KeyRow>, fingerprint: &Fingerprint, now_ms: i64) -> HeaderKeyReply {
    let Some(row) = known.filter(|row| row.expires_at_ms > now_ms) else { return HeaderKeyReply::Reserved };
    match &row.lead_id {
        _ if row.fingerprint != fingerprint.as_str() => HeaderKeyReply::OtherBody,
        None => HeaderKeyReply::InFlight,
        Some(text) => text.parse().map_or(HeaderKeyReply::Reserved, HeaderKeyReply::Bound),
    }
}

/// Reserves a key, or says whose it is.
pub fn reserve(
    database: &impl Database,
    key: &str,
    fingerprint: &Fingerprint,
    now_ms: i64,
) -> Result<HeaderKeyReply, StorageError> {
    let rows = database
        .query("SELECT fingerprint, lead_id, expires_at_ms FROM header_key WHERE key = ?1", vec![key.into()])?;
    let known = match rows.into_iter().next() {
        None => None,
        Some(mut row) => Some(KeyRow {
            fingerprint: row.text()?,
            lead_id: row.optional_text()?,
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

/// Binds a reserved key to its lead.
pub fn bind(database: &impl Database, key: &str, lead_id: LeadId, now_ms: i64) -> Result<(), StorageError> {
    database.execute(
        "UPDATE header_key SET lead_id = ?2, expires_at_ms = ?3 WHERE key = ?1",
        vec![key.into(), lead_id.to_string().into(), (now_ms + BOUND_MS).into()],
    )
}

/// Gives an unbound key back.
pub fn release(database: &impl Database, key: &str) -> Result<(), StorageError> {
    database.execute("DELETE FROM header_key WHERE key = ?1 AND lead_id IS NULL", vec![key.into()])
}
