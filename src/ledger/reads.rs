//! The views a step decides on.

use std::collections::BTreeMap;

use super::dispatch::Seeker;
use super::lead_row::{LeadRow, LeadState};
use super::moved;
use super::obligation::{HELD, Obligation};
use super::unreadable::Unreadable;
use super::{Claim, PARKED_MS};
use crate::identity::LeadId;
use crate::lead::Lane;
use crate::storage::{Database, Row, StorageError, Value};

/// The columns of a [`LeadRow`], in the order in which it is read.
macro_rules! lead_columns {
    () => {
        "l.position, l.lead_id, l.lead_key, l.form, l.lane, l.kind, l.state, l.revision, l.fingerprint, \
         l.correlation_id, l.accepted_at_ms, l.said_at_ms, l.owed, l.moved"
    };
}

/// A lead that has the proposed id, or one of the same person and form within the window.
macro_rules! repeated {
    () => {
        concat!(
            "SELECT ",
            lead_columns!(),
            " FROM lead AS l WHERE l.lead_id = COALESCE((SELECT of_lead_id FROM alias WHERE lead_id = ?1), ?1) \
             UNION ALL SELECT ",
            lead_columns!(),
            " FROM lead AS l WHERE l.person = ?2 AND l.form = ?3 AND l.accepted_at_ms > ?4 \
             AND l.accepted_at_ms < ?5 LIMIT 1"
        )
    };
}

const REPEATED: &str = repeated!();
/// The lead whose first receipt was shown comes first, if it is one of this form.
const REPEATED_OR_PROVED: &str = concat!(
    "SELECT ",
    lead_columns!(),
    " FROM lead AS l WHERE l.lead_id = ?6 AND l.form = ?3 UNION ALL ",
    repeated!()
);
const LEAD: &str = concat!(
    "SELECT ",
    lead_columns!(),
    " FROM lead AS l WHERE l.lead_id = COALESCE((SELECT of_lead_id FROM alias WHERE lead_id = ?1), ?1)"
);
const LEADS: &str = concat!(
    "SELECT ",
    lead_columns!(),
    " FROM json_each(?1) AS j JOIN lead AS l ON l.lead_id = j.value ORDER BY l.position"
);
const LEADS_AFTER: &str =
    concat!("SELECT ", lead_columns!(), " FROM lead AS l WHERE l.position > ?1 ORDER BY l.position LIMIT ?2");
/// The limit is an expression: SQLite would compile the statement anew for every value of a bare parameter
/// (sqlite.org/c3ref/prepare.html, "influence the choice of query plan").
const DUE: &str = concat!(
    "SELECT ",
    lead_columns!(),
    " FROM lead AS l INDEXED BY lead_open WHERE l.due_at_ms IS NOT NULL AND l.due_at_ms <= ?1 \
     ORDER BY l.due_at_ms LIMIT ?2 + 0"
);

/// What a vendor refused is in quarantine too: an outage must not hide who waits for a person.
const HELD_BACK: &str = concat!(
    "SELECT ",
    lead_columns!(),
    " FROM lead AS l INDEXED BY lead_quarantined WHERE l.state = 'quarantined' AND instr(l.owed, ?2) > 0 \
     ORDER BY l.position DESC LIMIT ?1"
);
/// The index holds when and where all those rows stand, so that only a page of them is read.
const QUARANTINED: &str = concat!(
    "SELECT l.position, l.accepted_at_ms, ",
    lead_columns!(),
    " FROM (SELECT position FROM lead INDEXED BY lead_quarantined WHERE state = 'quarantined' \
     AND (accepted_at_ms, position) < (?1, ?2) ORDER BY accepted_at_ms DESC, position DESC LIMIT ?3) AS q \
     JOIN lead AS l ON l.position = q.position ORDER BY l.accepted_at_ms DESC, l.position DESC"
);
/// Counting ends here: whoever is far above any limit is above it.
const CLAIMS_OF_PERSON: &str = "SELECT COALESCE(SUM(revision), 0) FROM \
     (SELECT revision FROM lead WHERE person = ?1 AND accepted_at_ms > ?2 LIMIT 100)";
/// How far back a person's claims are counted.
const VELOCITY_MS: i64 = 60 * 60 * 1000;

/// What is on record of whoever claims.
pub struct Known {
    /// The lead that the claim repeats.
    pub repeated: Option<LeadRow>,
    /// How many leads and revisions of this person were accepted within the last hour.
    pub claims_in_hour: u32,
}

