//! The forms that ever reported, in the inbox's database: stores can be asked by name only.

use serde::Deserialize;

use super::report::DriftReport;

/// The most forms that are listed.
pub const MAX_INDEXED: u32 = 100;

/// Notes a form: its store's name, its id, its report without counts, and when. A form that
/// reports every second is written once a minute, unless it has changed.
pub const INDEX_UPSERT: &str = "INSERT INTO drift_form (store, form, report, reported_at_ms) VALUES (?1, ?2, ?3, ?4) \
     ON CONFLICT (store) DO UPDATE SET report = excluded.report, reported_at_ms = excluded.reported_at_ms \
     WHERE excluded.report <> drift_form.report OR excluded.reported_at_ms >= drift_form.reported_at_ms + 60000";

/// The forms that reported last, at most so many.
pub const INDEX_LIST: &str =
    "SELECT report, reported_at_ms FROM drift_form ORDER BY reported_at_ms DESC, store LIMIT ?1";

/// One form, once per jurisdiction it was ever in.
pub const INDEX_FORM: &str =
    "SELECT report, reported_at_ms FROM drift_form WHERE form = ?1 ORDER BY reported_at_ms DESC, store";

/// One form of the index.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct IndexLine {
    /// Its last report without counts, as JSON.
    pub report: String,
    /// When that was, to the minute.
    pub reported_at_ms: i64,
}

impl IndexLine {
    /// The report; `None` if another version wrote it in a way this one cannot read.
    pub fn read(&self) -> Option<DriftReport> {
        serde_json::from_str(&self.report).ok()
    }
}
