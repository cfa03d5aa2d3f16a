//! A database is brought to the newest schema, once.

use crate::support::desk::Desk;
use crate::support::sqlite::Sqlite;
use beeline::pool::{MIGRATIONS, migrate};
use beeline::storage::{Database, StorageError};

fn tables(sqlite: &Sqlite) -> Vec<String> {
    sqlite.texts("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
}

#[test]
fn an_empty_database_gets_every_table() {
    let sqlite = Sqlite::empty();
    sqlite.transaction(|sqlite| migrate(sqlite, 7)).unwrap();
    assert_eq!(
        tables(&sqlite),
        ["adjustment", "crew", "in_force", "known_roster", "member", "migration", "turn"]
    );
    let versions = i64::try_from(MIGRATIONS.len()).unwrap();
    assert_eq!(sqlite.number("SELECT COUNT(*) FROM migration WHERE applied_at_ms = 7"), versions);
}

#[test]
fn a_database_that_is_up_to_date_is_left_alone() {
    let desk = Desk::of_reps(&["ana"]);
    desk.next();
    let before = desk.sqlite.dump();
    desk.sqlite.transaction(|sqlite| migrate(sqlite, 99)).unwrap();
    assert_eq!(desk.sqlite.dump(), before);
}

#[test]
fn a_migration_that_fails_leaves_nothing_behind() {
    let mut statements = 0;
    loop {
        let sqlite = Sqlite::empty();
        sqlite.fail_after(statements);
        let outcome = sqlite.transaction(|sqlite| migrate(sqlite, 0));
        if sqlite.was_spared() {
            break;
        }
        assert!(outcome.is_err());
        assert!(tables(&sqlite).is_empty());
        statements += 1;
    }
    assert!(statements > 10, "{statements}");
}

#[test]
fn a_database_of_newer_code_is_refused() {
    let desk = Desk::of_reps(&["ana"]);
    let newer = i64::try_from(MIGRATIONS.len()).unwrap() + 1;
    let outcome = desk.sqlite.transaction(|sqlite| {
        sqlite.execute("INSERT INTO migration VALUES (?1, 0)", vec![newer.into()])?;
        migrate(sqlite, 0)
    });
    assert_eq!(outcome, Err(StorageError(format!("schema {newer} is newer than this code"))));
}
