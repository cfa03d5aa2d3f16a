//! Rows are written only if they are still what was read, and forgotten when they say nothing.

use beeline::warm::company::Provider;
use beeline::warm::domain::Domain;
use beeline::warm::memory::{FORGET, READ, SWAP, company, mail, spent};
use beeline::warm::source::Source;
use rusqlite::{Connection, OptionalExtension};

fn database() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(include_str!("../../migrations/inbox/0006_warm.sql")).unwrap();
    connection
}

/// Whether it was written.
fn swap(database: &Connection, key: &str, before: &str, after: &str, stale_at_ms: i64) -> bool {
    let written = database.query_row(SWAP, (key, after, stale_at_ms, before), |row| row.get::<_, String>(0));
    written.optional().unwrap().is_some()
}

fn read(database: &Connection, key: &str) -> Option<String> {
    database.query_row(READ, [key], |row| row.get(0)).optional().unwrap()
}

#[test]
fn of_two_who_read_the_same_only_the_first_writes() {
    let database = database();
    assert!(swap(&database, "a", "", "1", 5));
    assert!(!swap(&database, "a", "", "2", 5), "there was nothing when it was read");
    assert!(swap(&database, "a", "1", "2", 5));
    assert!(!swap(&database, "a", "1", "3", 5));
    assert_eq!(read(&database, "a").as_deref(), Some("2"));
    assert_eq!(read(&database, "b"), None);
}

#[test]
fn what_is_stale_is_forgotten_a_bounded_number_at_a_time() {
    let database = database();
    for number in 0..150 {
        swap(&database, &format!("key {number}"), "", "x", number);
    }
    let forgotten = |now_ms: i64| database.execute(FORGET, [now_ms]).unwrap();
    assert_eq!([forgotten(120), forgotten(120), forgotten(120)], [100, 20, 0]);
    assert!(read(&database, "key 120").is_some());
}

#[test]
fn a_swap_makes_what_it_wrote_last_longer() {
    let database = database();
    swap(&database, "a", "", "1", 5);
    swap(&database, "a", "1", "2", 50);
    assert_eq!(database.execute(FORGET, [10_i64]).unwrap(), 0);
}

#[test]
fn keys_stay_as_they_are_and_apart() {
    let domain = Domain::new("example.com").unwrap();
    let asked = [Provider::PeopleDataLabs, Provider::Apollo].map(|provider| company(provider, &domain));
    assert_eq!(asked, ["company:people_data_labs:example.com", "company:apollo:example.com"]);
    let keys = [mail(&domain), spent(Source::PeopleDataLabs)];
    assert_eq!(keys, ["mail:example.com", "spent:people_data_labs"]);
}
