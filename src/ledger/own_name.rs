//! An object's own name, which it is told at its first command: an alarm comes without one.

use crate::identity::Shard;
use crate::storage::{Database, StorageError};

/// The name, if it has been told.
pub fn read(database: &impl Database) -> Result<Option<Shard>, StorageError> {
    let rows = database.query("SELECT value FROM mark WHERE name = 'shard'", vec![])?;
    rows.into_iter().next().map(|mut row| row.parsed("a shard", |text| text.parse().ok())).transpose()
}

/// Keeps the name: the first one stays.
pub fn keep(database: &impl Database, shard: Shard) -> Result<(), StorageError> {
    database.execute(
        "INSERT INTO mark (name, value) VALUES ('shard', ?1) ON CONFLICT DO NOTHING",
        vec![shard.to_string().into()],
    )
}
