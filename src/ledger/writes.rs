//! What a step can write, and the SQL that writes it. There is no way to say "delete an
//! unsettled row".

use serde_json::json;

use super::lead_row::{LeadRow, LeadState, due_at_ms};
use super::obligation::Obligation;
use crate::identity::LeadId;
use crate::lead::Lane;
use crate::storage::{Database, Statement, StorageError, Value};

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
    pub facts: Option<&'a str>,
    pub trial: Option<&'a str>,
}

/// One effect of a step.
pub enum Write<'a> {
    InsertLead {
        claim: &'a super::Claim,
        accepted_at_ms: i64,
        obligations: Vec<Obligation>,
    },
    InsertSubmission(SubmissionRow<'a>),
    /// A revision that somebody writes, with route, bundle and facts of the one it is made of.
    InsertRevision {
        position: i64,
        of_revision: u32,
        revision: u32,
        at_ms: i64,
        payload: &'a str,
    },
    SaveLead(LeadRow),
    /// The decision that took a lead to another team, and what it was made on.
    Move {
        position: i64,
        moved: String,
        facts: &'a str,
    },
    Alias {
        lead_id: LeadId,
        of: LeadId,
    },
    Event {
        lead_id: LeadId,
        at_ms: i64,
        name: &'static str,
        detail: String,
    },
    Count(Vec<Count>),
}

const INSERT_LEAD: &str = "INSERT INTO lead (lead_id, lead_key, person, person_other, form, lane, kind, state, \
     revision, fingerprint, correlation_id, accepted_at_ms, said_at_ms, owed, due_at_ms) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?13, 1, ?8, ?9, ?10, ?10, ?11, ?12)";
const INSERT_SUBMISSION: &str = "INSERT INTO submission (lead, revision, received_at_ms, accepted_at_ms, \
     traceparent, route, bundle, payload, facts, trial) \
     VALUES ((SELECT position FROM lead WHERE lead_id = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
const INSERT_REVISION: &str = "INSERT INTO submission (lead, revision, received_at_ms, accepted_at_ms, \
     traceparent, route, bundle, payload, facts, trial) \
     SELECT lead, ?3, ?4, ?4, traceparent, route, bundle, ?5, facts, trial FROM submission \
     WHERE lead = ?1 AND revision = ?2";
const SAVE_LEADS: &str = "UPDATE lead SET state = j.value->>1, revision = j.value->>2, \
     fingerprint = j.value->>3, said_at_ms = j.value->>4, owed = j.value->>5, due_at_ms = j.value->>6 \
     FROM json_each(?1) AS j WHERE position = j.value->>0";
const MOVE: &str = "UPDATE lead SET moved = ?2, moved_facts = ?3 WHERE position = ?1";
const INSERT_ALIAS: &str = "INSERT INTO alias (lead_id, of_lead_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
const COUNT: &str = "INSERT INTO counter (form, kind, destination, name, value) \
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4 FROM json_each(?1) WHERE true \
     ON CONFLICT (form, kind, destination, name) DO UPDATE SET value = value + excluded.value";
const INSERT_EVENTS: &str = "INSERT INTO event (lead_id, at_ms, name, detail) \
     SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(?1)";

/// Carries out the writes of a step, rows of one kind together: the fewer statements, the
/// shorter a claim holds the object.
pub fn apply(database: &impl Database, writes: Vec<Write<'_>>) -> Result<(), StorageError> {
    let mut statements: Vec<Statement> = Vec::with_capacity(4);
    let (mut leads, mut events) = (Vec::new(), Vec::new());
    let mut counts: Vec<(Count, i64)> = Vec::new();
    for write in writes {
        match write {
            Write::InsertLead { claim, accepted_at_ms, obligations } => {
                statements.push((INSERT_LEAD, lead_parameters(claim, accepted_at_ms, &obligations)?));
            }
            Write::InsertSubmission(row) => {
                statements.push((INSERT_SUBMISSION, submission_parameters(row)));
            }
            Write::InsertRevision { position, of_revision, revision, at_ms, payload } => {
                let values =
                    [position.into(), of_revision.into(), revision.into(), at_ms.into(), payload.into()];
                statements.push((INSERT_REVISION, values.into()));
            }
            Write::SaveLead(lead) => leads.push(saved(&lead)?),
            Write::Move { position, moved, facts } => {
                statements.push((MOVE, vec![position.into(), moved.into(), facts.into()]));
            }
            Write::Alias { lead_id, of } => {
                statements.push((INSERT_ALIAS, vec![lead_id.to_string().into(), of.to_string().into()]));
            }
            Write::Event { lead_id, at_ms, name, detail } => {
                events.push(json!([lead_id, at_ms, name, detail]));
            }
            Write::Count(list) => list.into_iter().for_each(|count| add(&mut counts, count)),
        }
    }
    let counts = counts
        .into_iter()
        .map(|(count, by)| json!([count.form, count.kind, count.destination, count.name, by]))
        .collect();
    bulk(&mut statements, SAVE_LEADS, leads);
    bulk(&mut statements, COUNT, counts);
    bulk(&mut statements, INSERT_EVENTS, events);
    database.execute_all(statements)
}

fn add(counts: &mut Vec<(Count, i64)>, count: Count) {
    match counts.iter_mut().find(|(known, _)| *known == count) {
        Some((_, by)) => *by += 1,
        None => counts.push((count, 1)),
    }
}

fn bulk(statements: &mut Vec<Statement>, sql: &'static str, rows: Vec<serde_json::Value>) {
    if !rows.is_empty() {
        statements.push((sql, vec![serde_json::Value::Array(rows).to_string().into()]));
    }
}

fn owed_json(obligations: &[Obligation]) -> Result<String, StorageError> {
    serde_json::to_string(obligations).map_err(|error| StorageError(error.to_string()))
}

fn saved(lead: &LeadRow) -> Result<serde_json::Value, StorageError> {
    Ok(json!([
        lead.position,
        lead.state.as_str(),
        lead.revision,
        lead.fingerprint,
        lead.said_at_ms,
        owed_json(&lead.obligations)?,
        lead.due_at_ms(),
    ]))
}

fn lead_parameters(
    claim: &super::Claim,
    accepted_at_ms: i64,
    obligations: &[Obligation],
) -> Result<Vec<Value>, StorageError> {
    Ok(vec![
        claim.lead_id.to_string().into(),
        claim.key.as_str().into(),
        claim.person.as_str().into(),
        claim.person_other.as_ref().map(|digest| digest.as_str().to_owned()).into(),
        claim.form.as_str().into(),
        match claim.lane {
            Lane::Hot => "hot".into(),
            Lane::Standard => "standard".into(),
        },
        claim.kind.name().into(),
        claim.fingerprint.as_str().into(),
        claim.correlation_id.as_str().into(),
        accepted_at_ms.into(),
        owed_json(obligations)?.into(),
        due_at_ms(obligations).into(),
        LeadState::derive(obligations).as_str().into(),
    ])
}

fn submission_parameters(row: SubmissionRow<'_>) -> Vec<Value> {
    vec![
        row.lead_id.to_string().into(),
        row.revision.into(),
        row.received_at_ms.into(),
        row.accepted_at_ms.into(),
        row.traceparent.into(),
        row.route.into(),
        row.bundle.into(),
        row.payload.into(),
        row.facts.map_or(Value::Null, Value::from),
        row.trial.map_or(Value::Null, Value::from),
    ]
}
