//! What the ledger tells people and programs about itself.

use serde::{Deserialize, Serialize};

use super::lead_row::{LeadRow, LeadState};
use super::obligation::ObligationState;
use super::reads;
use super::reply::{LeadReport, TimelineEntry};
use super::submissions::{self, StoredSubmission};
use crate::identity::LeadId;
use crate::routing::Route;
use crate::storage::{Database, StorageError};

/// One monotonic counter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counter {
    /// Form.
    pub form: String,
    /// `real` or `synthetic`.
    pub kind: String,
    /// Obligation name, or empty for the lead as a whole.
    pub destination: String,
    /// What is counted.
    pub name: String,
    /// How many so far.
    pub value: i64,
}

/// Rows in one state: `accepted` or `quarantined`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCount {
    /// Form.
    pub form: String,
    /// `real` or `synthetic`.
    pub kind: String,
    /// Lead state.
    pub state: String,
    /// How many.
    pub rows: i64,
    /// When the oldest of them was accepted.
    pub oldest_accepted_at_ms: i64,
}

/// An object's counts from two independent sources: counters written with each change,
/// and the rows as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// The object's clock.
    pub now_ms: i64,
    /// Counters.
    pub counters: Vec<Counter>,
    /// Rows.
    pub rows: Vec<RowCount>,
    /// Of each destination the oldest lead in flight to it, among the [`OLDEST_LEADS`] that have been
    /// in flight for longest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub oldest: Vec<OldestOwed>,
}

/// The oldest lead in flight to a destination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldestOwed {
    /// Obligation name.
    pub destination: String,
    /// When the lead was accepted.
    pub accepted_at_ms: i64,
}

/// Of so many leads is it looked up what they wait for. A destination that holds leads up has the
/// oldest ones before long.
pub const OLDEST_LEADS: u32 = 200;

/// Its limit is an expression so that SQLite need not compile it anew for every value.
const OLDEST: &str = "SELECT iif(j.type = 'array', j.value->>0, '') AS destination, MIN(l.accepted_at_ms) FROM \
     (SELECT position, accepted_at_ms FROM lead INDEXED BY lead_open WHERE due_at_ms IS NOT NULL \
     AND state = 'accepted' ORDER BY accepted_at_ms LIMIT ?1 + 0) AS o JOIN lead AS l ON l.position = o.position, \
     json_each(iif(json_valid(l.owed), l.owed, '[]')) AS j WHERE iif(j.type = 'array', j.value->>0 LIKE 'crm:%' \
     AND j.value->>3 IN ('due', 'sent'), 0) GROUP BY 1";

/// Leads in flight and in quarantine, from two indexes that hold nothing else: what has been
/// delivered is counted at its destination, and a table of millions of rows is not read.
const OPEN_ROWS: &str = "SELECT form, kind, state, COUNT(*), MIN(accepted_at_ms) FROM lead INDEXED BY lead_open \
     WHERE due_at_ms IS NOT NULL AND state = 'accepted' GROUP BY form, kind, state UNION ALL \
     SELECT form, kind, 'quarantined', COUNT(*), MIN(accepted_at_ms) FROM lead INDEXED BY lead_quarantined \
     WHERE state = 'quarantined' GROUP BY form, kind";

/// Counts this object.
pub fn tally(database: &impl Database, now_ms: i64) -> Result<Tally, StorageError> {
    let counters = database.query("SELECT form, kind, destination, name, value FROM counter", vec![])?;
    let counters = counters.into_iter().map(|mut row| {
        Ok(Counter {
            form: row.text()?,
            kind: row.text()?,
            destination: row.text()?,
            name: row.text()?,
            value: row.integer()?,
        })
    });
    let rows = database.query(OPEN_ROWS, vec![])?;
    let rows = rows.into_iter().map(|mut row| {
        Ok(RowCount {
            form: row.text()?,
            kind: row.text()?,
            state: row.text()?,
            rows: row.integer()?,
            oldest_accepted_at_ms: row.integer()?,
        })
    });
    let oldest = database.query(OLDEST, vec![OLDEST_LEADS.into()])?;
    let oldest = oldest
        .into_iter()
        .map(|mut row| Ok(OldestOwed { destination: row.text()?, accepted_at_ms: row.integer()? }));
    Ok(Tally {
        now_ms,
        counters: counters.collect::<Result<_, _>>()?,
        rows: rows.collect::<Result<_, _>>()?,
        oldest: oldest.collect::<Result<_, _>>()?,
    })
}

