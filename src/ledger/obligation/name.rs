//! What is owed, by name.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::WARM_WAIT_MS;

/// What is owed, and to whom: `crm:inbox`, `card:slack`, `rep:americas>sales`, a rep of the first
/// of these teams that has one who can take it, `turn:americas>sales`, the turn that was taken there for
/// a lead that is another team's now, `warm:enrich`, what can be found out about it, or, in a stand-in
/// object, `home:1`, the handing over of revision 1 to its home shard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ObligationName(String);

impl ObligationName {
    /// A CRM record in this destination.
    pub fn crm(destination: &str) -> Self {
        Self(format!("crm:{destination}"))
    }
    /// The notification on this channel.
    pub fn card(channel: &str) -> Self {
        Self(format!("card:{channel}"))
    }
    /// What can be found out about the lead once it is delivered.
    pub fn warm(work: &str) -> Self {
        Self(format!("warm:{work}"))
    }
    /// The handing over of one spilled revision.
    pub fn home(revision: u32) -> Self {
        Self(format!("home:{revision}"))
    }
    /// A rep of one of these teams: of the first, if anybody there can take the lead.
    pub fn rep<'a>(teams: impl IntoIterator<Item = &'a str>) -> Self {
        let teams: Vec<&str> = teams.into_iter().collect();
        Self(format!("rep:{}", teams.join(">")))
    }
    /// The giving back of the turns that were taken in these teams.
    pub fn turn<'a>(teams: impl IntoIterator<Item = &'a str>) -> Self {
        let teams: Vec<&str> = teams.into_iter().collect();
        Self(format!("turn:{}", teams.join(">")))
    }
    /// The teams whose reps may have the lead, or had, the lead's own first; none of anything but a rep
    /// and a turn.
    pub fn teams(&self) -> impl Iterator<Item = &str> {
        let teams = self.0.strip_prefix("rep:").or_else(|| self.0.strip_prefix("turn:"));
        teams.into_iter().flat_map(|teams| teams.split('>'))
    }
    /// The name's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether this is a CRM record.
    pub fn is_crm(&self) -> bool {
        self.0.starts_with("crm:")
    }
    /// Whether this is a notification.
    pub fn is_card(&self) -> bool {
        self.0.starts_with("card:")
    }
    /// Whether this is a rep.
    pub fn is_rep(&self) -> bool {
        self.0.starts_with("rep:")
    }
    /// Whether this is a turn that is given back.
    pub fn is_turn(&self) -> bool {
        self.0.starts_with("turn:")
    }
    /// The CRM whose record this is.
    pub fn destination(&self) -> Option<&str> {
        self.0.strip_prefix("crm:")
    }
    /// Whether what comes of it is no part of the lead's state.
    pub fn is_aside(&self) -> bool {
        self.is_warm() || self.is_turn()
    }
    /// Whether the lead can do without.
    pub fn is_warm(&self) -> bool {
        self.0.starts_with("warm:")
    }
    /// How long it leaves a lead alone that is new, or opened again.
    pub(super) fn least_wait_ms(&self) -> i64 {
        if self.is_warm() { WARM_WAIT_MS } else { 0 }
    }
    /// Whether this is a handing over.
    pub fn is_home(&self) -> bool {
        self.0.starts_with("home:")
    }
}

impl fmt::Display for ObligationName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
