//! The rows that [`cache`](super::cache) and [`budget`](super::budget) are kept in, one JSON text
//! for each key, and their statements. A row is written only if it is still what was read: who was
//! second reads again.

use super::company::Provider;
use super::domain::Domain;
use super::source::Source;

/// A row as it is now.
pub const READ: &str = "SELECT value FROM remembered WHERE key = ?1";

/// Puts a value in place of the one that was read, or of none (then `?4` is empty). Answers the key
/// if it did.
pub const SWAP: &str = "INSERT INTO remembered (key, value, stale_at_ms) VALUES (?1, ?2, ?3) \
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, stale_at_ms = excluded.stale_at_ms \
     WHERE remembered.value = ?4 RETURNING key";

/// How often a row is read again because somebody else wrote it meanwhile. Of those who write at once
/// one succeeds each time, and a question writes its count twice: more than all leads do that are worked
/// on at once, which a test holds against the queue's settings.
pub const MOST_SWAPS: u32 = 50;

/// Forgets rows that say nothing any more, as many at a time as a batch can wait for.
pub const FORGET: &str = "DELETE FROM remembered WHERE key IN \
     (SELECT key FROM remembered WHERE stale_at_ms < ?1 ORDER BY stale_at_ms LIMIT 100)";

/// Where it is kept what company a domain is of by a provider: each by itself, so that what one
/// has said, and was paid for, stands whatever becomes of the others.
pub fn company(provider: Provider, domain: &Domain) -> String {
    format!("company:{}:{domain}", provider.source().word())
}

/// Where it is kept whether a domain takes mail.
pub fn mail(domain: &Domain) -> String {
    format!("mail:{domain}")
}

/// Where it is kept what a source has cost.
pub fn spent(source: Source) -> String {
    format!("spent:{}", source.word())
}
