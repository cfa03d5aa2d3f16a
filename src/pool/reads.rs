//! The views a step decides on.

use serde::de::DeserializeOwned;

use super::command::Take;
use super::crew::Crew;
use super::hours::Hours;
use super::lineup::Lineup;
use super::load::{Load, LoadReport};
use super::member::Member;
use super::policy::Policy;
use super::reply::Adjustment;
use super::turn_row::TurnRow;
use crate::storage::{Database, Row, Statement, StorageError};

/// The columns of a [`TurnRow`], in the order in which it is read.
macro_rules! turn_columns {
    () => {
        "t.lead_id, t.person, t.urgency, t.at_ms, t.day, t.gave_back, t.tell_at_ms, t.outcome"
    };
}

const IN_FORCE: &str = "SELECT sequence, hash, policy FROM in_force WHERE one = 1";
const CREW: &str = "SELECT team, content FROM crew WHERE one = 1";
const KNOWN_ROSTER: &str = "SELECT 1 FROM known_roster WHERE hash = ?1";
const MEMBERS: &str = "SELECT rep, name, weight, daily_cap, active, unlisted_at_ms, running, ahead, turns, \
     granted, day, taken, load, load_at_ms, load_since_ms, contact FROM member ORDER BY rep";
const TURN: &str = concat!("SELECT ", turn_columns!(), " FROM turn AS t WHERE t.lead_id = ?1");
const REP_OF_PERSON: &str =
    "SELECT rep FROM turn WHERE person = ?1 AND rep IS NOT NULL ORDER BY position DESC LIMIT 1";
/// What became of them so far is not read: it says no more than that they wait, at length. The limit is an
/// expression, here and below: SQLite would compile the statement anew for every value of a bare parameter
/// (sqlite.org/c3ref/prepare.html, "influence the choice of query plan").
const WAITING: &str = "SELECT t.lead_id, t.person, t.urgency, t.at_ms, t.day, t.gave_back, t.tell_at_ms, \
     '{\"nobody_now\":{\"table\":[]}}', (SELECT p.rep FROM turn AS p WHERE p.person = t.person AND p.rep IS NOT NULL \
     ORDER BY p.position DESC LIMIT 1) \
     FROM turn AS t INDEXED BY turn_waiting WHERE t.state = 'waiting' \
     ORDER BY t.urgency, t.at_ms, t.position LIMIT ?1 + 0";
const UNTOLD: &str = concat!(
    "SELECT ",
    turn_columns!(),
    " FROM turn AS t INDEXED BY turn_untold WHERE t.tell_at_ms IS NOT NULL AND t.tell_at_ms <= ?1 \
     ORDER BY t.tell_at_ms, t.position LIMIT ?2 + 0"
);
const LATEST: &str =
    "SELECT COALESCE(MAX(at_ms), 0) FROM (SELECT at_ms FROM turn ORDER BY position DESC LIMIT 100)";
const BACKLOG: &str = "SELECT COUNT(*), MIN(at_ms) FROM turn WHERE state = 'waiting'";
const ANY_WAITING: &str = "SELECT 1 FROM turn WHERE state = 'waiting' LIMIT 1";
const NEXT_TELLING: &str =
    "SELECT tell_at_ms FROM turn WHERE tell_at_ms IS NOT NULL ORDER BY tell_at_ms LIMIT 1";
const ADJUSTED: &str = "SELECT 1 FROM adjustment WHERE id = ?1";
const ADJUSTMENTS: &str = "SELECT at_ms, rep, lead_id, turns, said_by, why FROM adjustment \
     ORDER BY position DESC LIMIT ?1";

/// The roster in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    pub sequence: i64,
    pub hash: String,
    pub policy: Policy,
}

/// A lead that waits, and who had the same person's last one.
pub struct Waiting {
    pub turn: TurnRow,
    pub same_person: Option<String>,
}

