//! What people and programs may ask of the workbench.

use serde::Deserialize;

use super::correction::Correction;
use super::typed;
use crate::identity::LeadId;

/// The most obligations that one call replays.
pub const MOST_REPLAYED: usize = 1_000;
/// The most that may become due in a second.
pub const MOST_PER_SECOND: u32 = 50;
/// How many do, if nothing else is said: what the slowest CRM takes without a word.
pub const DEFAULT_PER_SECOND: u32 = 5;
/// The lengths of a reason that says anything, in characters.
const FEWEST_WHY: usize = 3;
const MOST_WHY: usize = 200;

/// An action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Opens again what is in quarantine.
    Replay,
    /// Writes a new revision.
    Amend,
    /// Lets go of what is held.
    Release,
    /// Says that nobody will deliver it.
    Dismiss,
}

impl Act {
    /// Every action.
    pub const ALL: [Self; 4] = [Self::Replay, Self::Amend, Self::Release, Self::Dismiss];

    /// The word for it, in addresses and in the audit.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Replay => "replay",
            Self::Amend => "amend",
            Self::Release => "release",
            Self::Dismiss => "dismiss",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }
}

/// What is replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// All of one lead.
    Lead(LeadId),
    /// What is in quarantine for one reason.
    Class(String),
}

/// The body of a replay: `{"class": "crm:salesforce/refused/DUPLICATE_VALUE", "why": "merged"}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayRequest {
    #[serde(default)]
    lead_id: Option<LeadId>,
    #[serde(default)]
    class: Option<String>,
    why: String,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    per_second: Option<u32>,
    #[serde(default)]
    cursor: Option<String>,
}

impl ReplayRequest {
    /// From a body; `None` if it is none, or asks for neither a lead nor a class, or for both.
    pub fn read(body: &[u8]) -> Option<Self> {
        let request: Self = serde_json::from_slice(body).ok()?;
        (request.lead_id.is_some() != request.class.is_some()).then_some(request)
    }

    /// What is replayed.
    pub fn of(&self) -> Option<Of> {
        self.lead_id.map(Of::Lead).or_else(|| self.class.clone().map(Of::Class))
    }

    /// Why, if anything is said.
    pub fn why(&self) -> Option<String> {
        why(&self.why)
    }

    /// How many at most.
    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(MOST_REPLAYED).clamp(1, MOST_REPLAYED)
    }

    /// How many a second.
    pub fn per_second(&self) -> u32 {
        self.per_second.unwrap_or(DEFAULT_PER_SECOND).clamp(1, MOST_PER_SECOND)
    }

    /// Where to go on.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }
}

/// The body of an edit: `{"of_revision": 1, "changes": {"company": "Acme"}, "why": "they told us"}`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmendRequest {
    /// The revision that the person has seen.
    pub of_revision: u32,
    /// What is different.
    pub changes: Correction,
    /// Why.
    pub why: String,
}

/// The body of an edit's dry run: what the edit would be, for which no reason is needed yet.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftRequest {
    /// The revision that the person has seen.
    pub of_revision: u32,
    /// What would be different.
    pub changes: Correction,
}

/// The body of a release or dismissal: `{"why": "a test of ours"}`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhyRequest {
    /// Why.
    pub why: String,
}

/// A reason as it is kept: one line of 3 to 200 characters; `None` for what is none.
pub fn why(said: &str) -> Option<String> {
    let line = typed::text(&said.split_whitespace().collect::<Vec<_>>().join(" "));
    (FEWEST_WHY..=MOST_WHY).contains(&line.chars().count()).then_some(line)
}
