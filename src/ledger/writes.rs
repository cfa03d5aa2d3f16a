//! What a step can write, and the SQL that writes it. There is no way to say "delete an
//! unsettled row".

use serde_json::json;

use super::lead_row::LeadState;
use super::obligation::Obligation;
use super::storage::{Database, StorageError, Value};
use crate::identity::{Fingerprint, LeadId};

/// A count that only grows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// Form of the lead.
    pub form: String,
    /// `real` or `synthetic`.
    pub kind: String,
    /// Obligation name for counts per destination, else empty.
    pub destination: String,
    /// What is counted.
    pub name: &'static str,
}

/// One submission as it is kept.
pub struct SubmissionRow<'a> {
    pub lead_id: LeadId,
    pub revision: u32,
    pub received_at_ms: i64,
    pub accepted_at_ms: i64,
    pub traceparent: &'a str,
    pub route: String,
    pub bundle: &'a str,
    pub payload: String,
}

/// One effect of a step.
pub enum Write<'a> {
    InsertLead { claim: &'a super::Claim, accepted_at_ms: i64 },
    InsertSubmission(SubmissionRow<'a>),
    ReviseLead { lead_id: LeadId, revision: u32, fingerprint: &'a Fingerprint, at_ms: i64 },
    Heard { lead_id: LeadId, at_ms: i64 },
    Renumber { lead_id: LeadId, revision: u32 },
    PutObligations { lead_id: LeadId, obligations: Vec<Obligation> },
    SetState { lead_id: LeadId, state: LeadState },
    Alias { lead_id: LeadId, of: LeadId },
    Event { lead_id: LeadId, at_ms: i64, name: &'static str, detail: String },
    Count(Vec<Count>),
}

const INSERT_LEAD: &str = "INSERT INTO lead (lead_id, lead_key, person, person_other, form, lane, kind, state, \
     revision, fingerprint, correlation_id, accepted_at_ms, said_at_ms) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'accepted', 1, ?8, ?9, ?10, ?10)";
const INSERT_SUBMISSION: &str = "INSERT INTO submission (lead_id, revision, received_at_ms, accepted_at_ms, \
     traceparent, route, bundle, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const PUT_OBLIGATIONS: &str = "INSERT INTO obligation (lead_id, name, revision, generation, state, not_before_ms, \
     attempts, opened_at_ms, sent_at_ms, settled_at_ms, reference, reason) \
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, \
     value->>9, value->>10, value->>11 FROM json_each(?1) WHERE true \
     ON CONFLICT (lead_id, name) DO UPDATE SET revision = excluded.revision, generation = excluded.generation, \
     state = excluded.state, not_before_ms = excluded.not_before_ms, attempts = excluded.attempts, \
     opened_at_ms = excluded.opened_at_ms, sent_at_ms = excluded.sent_at_ms, \
     settled_at_ms = excluded.settled_at_ms, reference = excluded.reference, reason = excluded.reason";
const SET_STATES: &str =
    "UPDATE lead SET state = j.value->>1 FROM json_each(?1) AS j WHERE lead_id = j.value->>0";
const COUNT: &str = "INSERT INTO counter (form, kind, destination, name, value) \
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?1) WHERE true \
     ON CONFLICT (form, kind, destination, name) DO UPDATE SET value = value + excluded.value";
const INSERT_EVENTS: &str = "INSERT INTO event (lead_id, at_ms, name, detail) \
     SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(?1)";

/// Carries out the writes of a step, rows of one kind together: the fewer statements, the
/// shorter a claim holds the object.
pub fn apply(database: &impl Database, writes: &[Write<'_>]) -> Result<(), StorageError> {
    let (mut obligations, mut events) = (Vec::new(), Vec::new());
    let mut states: Vec<(LeadId, LeadState)> = Vec::new();
    let mut counts: Vec<(&Count, i64)> = Vec::new();
    for write in writes {
        match write {
            Write::InsertLead { claim, accepted_at_ms } => insert_lead(database, claim, *accepted_at_ms)?,
            Write::InsertSubmission(row) => insert_submission(database, row)?,
            Write::ReviseLead { lead_id, revision, fingerprint, at_ms } => database.execute(
                "UPDATE lead SET revision = ?2, fingerprint = ?3, said_at_ms = ?4 WHERE lead_id = ?1",
                vec![
                    lead_id.to_string().into(),
                    (*revision).into(),
                    fingerprint.as_str().into(),
                    (*at_ms).into(),
                ],
            )?,
            Write::Heard { lead_id, at_ms } => database.execute(
                "UPDATE lead SET said_at_ms = MAX(said_at_ms, ?2) WHERE lead_id = ?1",
                vec![lead_id.to_string().into(), (*at_ms).into()],
            )?,
            Write::Renumber { lead_id, revision } => database.execute(
                "UPDATE lead SET revision = ?2 WHERE lead_id = ?1",
                vec![lead_id.to_string().into(), (*revision).into()],
            )?,
            Write::Alias { lead_id, of } => database.execute(
                "INSERT INTO alias (lead_id, of_lead_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                vec![lead_id.to_string().into(), of.to_string().into()],
            )?,
            Write::PutObligations { lead_id, obligations: owed } => {
                obligations.extend(owed.iter().map(|owed| obligation_row(*lead_id, owed)));
            }
            Write::SetState { lead_id, state } => {
                // The last word on a lead counts, and SQLite does not say which of two it takes.
                states.retain(|(known, _)| known != lead_id);
                states.push((*lead_id, *state));
            }
            Write::Event { lead_id, at_ms, name, detail } => {
                events.push(json!([lead_id, at_ms, name, detail]))
            }
            Write::Count(list) => list.iter().for_each(|count| add(&mut counts, count)),
        }
    }
    let counts = counts
        .into_iter()
        .map(|(count, by)| json!([count.form, count.kind, count.destination, count.name, by]))
        .collect();
    let states = states.into_iter().map(|(lead_id, state)| json!([lead_id, state.as_str()])).collect();
    bulk(database, PUT_OBLIGATIONS, obligations)?;
    bulk(database, SET_STATES, states)?;
    bulk(database, COUNT, counts)?;
    bulk(database, INSERT_EVENTS, events)
}

fn add<'a>(counts: &mut Vec<(&'a Count, i64)>, count: &'a Count) {
    match counts.iter_mut().find(|(known, _)| *known == count) {
        Some((_, by)) => *by += 1,
        None => counts.push((count, 1)),
    }
}

fn bulk(database: &impl Database, sql: &str, rows: Vec<serde_json::Value>) -> Result<(), StorageError> {
    if rows.is_empty() {
        return Ok(());
    }
    database.execute(sql, vec![serde_json::Value::Array(rows).to_string().into()])
}

fn insert_lead(
    database: &impl Database,
    claim: &super::Claim,
    accepted_at_ms: i64,
) -> Result<(), StorageError> {
    let parameters: Vec<Value> = vec![
        claim.lead_id.to_string().into(),
        claim.key.as_str().into(),
        claim.person.as_str().into(),
        claim.person_other.as_ref().map(|digest| digest.as_str().to_owned()).into(),
        claim.form.as_str().into(),
        match claim.lane {
            crate::lead::Lane::Hot => "hot".into(),
            crate::lead::Lane::Standard => "standard".into(),
        },
        claim.kind.name().into(),
        claim.fingerprint.as_str().into(),
        claim.correlation_id.as_str().into(),
        accepted_at_ms.into(),
    ];
    database.execute(INSERT_LEAD, parameters)
}

fn insert_submission(database: &impl Database, row: &SubmissionRow<'_>) -> Result<(), StorageError> {
    let parameters: Vec<Value> = vec![
        row.lead_id.to_string().into(),
        row.revision.into(),
        row.received_at_ms.into(),
        row.accepted_at_ms.into(),
        row.traceparent.into(),
        row.route.as_str().into(),
        row.bundle.into(),
        row.payload.as_str().into(),
    ];
    database.execute(INSERT_SUBMISSION, parameters)
}

fn obligation_row(lead_id: LeadId, owed: &Obligation) -> serde_json::Value {
    json!([
        lead_id,
        owed.name.as_str(),
        owed.revision,
        owed.generation,
        owed.state.as_str(),
        owed.not_before_ms,
        owed.attempts,
        owed.opened_at_ms,
        owed.sent_at_ms,
        owed.settled_at_ms,
        owed.reference,
        owed.reason,
    ])
}
