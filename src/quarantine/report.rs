//! What a replay did, and whether that was all of it.

use serde::Serialize;

use crate::identity::Shard;

/// What a replay did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReplayReport {
    /// So many things are open again.
    pub replayed: usize,
    /// So many were not in quarantine any more, or are held.
    pub left_alone: usize,
    /// When the last of them is due.
    pub until_ms: i64,
    /// Where to go on, if there are more, or more to look through.
    pub next: Option<String>,
    /// Objects that did not answer: what they have is still where it was, or on its way.
    pub unreachable: Vec<Shard>,
}

impl ReplayReport {
    /// Whether nothing is left of what was asked for.
    pub const fn is_complete(&self) -> bool {
        self.next.is_none() && self.unreachable.is_empty()
    }

    /// In a word, for the audit.
    pub const fn word(&self) -> &'static str {
        if self.unreachable.is_empty() { "replayed" } else { "replayed, some objects out of reach" }
    }
}

/// The objects that left one question or another unanswered, each once.
pub fn silent(lists: impl IntoIterator<Item = Vec<Shard>>) -> Vec<Shard> {
    let mut silent: Vec<Shard> = lists.into_iter().flatten().collect();
    silent.sort_unstable();
    silent.dedup();
    silent
}
