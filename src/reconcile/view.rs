//! What the ledger and the destination each say.

use serde::{Deserialize, Serialize};

use crate::identity::LeadId;

/// What the ledger expects of one lead at one destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Nothing yet: it is on its way, and its record may be there or not.
    Open,
    /// A record: the destination gave a reference, whatever has become of the lead since.
    Recorded,
    /// No record of its own: the destination merged it into a person's. So every lead of a
    /// destination whose records are persons, but the last of each.
    Merged,
    /// No record: it was given up without ever having got a reference.
    GivenUp,
}

/// A lead in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owed {
    /// The lead's id, which every record is stamped with: it names the ledger object to ask, and is
    /// found there without an index of its own.
    pub external_id: String,
    /// What is expected.
    pub standing: Standing,
    /// Since when, in milliseconds since 1970.
    pub since_ms: i64,
}

/// A lead in the ledger, with all that its record can be looked up by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Its id.
    pub lead_id: LeadId,
    /// Its key, as it was sent to the destination: an HMAC, not personal data.
    pub key: String,
    /// The record's reference, once the destination gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// What is expected.
    pub standing: Standing,
    /// Since when, in milliseconds since 1970.
    pub since_ms: i64,
}

impl Expected {
    /// For the comparison, with what a destination that looks leads up in its own way expects.
    pub fn owed(&self, standing: Standing) -> Owed {
        Owed { external_id: self.lead_id.to_string(), standing, since_ms: self.since_ms }
    }
}

/// A record at the destination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The lead's id it bears.
    pub external_id: String,
    /// The record's own id.
    pub record: String,
    /// When it was made, in milliseconds since 1970, where the destination says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at_ms: Option<i64>,
}

/// A page of one side's view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// In any order.
    pub rows: Vec<T>,
    /// Where the next page begins, in the source's own words; `None` after the last.
    pub next: Option<String>,
    /// When its reading was over.
    pub read_at_ms: i64,
}

/// The other side's answer about the ids of a page. It is about all of them: where some
/// could not be asked about, the page is not compared, but read again later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    /// What is known of them, in any order. Other ids are ignored.
    pub rows: Vec<T>,
    /// When asking began, by the clock of the page's `read_at_ms`.
    pub asked_at_ms: i64,
}

/// Why two views cannot be compared. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewError {
    /// It is the other pass's turn, or both are over.
    NotAskedFor,
    /// The answer is older than the page, and would accuse leads that have moved since.
    AskedTooEarly,
    /// The next page would be this one again.
    CursorStuck,
    /// The cursor is longer than any source's should be.
    CursorTooLong,
}

impl ViewError {
    /// The word, as in logs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotAskedFor => "not_asked_for",
            Self::AskedTooEarly => "asked_too_early",
            Self::CursorStuck => "cursor_stuck",
            Self::CursorTooLong => "cursor_too_long",
        }
    }
}