/// What is on record when a lead wants a rep.
pub struct Asked {
    pub known: Option<TurnRow>,
    /// If the asker's roster is known: the one in force.
    pub in_force: Option<InForce>,
    pub members: Vec<Member>,
    pub same_person: Option<String>,
    pub waiting: Vec<Waiting>,
}

/// What is on record when a lead wants a rep, with so many of those that wait.
pub fn asked(database: &impl Database, take: &Take, limit: u32) -> Result<Asked, StorageError> {
    let mut found = database
        .query_all(vec![
            (TURN, vec![take.lead_id.as_str().into()]),
            (KNOWN_ROSTER, vec![take.roster.as_str().into()]),
            (IN_FORCE, vec![]),
            (MEMBERS, vec![]),
            (REP_OF_PERSON, vec![take.person.as_str().into()]),
            (WAITING, vec![limit.into()]),
        ])?
        .into_iter();
    let mut next = || found.next().unwrap_or_default();
    let known = first(next(), turn)?;
    let is_known_roster = !next().is_empty() || take.roster.is_empty();
    Ok(Asked {
        known,
        in_force: first(next(), in_force)?.filter(|_| is_known_roster),
        members: all(next(), member)?,
        same_person: first(next(), |mut row| row.text())?,
        waiting: all(next(), waiting_turn)?,
    })
}

/// The roster in force and everybody who is or was in one.
pub fn team(database: &impl Database) -> Result<(Option<InForce>, Vec<Member>), StorageError> {
    let mut found = database.query_all(vec![(IN_FORCE, vec![]), (MEMBERS, vec![])])?.into_iter();
    let mut next = || found.next().unwrap_or_default();
    Ok((first(next(), in_force)?, all(next(), member)?))
}

/// The team in force.
pub fn crew(database: &impl Database) -> Result<Option<(String, Crew)>, StorageError> {
    first(database.query(CREW, vec![])?, |mut row| Ok((row.text()?, json(&mut row, "a team")?)))
}

/// Everybody as they are now.
pub fn lineup(database: &impl Database, hours: &impl Hours, now_ms: i64) -> Result<Lineup, StorageError> {
    let (in_force, members) = team(database)?;
    let policy = in_force.map(|in_force| in_force.policy).unwrap_or_default();
    Ok(Lineup::new(members, policy, hours, now_ms))
}

/// One lead.
pub fn turn_of(database: &impl Database, lead_id: &str) -> Result<Option<TurnRow>, StorageError> {
    first(database.query(TURN, vec![lead_id.into()])?, turn)
}

/// So many of the leads that wait, first to be served first.
pub fn waiting(database: &impl Database, limit: u32) -> Result<Vec<Waiting>, StorageError> {
    all(database.query(WAITING, vec![limit.into()])?, waiting_turn)
}

/// So many of the turns of which somebody must be told by now.
pub fn untold(database: &impl Database, now_ms: i64, limit: u32) -> Result<Vec<TurnRow>, StorageError> {
    all(database.query(UNTOLD, vec![now_ms.into(), limit.into()])?, turn)
}

/// How many leads wait, and when the oldest was accepted.
pub fn backlog(database: &impl Database) -> Result<(u32, Option<i64>), StorageError> {
    let counted =
        first(database.query(BACKLOG, vec![])?, |mut row| Ok((row.count()?, row.optional_integer()?)))?;
    Ok(counted.unwrap_or_default())
}

/// When the latest of the last leads was accepted; 0 if there is none.
pub fn latest_ms(database: &impl Database) -> Result<i64, StorageError> {
    first(database.query(LATEST, vec![])?, |mut row| row.integer()).map(Option::unwrap_or_default)
}

/// Whether a lead waits, and when somebody must be told of a turn.
pub fn open_ends(database: &impl Database) -> Result<(bool, Option<i64>), StorageError> {
    let statements: Vec<Statement> = vec![(ANY_WAITING, vec![]), (NEXT_TELLING, vec![])];
    let mut found = database.query_all(statements)?.into_iter();
    let mut next = || found.next().unwrap_or_default();
    let is_any_waiting = !next().is_empty();
    Ok((is_any_waiting, first(next(), |mut row| row.integer())?))
}

