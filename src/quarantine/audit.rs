//! Who did what in the workbench: a line is written before anything is done, and its end after it.

use serde::{Deserialize, Serialize};

/// Begins a line. `?1` when, `?2` who, `?3` what, `?4` the lead, `?5` the class, `?6` why, `?7` how many,
/// `?8` how long it takes until the last of them is due, `?9` how late that may be at most
/// ([`LONGEST_WAIT_MS`]). Replays queue up behind one another: the answer's `until_ms` is when this one
/// has ended. Without an answer it would be too late, and nothing was begun.
pub const BEGIN: &str = "INSERT INTO audit (at_ms, who, action, lead_id, class, why, wanted, until_ms) \
     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ended_ms FROM (SELECT MAX(?1, CASE WHEN ?8 > 0 \
     THEN COALESCE((SELECT MAX(until_ms) FROM audit), 0) ELSE 0 END) + ?8 AS ended_ms) \
     WHERE ended_ms - ?1 <= ?9 RETURNING id, until_ms";
/// Ends it: `?1` which, `?2` when, `?3` how, `?4` how many.
pub const END: &str = "UPDATE audit SET ended_at_ms = ?2, result = ?3, done = ?4 WHERE id = ?1";
/// Lines behind `?1`, the newest first, `?2` at most.
pub const LIST: &str = "SELECT id, at_ms, who, action, lead_id, class, why, wanted, ended_at_ms, result, done \
     FROM audit WHERE id < ?1 ORDER BY id DESC LIMIT ?2";
/// Lines of the lead `?1`, the newest first, `?2` at most.
pub const LIST_OF_LEAD: &str = "SELECT id, at_ms, who, action, lead_id, class, why, wanted, ended_at_ms, result, \
     done FROM audit INDEXED BY audit_by_lead WHERE lead_id = ?1 ORDER BY id DESC LIMIT ?2";
/// Deletes what ended before `?1`, as much at a time as an action can wait for.
pub const FORGET: &str = "DELETE FROM audit WHERE id IN (SELECT id FROM audit INDEXED BY audit_by_end \
     WHERE until_ms < ?1 ORDER BY until_ms LIMIT 100)";

/// How long lines are kept: whoever asks after a year what was done finds it.
pub const KEPT_MS: i64 = 400 * 24 * 3_600 * 1_000;
/// How late the last of a replay may be due. A ledger gives up after three days what it was told to send:
/// two are left to try in.
pub const LONGEST_WAIT_MS: i64 = 24 * 3_600 * 1_000;

/// What a begun line is known by.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Begun {
    /// Its number.
    pub id: i64,
    /// When the last of what it does is due.
    pub until_ms: i64,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its number.
    pub id: i64,
    /// When it was begun.
    pub at_ms: i64,
    /// Who.
    pub who: String,
    /// What: `replay`, `amend`, `release` or `dismiss`.
    pub action: String,
    /// Of which lead.
    pub lead_id: Option<String>,
    /// Of which class.
    pub class: Option<String>,
    /// Why, in their words.
    pub why: String,
    /// How many were to be done.
    pub wanted: i64,
    /// When it ended; none while it is under way, or if nobody lived to say so.
    pub ended_at_ms: Option<i64>,
    /// How.
    pub result: Option<String>,
    /// How many were done.
    pub done: Option<i64>,
}