/// One lead's state and timeline.
pub fn lead(database: &impl Database, lead_id: LeadId) -> Result<Option<LeadReport>, StorageError> {
    let Some(lead) = reads::lead_to_show(database, lead_id)? else { return Ok(None) };
    let StoredSubmission { route, bundle, .. } = submissions::effective(database, &lead)?;
    let route: Route =
        serde_json::from_str(&route).map_err(|error| StorageError(format!("stored route: {error}")))?;
    let (route, bundle) = (lead.route(route), lead.bundle(bundle));
    let mut timeline = stages(&lead);
    timeline.extend(revisions(database, &lead)?);
    timeline.extend(events(database, lead.lead_id)?);
    timeline.sort_by_key(|entry| entry.at_ms);
    // Where none is owed, as at a stand-in, and where they cannot be read, nothing is known of them.
    let has_records = lead.obligations.iter().any(|owed| owed.name.is_crm());
    let records = has_records.then(|| LeadState::of_records(&lead.obligations));
    Ok(Some(LeadReport {
        lead_id: lead.lead_id,
        state: lead.state,
        form: lead.form.clone(),
        kind: lead.kind.clone(),
        revision: lead.revision,
        correlation_id: lead.correlation_id.clone(),
        accepted_at_ms: lead.accepted_at_ms,
        route,
        bundle,
        record: lead.record().map(str::to_owned),
        records,
        timeline,
    }))
}

fn revisions(database: &impl Database, lead: &LeadRow) -> Result<Vec<TimelineEntry>, StorageError> {
    let rows = database.query(
        "SELECT revision, accepted_at_ms, bundle FROM submission WHERE lead = ?1 ORDER BY revision",
        vec![lead.position.into()],
    )?;
    rows.into_iter()
        .map(|mut row| {
            let revision = row.integer()?;
            let at_ms = row.integer()?;
            let detail = format!("revision {revision}, routed by {}", row.text()?);
            Ok(TimelineEntry { at_ms, event: "accepted".into(), detail })
        })
        .collect()
}

fn events(database: &impl Database, lead_id: LeadId) -> Result<Vec<TimelineEntry>, StorageError> {
    let rows = database.query(
        "SELECT at_ms, name, detail FROM event WHERE lead_id = ?1 ORDER BY position",
        vec![lead_id.to_string().into()],
    )?;
    rows.into_iter()
        .map(|mut row| Ok(TimelineEntry { at_ms: row.integer()?, event: row.text()?, detail: row.text()? }))
        .collect()
}

/// The stages that the rows themselves tell.
fn stages(lead: &LeadRow) -> Vec<TimelineEntry> {
    let mut timeline = Vec::new();
    // Of a rep, and of a move, the event says more.
    for owed in lead.obligations.iter().filter(|owed| !owed.name.is_rep() && !owed.name.is_turn()) {
        if let Some(at_ms) = owed.sent_at_ms {
            let detail = match owed.attempts {
                0 | 1 => owed.name.to_string(),
                attempts => format!("{}, {attempts} times", owed.name),
            };
            timeline.push(TimelineEntry { at_ms, event: "sent".into(), detail });
        }
        if let (Some(at_ms), ObligationState::Delivered) = (owed.settled_at_ms, owed.state) {
            let reference = owed.reference.as_deref().unwrap_or("no reference");
            let detail = format!("{} as {reference}", owed.name);
            timeline.push(TimelineEntry { at_ms, event: "delivered".into(), detail });
        }
    }
    timeline
}
