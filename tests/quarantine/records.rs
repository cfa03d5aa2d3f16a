//! The audit's and the messages' statements, on SQLite with the inbox's own migrations.

use beeline::quarantine::audit::{BEGIN, END, LIST};
use beeline::quarantine::message::{DeadLetter, KEEP_DEAD_LETTERS, LIST_DEAD_LETTERS, LIST_FORGED};
use rusqlite::Connection;

const MIGRATIONS: [&str; 7] = [
    include_str!("../../migrations/inbox/0001_inbox.sql"),
    include_str!("../../migrations/inbox/0002_drift.sql"),
    include_str!("../../migrations/inbox/0003_inbox_rows.sql"),
    include_str!("../../migrations/inbox/0004_inbox_generation.sql"),
    include_str!("../../migrations/inbox/0005_workbench.sql"),
    include_str!("../../migrations/inbox/0006_warm.sql"),
    include_str!("../../migrations/inbox/0007_traces.sql"),
];
const NOW_MS: i64 = 1_700_000_000_000;

fn inbox() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    MIGRATIONS.iter().for_each(|migration| connection.execute_batch(migration).unwrap());
    connection
}

/// A line's number and when the last of it is due.
fn begin(connection: &Connection, at_ms: i64, lead_id: Option<&str>, span_ms: i64) -> (i64, i64) {
    let values = rusqlite::params![at_ms, "ops-token", "replay", lead_id, "held", "mended", 3, span_ms];
    connection.query_row(BEGIN, values, |row| Ok((row.get("id")?, row.get("until_ms")?))).unwrap()
}

/// Number, result and count of each line.
fn lines(
    connection: &Connection,
    before: i64,
    lead_id: Option<&str>,
) -> Vec<(i64, Option<String>, Option<i64>)> {
    let mut statement = connection.prepare(LIST).unwrap();
    let row = |row: &rusqlite::Row<'_>| Ok((row.get("id")?, row.get("result")?, row.get("done")?));
    statement.query_map((before, lead_id, 10), row).unwrap().map(Result::unwrap).collect()
}

#[test]
fn an_action_is_on_record_before_it_is_done_and_its_end_after_it() {
    let connection = inbox();
    let (id, _) = begin(&connection, NOW_MS, Some("ld_1"), 0);
    assert_eq!(lines(&connection, i64::MAX, None), [(id, None, None)]);
    connection.execute(END, (id, NOW_MS + 5, "replayed", 2)).unwrap();
    assert_eq!(lines(&connection, i64::MAX, None), [(id, Some("replayed".to_owned()), Some(2))]);
}

#[test]
fn the_audit_is_listed_newest_first_page_by_page_and_by_lead() {
    let connection = inbox();
    let ids: Vec<i64> =
        (0..12).map(|serial| begin(&connection, NOW_MS, Some(["ld_1", "ld_2"][serial % 2]), 0).0).collect();
    let listed: Vec<i64> = lines(&connection, i64::MAX, None).into_iter().map(|(id, ..)| id).collect();
    assert_eq!(listed, ids[2..].iter().rev().copied().collect::<Vec<_>>());
    assert_eq!(lines(&connection, ids[2], None).len(), 2);
    assert_eq!(lines(&connection, i64::MAX, Some("ld_2")).len(), 6);
}

#[test]
fn replays_that_take_time_queue_up_and_what_happens_at_once_does_not() {
    let connection = inbox();
    assert_eq!(begin(&connection, NOW_MS, None, 10_000).1, NOW_MS + 10_000);
    assert_eq!(begin(&connection, NOW_MS + 1_000, None, 5_000).1, NOW_MS + 15_000, "after the first");
    assert_eq!(begin(&connection, NOW_MS + 2_000, Some("ld_1"), 0).1, NOW_MS + 2_000, "waits for nobody");
    assert_eq!(begin(&connection, NOW_MS + 60_000, None, 5_000).1, NOW_MS + 65_000, "all is over");
}

#[test]
fn a_dead_letter_is_noted_once_however_often_it_comes() {
    let connection = inbox();
    let letter = |digest: &str| DeadLetter {
        digest: digest.into(),
        queue: "dead-letters".into(),
        lead_id: "ld_1".into(),
        obligation: "crm:inbox".into(),
    };
    let keep = |letters: &[DeadLetter], now_ms: i64| {
        connection.execute(KEEP_DEAD_LETTERS, (serde_json::to_string(letters).unwrap(), now_ms)).unwrap();
    };
    keep(&[letter("a"), letter("b")], NOW_MS);
    keep(&[letter("a"), letter("a")], NOW_MS + 5);
    let mut statement = connection.prepare(LIST_DEAD_LETTERS).unwrap();
    let row = |row: &rusqlite::Row<'_>| {
        Ok((row.get("digest")?, row.get("seen")?, row.get("first_seen_at_ms")?, row.get("last_seen_at_ms")?))
    };
    let listed: Vec<(String, i64, i64, i64)> =
        statement.query_map([20], row).unwrap().map(Result::unwrap).collect();
    assert_eq!(listed, [("a".to_owned(), 3, NOW_MS, NOW_MS + 5), ("b".to_owned(), 1, NOW_MS, NOW_MS)]);
}

#[test]
fn messages_that_were_not_believed_are_listed_with_the_reason() {
    let connection = inbox();
    let insert = "INSERT INTO forged_message VALUES ('d', 'crm-inbox', 'bad signature', 2, 1, 9, 700)";
    connection.execute(insert, []).unwrap();
    let reason: String = connection.query_row(LIST_FORGED, [20], |row| row.get("reason")).unwrap();
    assert_eq!(reason, "bad signature");
}
