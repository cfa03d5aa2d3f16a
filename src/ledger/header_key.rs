//! `Idempotency-Key` headers: reserved before a claim, bound after it.

use super::reply::HeaderKeyReply;
use crate::identity::{Fingerprint, LeadId};
use crate::storage::{Database, StorageError};

/// A reservation is somebody's for this long; then its request is taken for dead.
const RESERVATION_MS: i64 = 10_000;
/// A bound key is remembered for a day.
const BOUND_MS: i64 = 24 * 60 * 60 * 1000;

/// The lead that a key stands for.
#[derive(Clone, Copy)]
pub struct Binding {
    /// Which.
    pub lead_id: LeadId,
    /// Whether it is the sender's own: they made it, or had shown its first receipt. A key
    /// that only repeated it is anybody's who knows the address.
    pub proves: bool,
}

impl Binding {
    const fn reply(self) -> HeaderKeyReply {
        match self.proves {
            true => HeaderKeyReply::Bound(self.lead_id),
            false => HeaderKeyReply::BoundToRepeat(self.lead_id),
        }
    }
}

struct KeyRow {
    fingerprint: String,
    binding: Option<Binding>,
    expires_at_ms: i64,
}

/// The pure step: what the asker is told, and whether the key becomes the asker's.
fn decide(known: Option<&KeyRow>, fingerprint: &Fingerprint, now_ms: i64) -> HeaderKeyReply {
    match known.filter(|row| row.expires_at_ms > now_ms) {
        None => HeaderKeyReply::Reserved,
        Some(row) if row.fingerprint != fingerprint.as_str() => HeaderKeyReply::OtherBody,
        Some(row) => row.binding.map_or(HeaderKeyReply::InFlight, Binding::reply),
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
        "SELECT fingerprint, lead_id, proves, expires_at_ms FROM header_key WHERE key = ?1",
        vec![key.into()],
    )?;
    let known = match rows.into_iter().next() {
        None => None,
        Some(mut row) => Some(KeyRow {
            fingerprint: row.text()?,
            binding: match (row.optional_text()?, row.integer()? == 1) {
                (None, _) => None,
                (Some(text), proves) => {
                    let lead_id = text.parse().map_err(|_| StorageError(format!("not a lead id: {text}")))?;
                    Some(Binding { lead_id, proves })
                }
            },
            expires_at_ms: row.integer()?,
        }),
    };
    let reply = decide(known.as_ref(), fingerprint, now_ms);
    if reply == HeaderKeyReply::Reserved {
        database.execute(
            "INSERT INTO header_key (key, fingerprint, lead_id, expires_at_ms) VALUES (?1, ?2, NULL, ?3) \
             ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint, lead_id = NULL, proves = 0, \
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
    binding: Binding,
    now_ms: i64,
) -> Result<(), StorageError> {
    database.execute(
        "INSERT INTO header_key (key, fingerprint, lead_id, proves, expires_at_ms) VALUES (?1, ?2, ?3, ?4, ?5) \
         ON CONFLICT (key) DO UPDATE SET lead_id = excluded.lead_id, proves = excluded.proves, \
         expires_at_ms = excluded.expires_at_ms WHERE header_key.fingerprint = excluded.fingerprint",
        vec![
            key.into(),
            fingerprint.as_str().into(),
            binding.lead_id.to_string().into(),
            i64::from(binding.proves).into(),
            (now_ms + BOUND_MS).into(),
        ],
    )
}

/// Gives an unbound key back.
pub fn release(database: &impl Database, key: &str) -> Result<(), StorageError> {
    database.execute("DELETE FROM header_key WHERE key = ?1 AND lead_id IS NULL", vec![key.into()])
}
