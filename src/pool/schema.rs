//! The pool's tables, as numbered migrations that are never edited once deployed.

use crate::storage::{self, Database, StorageError};

/// Every migration, oldest first. A test freezes their bytes.
///
/// A member is one small row, and all are read with every turn. A turn is a row with what was
/// answered, so that the same question always has the same answer; adjustments are only added.
pub const MIGRATIONS: &[&str] = &["
CREATE TABLE in_force (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL,
  policy TEXT NOT NULL
);
CREATE TABLE crew (one INTEGER PRIMARY KEY CHECK (one = 1), team TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE known_roster (position INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE);
CREATE TABLE member (
  rep TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  weight INTEGER NOT NULL,
  daily_cap INTEGER,
  active INTEGER NOT NULL,
  unlisted_at_ms INTEGER,
  running INTEGER NOT NULL,
  ahead INTEGER NOT NULL,
  turns INTEGER NOT NULL,
  granted INTEGER NOT NULL,
  day INTEGER,
  taken INTEGER NOT NULL,
  load TEXT,
  load_at_ms INTEGER,
  load_since_ms INTEGER,
  contact TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE turn (
  position INTEGER PRIMARY KEY,
  lead_id TEXT NOT NULL UNIQUE,
  person TEXT NOT NULL,
  urgency INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  state TEXT NOT NULL,
  rep TEXT,
  day INTEGER,
  gave_back TEXT NOT NULL,
  tell_at_ms INTEGER,
  outcome TEXT NOT NULL
);
CREATE INDEX turn_of_person ON turn (person, position) WHERE rep IS NOT NULL;
CREATE INDEX turn_waiting ON turn (urgency, at_ms) WHERE state = 'waiting';
CREATE INDEX turn_untold ON turn (tell_at_ms) WHERE tell_at_ms IS NOT NULL;
CREATE INDEX turn_ended ON turn (at_ms) WHERE state <> 'waiting' AND tell_at_ms IS NULL;
CREATE TABLE adjustment (
  position INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at_ms INTEGER NOT NULL,
  rep TEXT NOT NULL,
  lead_id TEXT,
  turns INTEGER NOT NULL,
  said_by TEXT NOT NULL,
  why TEXT NOT NULL
);
CREATE INDEX adjustment_by_time ON adjustment (at_ms);
"];

/// Whether the tables are there.
pub fn is_there(database: &impl Database) -> Result<bool, StorageError> {
    let found = database.query("SELECT 1 FROM sqlite_master WHERE name = 'in_force'", vec![])?;
    Ok(!found.is_empty())
}

/// Brings a pool's database to the newest schema.
pub fn migrate(database: &impl Database, now_ms: i64) -> Result<(), StorageError> {
    storage::migrate(database, MIGRATIONS, now_ms)
}