/// What is on record of a claim's person: the lead it repeats is the one of this form whose
/// first receipt was shown, or one that already has the proposed id (two clocks may disagree
/// about which window it is), or one of the same person and form accepted within the window
/// around `at_ms`.
pub fn known(database: &impl Database, claim: &Claim, at_ms: i64) -> Result<Known, StorageError> {
    let window_ms = i64::from(claim.dedup_window_seconds) * 1000;
    let mut parameters: Vec<Value> = vec![
        claim.lead_id.to_string().into(),
        claim.person.as_str().into(),
        claim.form.as_str().into(),
        (at_ms - window_ms).into(),
        (at_ms + window_ms).into(),
    ];
    let repeated = match claim.proves {
        None => REPEATED,
        Some(proved) => {
            parameters.push(proved.to_string().into());
            REPEATED_OR_PROVED
        }
    };
    let counted = vec![claim.person.as_str().into(), (at_ms - VELOCITY_MS).into()];
    let mut found = database.query_all(vec![(repeated, parameters), (CLAIMS_OF_PERSON, counted)])?;
    let claims = found.pop().and_then(|rows| rows.into_iter().next());
    let repeated = found.pop().and_then(|rows| rows.into_iter().next());
    Ok(Known {
        repeated: repeated.map(lead_row).transpose()?,
        claims_in_hour: claims.map_or(Ok(0), |mut row| row.count())?,
    })
}

/// One lead by id or alias, with what is owed to it.
pub fn lead(database: &impl Database, lead_id: LeadId) -> Result<Option<LeadRow>, StorageError> {
    database.query(LEAD, vec![lead_id.to_string().into()])?.into_iter().next().map(lead_row).transpose()
}

/// One lead to be shown, never to be written: a row of which only what is owed cannot be read
/// is shown without.
pub fn lead_to_show(database: &impl Database, lead_id: LeadId) -> Result<Option<LeadRow>, StorageError> {
    let rows = database.query(LEAD, vec![lead_id.to_string().into()])?;
    let shown = |mut row: Row| read_row(row.integer()?, row, |text| Some(owed(text).unwrap_or_default()));
    rows.into_iter().next().map(shown).transpose()
}

/// Those of several leads that can be read, with what is owed to them, in one statement.
pub fn leads(database: &impl Database, lead_ids: &[LeadId]) -> Result<Vec<LeadRow>, StorageError> {
    let mut ids: Vec<String> = lead_ids.iter().map(LeadId::to_string).collect();
    ids.sort_unstable();
    ids.dedup();
    let ids = serde_json::Value::from(ids).to_string();
    Ok(sorted(database.query(LEADS, vec![ids.into()])?)?.leads)
}

/// The same to be compared, never to be written: a row of which only what is owed cannot be read
/// comes without.
pub fn leads_to_show(database: &impl Database, lead_ids: &[LeadId]) -> Result<Vec<LeadRow>, StorageError> {
    let ids: Vec<String> = lead_ids.iter().map(LeadId::to_string).collect();
    let rows = database.query(LEADS, vec![serde_json::Value::from(ids).to_string().into()])?;
    let shown = |mut row: Row| read_row(row.integer()?, row, |text| Some(owed(text).unwrap_or_default()));
    rows.into_iter().map(shown).collect()
}

/// The leads that stand behind this place, in the order of acceptance.
pub fn leads_after(database: &impl Database, position: i64, limit: u32) -> Result<Sorted, StorageError> {
    sorted(database.query(LEADS_AFTER, vec![position.into(), limit.into()])?)
}

/// Leads as they came out of one statement, those apart that cannot be read.
pub struct Sorted {
    pub leads: Vec<LeadRow>,
    pub unreadable: Vec<Unreadable>,
}

fn sorted(rows: Vec<Row>) -> Result<Sorted, StorageError> {
    let mut sorted = Sorted { leads: Vec::with_capacity(rows.len()), unreadable: Vec::new() };
    for mut row in rows {
        let position = row.integer()?;
        match read_row(position, row, owed) {
            Ok(lead) => sorted.leads.push(lead),
            Err(StorageError(reason)) => {
                let reason = format!("its row cannot be read: {reason}");
                sorted.unreadable.push(Unreadable { position, reason });
            }
        }
    }
    Ok(sorted)
}

/// The leads with something to send by `now_ms`, longest waiting first.
pub fn due(database: &impl Database, now_ms: i64, limit: usize) -> Result<Sorted, StorageError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    sorted(database.query(DUE, vec![now_ms.into(), limit.into()])?)
}