/// Whether an adjustment was made.
pub fn is_adjusted(database: &impl Database, id: &str) -> Result<bool, StorageError> {
    Ok(!database.query(ADJUSTED, vec![id.into()])?.is_empty())
}

/// So many adjustments, latest first.
pub fn adjustments(database: &impl Database, limit: u32) -> Result<Vec<Adjustment>, StorageError> {
    all(database.query(ADJUSTMENTS, vec![limit.into()])?, |mut row| {
        Ok(Adjustment {
            at_ms: row.integer()?,
            rep: row.text()?,
            lead_id: row.optional_text()?,
            turns: i32::try_from(row.integer()?).map_err(|_| StorageError("turns out of range".into()))?,
            by: row.text()?,
            why: row.text()?,
        })
    })
}

fn first<T>(
    rows: Vec<Row>,
    read: impl FnOnce(Row) -> Result<T, StorageError>,
) -> Result<Option<T>, StorageError> {
    rows.into_iter().next().map(read).transpose()
}

fn all<T>(rows: Vec<Row>, read: impl FnMut(Row) -> Result<T, StorageError>) -> Result<Vec<T>, StorageError> {
    rows.into_iter().map(read).collect()
}

fn json<T: DeserializeOwned>(row: &mut Row, what: &str) -> Result<T, StorageError> {
    row.parsed(what, |text| serde_json::from_str(text).ok())
}

fn in_force(mut row: Row) -> Result<InForce, StorageError> {
    Ok(InForce { sequence: row.integer()?, hash: row.text()?, policy: json(&mut row, "a policy")? })
}

fn waiting_turn(row: Row) -> Result<Waiting, StorageError> {
    let (turn, mut rest) = turn_and_rest(row)?;
    Ok(Waiting { turn, same_person: rest.optional_text()? })
}

fn turn(row: Row) -> Result<TurnRow, StorageError> {
    turn_and_rest(row).map(|(turn, _)| turn)
}

fn turn_and_rest(mut row: Row) -> Result<(TurnRow, Row), StorageError> {
    let turn = TurnRow {
        lead_id: row.text()?,
        person: row.text()?,
        urgency: row.integer()?,
        at_ms: row.integer()?,
        day: row.optional_integer()?,
        gave_back: json(&mut row, "a list of reps")?,
        tell_at_ms: row.optional_integer()?,
        outcome: json(&mut row, "an outcome")?,
    };
    Ok((turn, row))
}

fn member(mut row: Row) -> Result<Member, StorageError> {
    let (rep, name, weight) = (row.text()?, row.text()?, row.count()?);
    let daily_cap = small(row.optional_integer()?)?;
    let (active, unlisted_at_ms) = (row.integer()? != 0, row.optional_integer()?);
    let (is_running, ahead, turns) = (row.integer()? != 0, row.integer()?, row.integer()?);
    let (granted, day, taken) = (row.integer()?, row.optional_integer()?, row.count()?);
    let report = report(&mut row)?;
    let contact = json(&mut row, "a contact")?;
    Ok(Member {
        rep,
        name,
        weight,
        daily_cap,
        active,
        contact,
        unlisted_at_ms,
        is_running,
        ahead,
        turns,
        granted,
        day,
        taken,
        report,
    })
}

fn report(row: &mut Row) -> Result<Option<LoadReport>, StorageError> {
    let (word, at_ms, since_ms) = (row.optional_text()?, row.optional_integer()?, row.optional_integer()?);
    let (Some(word), Some(at_ms), Some(since_ms)) = (word, at_ms, since_ms) else { return Ok(None) };
    let load = Load::parse(&word).ok_or_else(|| StorageError("not a load".into()))?;
    Ok(Some(LoadReport { load, at_ms, since_ms }))
}

fn small(number: Option<i64>) -> Result<Option<u32>, StorageError> {
    number
        .map(|number| u32::try_from(number).map_err(|_| StorageError("a count out of range".into())))
        .transpose()
}
