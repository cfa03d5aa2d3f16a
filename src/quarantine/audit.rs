//! Who did what in the workbench: a line is written before anything is done, and its end after it.

use serde::{Deserialize, Serialize};

/// Begins a line. `?1` when, `?2` who, `?3` what, `?4` the lead, `?5` the class, `?6` why, `?7` how many,
/// `?8` how long it takes until the last of them is due. Replays queue up behind one another: the
/// answer's `until_ms` is when this one has ended.
pub const BEGIN: &str = "INSERT INTO audit (at_ms, who, action, lead_id, class, why, wanted, until_ms) \
     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, MAX(?1, CASE WHEN ?8 > 0 THEN COALESCE(MAX(until_ms), 0) ELSE 0 END) + ?8 \
     FROM audit RETURNING id, until_ms";
/// Ends it: `?1` which, `?2` when, `?3` how, `?4` how many.
pub const END: &str = "UPDATE audit SET ended_at_ms = ?2, result = ?3, done = ?4 WHERE id = ?1";
/// Lines behind `?1`, the newest first, of the lead `?2` unless that is NULL, `?3` at most.
pub const LIST: &str = "SELECT id, at_ms, who, action, lead_id, class, why, wanted, ended_at_ms, result, done \
     FROM audit WHERE id < ?1 AND (?2 IS NULL OR lead_id = ?2) ORDER BY id DESC LIMIT ?3";

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
