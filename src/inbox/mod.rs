//! The `inbox` destination: Beeline's own lead inbox, a table in D1.

mod writing;

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::envelope::Message;
use crate::identity::LeadId;
use crate::lead::Lead;
use crate::routing::Route;

pub use writing::Writing;

/// The destination's name, as in the obligation `crm:inbox`.
pub const DESTINATION: &str = "inbox";

/// Writes a batch in one statement. An older revision never overwrites a newer one, nor an older
/// writing of one revision a newer, so redelivery in any order ends the same.
pub const UPSERT: &str = "INSERT INTO inbox (lead_id, lead_key, form, kind, team, revision, name, email, phone, \
     company, accepted_at_ms, written_at_ms, correlation_id, bundle, lead, route, generation) \
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, \
     value->>9, value->>10, value->>11, value->>12, value->>13, value->>14, value->>15, value->>16 \
     FROM json_each(?1) WHERE true \
     ON CONFLICT (lead_id) DO UPDATE SET team = excluded.team, revision = excluded.revision, \
     name = excluded.name, email = excluded.email, phone = excluded.phone, company = excluded.company, \
     bundle = excluded.bundle, lead = excluded.lead, route = excluded.route, generation = excluded.generation \
     WHERE (excluded.revision, excluded.generation) > (inbox.revision, inbox.generation)";

/// Newest leads first, from a given place on: acceptance and lead id, for leads of the same
/// millisecond.
pub const LIST: &str = "SELECT lead_id, form, kind, team, revision, name, email, phone, company, accepted_at_ms, \
     written_at_ms, json_extract(route, '$.rep.name') AS rep FROM inbox WHERE (accepted_at_ms, lead_id) < (?1, ?2) \
     ORDER BY accepted_at_ms DESC, lead_id DESC LIMIT ?3";

/// One record.
pub const RECORD: &str = "SELECT lead, route FROM inbox WHERE lead_id = ?1";

/// When these leads were first written here, to compare them with the ledger.
pub const FIND: &str =
    "SELECT i.lead_id, i.written_at_ms FROM json_each(?1) AS j JOIN inbox AS i ON i.lead_id = j.value";

/// The same of all leads, a page at a time, in the order of their ids.
pub const SCAN: &str =
    "SELECT lead_id, written_at_ms FROM inbox WHERE lead_id > ?1 ORDER BY lead_id LIMIT ?2";

/// The destination's own count, for conservation.
pub const TALLY: &str = "SELECT form, kind, COUNT(*) AS records FROM inbox GROUP BY form, kind";

/// One line of the inbox page.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxLine {
    /// Lead id.
    pub lead_id: String,
    /// Form.
    pub form: String,
    /// `real` or `synthetic`.
    pub kind: String,
    /// Team.
    pub team: String,
    /// The rep's name, once somebody has the lead.
    #[serde(default)]
    pub rep: Option<String>,
    /// Revision.
    pub revision: u32,
    /// Name.
    pub name: Option<String>,
    /// Email as typed.
    pub email: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Accepted, by the ledger's clock.
    pub accepted_at_ms: i64,
    /// Written here first, by the consumer's clock.
    pub written_at_ms: i64,
}

/// A place in the list: what follows it was accepted earlier, or in the same millisecond
/// under a smaller id. As text `{accepted_at_ms}.{lead_id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Acceptance of the last lead shown.
    pub accepted_at_ms: i64,
    /// Its id.
    pub lead_id: String,
}

impl Place {
    /// Before the first lead.
    pub const START: Self = Self { accepted_at_ms: i64::MAX >> 10, lead_id: String::new() };

    /// Right after this line.
    pub fn after(line: &InboxLine) -> Self {
        Self { accepted_at_ms: line.accepted_at_ms, lead_id: line.lead_id.clone() }
    }

    /// From its text.
    pub fn parse(text: &str) -> Option<Self> {
        let (accepted_at_ms, lead_id) = text.split_once('.')?;
        let lead_id: LeadId = lead_id.parse().ok()?;
        Some(Self { accepted_at_ms: accepted_at_ms.parse().ok()?, lead_id: lead_id.to_string() })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.accepted_at_ms, self.lead_id)
    }
}

/// The destination's own count of one form and kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxTally {
    /// Form.
    pub form: String,
    /// `real` or `synthetic`.
    pub kind: String,
    /// Records.
    pub records: i64,
}

/// The record of one message, as one element of [`UPSERT`]'s JSON parameter.
pub fn record(message: &Message, lead_json: &str, now_ms: i64) -> Result<serde_json::Value, Unwritable> {
    let lead: Lead = serde_json::from_str(lead_json).map_err(|_| Unwritable::Lead)?;
    let route: Route = serde_json::from_str(message.route.get()).map_err(|_| Unwritable::Route)?;
    Ok(json!([
        message.lead_id,
        message.key,
        message.form,
        message.kind,
        route.team,
        message.revision,
        lead.name.as_ref().map(|name| name.expose()),
        lead.email.as_ref().map(|email| &email.expose().raw),
        lead.dialable(),
        lead.company,
        message.accepted_at_ms,
        now_ms,
        message.correlation_id,
        message.bundle,
        lead_json,
        message.route.get(),
        message.generation,
    ]))
}

/// Why a message cannot become a record, however often it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// The lead in it cannot be read by this version.
    Lead,
    /// The route in it cannot be read by this version.
    Route,
}

impl Unwritable {
    /// The quarantine reason.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Lead => "the stored lead cannot be read",
            Self::Route => "the stored route cannot be read",
        }
    }
}

/// The reference of a record.
pub fn reference(message: &Message) -> String {
    message.lead_id.to_string()
}
