//! What a step can write, and the SQL that writes it.

use serde_json::json;

use super::crew::Crew;
use super::load::LoadReport;
use super::member::Member;
use super::policy::Policy;
use super::reply::Adjustment;
use super::turn_row::TurnRow;
use crate::storage::{Database, Statement, StorageError};

/// One effect of a step.
pub enum Write {
    InForce { sequence: i64, hash: String, policy: Policy },
    Crew { team: String, crew: Crew },
    KnownRoster { hash: String },
    Members(Vec<Member>),
    Turns(Vec<TurnRow>),
    Told(Vec<(String, i64)>),
    Adjusted { id: String, adjustment: Adjustment },
}

const IN_FORCE: &str = "INSERT INTO in_force (one, sequence, hash, policy) VALUES (1, ?1, ?2, ?3) \
     ON CONFLICT (one) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash, \
     policy = excluded.policy";
const CREW: &str = "INSERT INTO crew (one, team, content) VALUES (1, ?1, ?2) \
     ON CONFLICT (one) DO UPDATE SET team = excluded.team, content = excluded.content";
const KNOW_ROSTER: &str = "INSERT INTO known_roster (hash) VALUES (?1) ON CONFLICT DO NOTHING";
/// Whoever knows only a roster before the last so many is asked for it again.
const FORGET_ROSTERS: &str = "DELETE FROM known_roster WHERE position <= \
     (SELECT MAX(position) FROM known_roster) - 50 AND hash NOT IN (SELECT hash FROM in_force)";
const SAVE_MEMBERS: &str = "INSERT INTO member (rep, name, weight, daily_cap, active, unlisted_at_ms, running, \
     ahead, turns, granted, day, taken, load, load_at_ms, load_since_ms, contact) \
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, \
     value->>8, value->>9, value->>10, value->>11, value->>12, value->>13, value->>14, value->>15 \
     FROM json_each(?1) WHERE true \
     ON CONFLICT (rep) DO UPDATE SET name = excluded.name, weight = excluded.weight, \
     daily_cap = excluded.daily_cap, active = excluded.active, unlisted_at_ms = excluded.unlisted_at_ms, \
     running = excluded.running, ahead = excluded.ahead, turns = excluded.turns, granted = excluded.granted, \
     day = excluded.day, taken = excluded.taken, load = excluded.load, load_at_ms = excluded.load_at_ms, \
     load_since_ms = excluded.load_since_ms, contact = excluded.contact";
const SAVE_TURNS: &str = "INSERT INTO turn (lead_id, person, urgency, at_ms, state, rep, day, gave_back, \
     tell_at_ms, outcome) \
     SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, \
     value->>8, value->>9 FROM json_each(?1) WHERE true \
     ON CONFLICT (lead_id) DO UPDATE SET state = excluded.state, rep = excluded.rep, day = excluded.day, \
     gave_back = excluded.gave_back, tell_at_ms = excluded.tell_at_ms, outcome = excluded.outcome";
const TOLD: &str = "UPDATE turn SET tell_at_ms = NULL FROM json_each(?1) AS told \
     WHERE turn.lead_id = told.value->>0 AND turn.tell_at_ms = told.value->>1";
const ADJUSTED: &str = "INSERT INTO adjustment (id, at_ms, rep, lead_id, turns, said_by, why) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

/// A text with rows is about as large at most.
const MOST_TEXT_BYTES: usize = 400_000;

/// Carries out the writes of a step.
pub fn apply(database: &impl Database, writes: Vec<Write>) -> Result<(), StorageError> {
    let mut statements: Vec<Statement> = Vec::with_capacity(writes.len() + 1);
    for write in writes {
        match write {
            Write::InForce { sequence, hash, policy } => {
                statements.push((IN_FORCE, vec![sequence.into(), hash.into(), text(&policy)?.into()]));
            }
            Write::Crew { team, crew } => statements.push((CREW, vec![team.into(), text(&crew)?.into()])),
            Write::KnownRoster { hash } => {
                statements.push((KNOW_ROSTER, vec![hash.into()]));
                statements.push((FORGET_ROSTERS, vec![]));
            }
            Write::Members(members) => {
                let rows: Result<_, _> = members.iter().map(member_columns).collect();
                bulk(&mut statements, SAVE_MEMBERS, rows?);
            }
            Write::Turns(turns) => {
                let rows: Result<_, _> = turns.iter().map(turn_columns).collect();
                bulk(&mut statements, SAVE_TURNS, rows?);
            }
            Write::Told(turns) => {
                bulk(&mut statements, TOLD, turns.into_iter().map(|told| json!([told.0, told.1])).collect());
            }
            Write::Adjusted { id, adjustment } => {
                let Adjustment { at_ms, rep, lead_id, turns, by, why } = adjustment;
                let turns = i64::from(turns);
                let row = vec![
                    id.into(),
                    at_ms.into(),
                    rep.into(),
                    lead_id.into(),
                    turns.into(),
                    by.into(),
                    why.into(),
                ];
                statements.push((ADJUSTED, row));
            }
        }
    }
    if statements.is_empty() { Ok(()) } else { database.execute_all(statements) }
}

/// Rows go in as texts of some hundred KB: SQLite in a Durable Object takes none of more than about
/// a million bytes, and a turn of a large team has its whole table in it.
fn bulk(statements: &mut Vec<Statement>, sql: &'static str, rows: Vec<serde_json::Value>) {
    let mut text = String::new();
    for row in rows {
        let row = row.to_string();
        if !text.is_empty() && text.len() + row.len() > MOST_TEXT_BYTES {
            statements.push((sql, vec![format!("[{text}]").into()]));
            text.clear();
        }
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&row);
    }
    if !text.is_empty() {
        statements.push((sql, vec![format!("[{text}]").into()]));
    }
}

fn text(value: &impl serde::Serialize) -> Result<String, StorageError> {
    serde_json::to_string(value).map_err(|error| StorageError(error.to_string()))
}

fn member_columns(member: &Member) -> Result<serde_json::Value, StorageError> {
    let (load, at_ms, since_ms) = match member.report {
        Some(LoadReport { load, at_ms, since_ms }) => (Some(load.as_str()), Some(at_ms), Some(since_ms)),
        None => (None, None, None),
    };
    Ok(json!([
        member.rep,
        member.name,
        member.weight,
        member.daily_cap,
        i32::from(member.active),
        member.unlisted_at_ms,
        i32::from(member.is_running),
        member.ahead,
        member.turns,
        member.granted,
        member.day,
        member.taken,
        load,
        at_ms,
        since_ms,
        text(&member.contact)?,
    ]))
}

fn turn_columns(turn: &TurnRow) -> Result<serde_json::Value, StorageError> {
    Ok(json!([
        turn.lead_id,
        turn.person,
        turn.urgency,
        turn.at_ms,
        turn.state(),
        turn.rep(),
        turn.day,
        text(&turn.gave_back)?,
        turn.tell_at_ms,
        text(&turn.outcome)?,
    ]))
}