/// The newest leads that are held and can be read: those of which an obligation's reason, as
/// it is stored, begins so.
pub fn held_back(database: &impl Database, limit: u32) -> Result<Vec<LeadRow>, StorageError> {
    let reason = format!("\"{HELD}");
    Ok(sorted(database.query(HELD_BACK, vec![limit.into(), reason.into()])?)?.leads)
}

/// A page of what is in quarantine.
pub struct InQuarantine {
    /// Those to be shown, never to be written: what is owed is empty where it cannot be read.
    pub leads: Vec<LeadRow>,
    /// When each row was accepted, and where it stands, readable or not.
    pub places: Vec<(i64, i64)>,
    /// Rows of which nothing else can be read.
    pub skipped: u32,
}

/// The newest leads in quarantine behind a place.
pub fn quarantined(
    database: &impl Database,
    (accepted_at_ms, position): (i64, i64),
    limit: u32,
) -> Result<InQuarantine, StorageError> {
    let rows = database.query(QUARANTINED, vec![accepted_at_ms.into(), position.into(), limit.into()])?;
    let mut found = InQuarantine { leads: Vec::with_capacity(rows.len()), places: Vec::new(), skipped: 0 };
    for mut row in rows {
        let (position, accepted_at_ms) = (row.integer()?, row.integer()?);
        found.places.push((accepted_at_ms, position));
        match read_row(row.integer()?, row, |text| Some(owed(text).unwrap_or_default())) {
            Ok(lead) => found.leads.push(lead),
            Err(_) => found.skipped += 1,
        }
    }
    Ok(found)
}

/// What pools must know of these leads, by their positions.
pub fn seekers(database: &impl Database, positions: &[i64]) -> Result<BTreeMap<i64, Seeker>, StorageError> {
    if positions.is_empty() {
        return Ok(BTreeMap::new());
    }
    let positions = serde_json::Value::from(positions).to_string();
    let rows = database.query(
        "SELECT l.position, l.person, l.lane FROM json_each(?1) AS j JOIN lead AS l ON l.position = j.value",
        vec![positions.into()],
    )?;
    let seeker = |mut row: Row| {
        let (position, person) = (row.integer()?, row.text()?);
        Ok((position, Seeker { person, lane: row.parsed("a lane", Lane::from_name)? }))
    };
    rows.into_iter().map(seeker).collect()
}

/// The earliest time at which something unsettled wants attention. Parked cards do not.
pub fn next_wake_ms(database: &impl Database) -> Result<Option<i64>, StorageError> {
    let rows = database.query(
        "SELECT due_at_ms FROM lead INDEXED BY lead_open WHERE due_at_ms IS NOT NULL AND due_at_ms < ?1 \
         ORDER BY due_at_ms LIMIT 1",
        vec![PARKED_MS.into()],
    )?;
    rows.into_iter().next().map(|mut row| row.integer()).transpose()
}

/// When the newest lead was accepted; 0 for an empty ledger.
pub fn latest_acceptance_ms(database: &impl Database) -> Result<i64, StorageError> {
    // What stand-ins hand over was accepted earlier than what it follows.
    let rows = database.query(
        "SELECT COALESCE(MAX(accepted_at_ms), 0) FROM \
         (SELECT accepted_at_ms FROM lead ORDER BY position DESC LIMIT 1000)",
        vec![],
    )?;
    rows.into_iter().next().map_or(Ok(0), |mut row| row.integer())
}

fn lead_row(mut row: Row) -> Result<LeadRow, StorageError> {
    read_row(row.integer()?, row, owed)
}

fn owed(stored: &str) -> Option<Vec<Obligation>> {
    serde_json::from_str(stored).ok()
}

/// What follows the position in a row.
fn read_row(
    position: i64,
    mut row: Row,
    owed: impl FnOnce(&str) -> Option<Vec<Obligation>>,
) -> Result<LeadRow, StorageError> {
    Ok(LeadRow {
        position,
        lead_id: row.parsed("a lead id", |text| text.parse().ok())?,
        lead_key: row.text()?,
        form: row.text()?,
        lane: row.parsed("a lane", Lane::from_name)?,
        kind: row.text()?,
        state: row.parsed("a lead state", LeadState::from_stored)?,
        revision: row.count()?,
        fingerprint: row.text()?,
        correlation_id: row.text()?,
        accepted_at_ms: row.integer()?,
        said_at_ms: row.integer()?,
        obligations: row.parsed("what is owed", owed)?,
        moved: moved::read(row.optional_text()?.as_deref())?.map(Box::new),
    })
}
