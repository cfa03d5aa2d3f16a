//! Messages out of the queues that belong in the workbench: those that are not ours, or not
//! readable, and those that no handler could take. Nothing of what they say is kept.

use serde::{Deserialize, Serialize};

/// Notes dead letters: `?1` a list of [`DeadLetter`]s as JSON, `?2` now.
pub const KEEP_DEAD_LETTERS: &str = "INSERT INTO dead_letter (digest, queue, lead_id, obligation, seen, \
     first_seen_at_ms, last_seen_at_ms) \
     SELECT value->>'digest', value->>'queue', value->>'lead_id', value->>'obligation', 1, ?2, ?2 \
     FROM json_each(?1) WHERE true \
     ON CONFLICT (digest) DO UPDATE SET seen = seen + 1, last_seen_at_ms = excluded.last_seen_at_ms";
/// The latest messages that were not ours or not readable, `?1` at most.
pub const LIST_FORGED: &str = "SELECT digest, queue, reason, seen, first_seen_at_ms, last_seen_at_ms, bytes \
     FROM forged_message ORDER BY last_seen_at_ms DESC LIMIT ?1";
/// The latest dead letters, `?1` at most.
pub const LIST_DEAD_LETTERS: &str = "SELECT digest, queue, lead_id, obligation, seen, first_seen_at_ms, \
     last_seen_at_ms FROM dead_letter ORDER BY last_seen_at_ms DESC LIMIT ?1";

/// Deletes dead letters that nobody has seen since `?1`, as many at a time as a batch can wait for.
pub const FORGET_DEAD_LETTERS: &str = "DELETE FROM dead_letter WHERE digest IN (SELECT digest FROM dead_letter \
     INDEXED BY dead_letter_by_age WHERE last_seen_at_ms < ?1 ORDER BY last_seen_at_ms LIMIT 100)";
/// The same of messages that were not ours or not readable.
pub const FORGET_FORGED: &str = "DELETE FROM forged_message WHERE digest IN (SELECT digest FROM forged_message \
     INDEXED BY forged_message_by_age WHERE last_seen_at_ms < ?1 ORDER BY last_seen_at_ms LIMIT 100)";

/// How long both are kept after they were last seen.
pub const KEPT_MS: i64 = 90 * 24 * 3_600 * 1_000;

/// A message that no handler could take, as it is noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeadLetter {
    /// SHA-256 of its text, in hexadecimal digits.
    pub digest: String,
    /// The queue that it came out of.
    pub queue: String,
    /// Whose.
    pub lead_id: String,
    /// What it was about.
    pub obligation: String,
}

/// The same, as it is listed. Its lead was handed back to the ledger, which sends it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadLetterLine {
    /// SHA-256 of its text.
    pub digest: String,
    /// The queue that it came out of.
    pub queue: String,
    /// Whose.
    pub lead_id: String,
    /// What it was about.
    pub obligation: String,
    /// How often it came.
    pub seen: i64,
    /// When first.
    pub first_seen_at_ms: i64,
    /// When last.
    pub last_seen_at_ms: i64,
}

/// A message whose signature does not verify, or that cannot be read. It touched no lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgedLine {
    /// SHA-256 of its text.
    pub digest: String,
    /// The queue that it came out of.
    pub queue: String,
    /// What is wrong with it.
    pub reason: String,
    /// How often it came.
    pub seen: i64,
    /// When first.
    pub first_seen_at_ms: i64,
    /// When last.
    pub last_seen_at_ms: i64,
    /// Its size.
    pub bytes: i64,
}
