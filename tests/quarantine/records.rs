//! The audit's and the messages' statements, on SQLite with the inbox's own migrations.

use beeline::quarantine::audit::{BEGIN, END, FORGET, KEPT_MS, LIST, LIST_OF_LEAD, LONGEST_WAIT_MS};
use beeline::quarantine::message::{
    DeadLetter, FORGET_DEAD_LETTERS, FORGET_FORGED, KEEP_DEAD_LETTERS, LIST_DEAD_LETTERS, LIST_FORGED,
};
use rusqlite::{Connection, OptionalExtension};

const MIGRATIONS: [&str; 8] = [
    include_str!("../../migrations/inbox/0001_inbox.sql"),
    include_str!("../../migrations/inbox/0002_drift.sql"),
    include_str!("../../migrations/inbox/0003_inbox_rows.sql"),
    include_str!("../../migrations/inbox/0004_inbox_generation.sql"),
    include_str!("../../migrations/inbox/0005_workbench.sql"),
    include_str!("../../migrations/inbox/0006_warm.sql"),
    include_str!("../../migrations/inbox/0007_traces.sql"),
    include_str!("../../migrations/inbox/0008_workbench_sweeps.sql"),
];
const NOW_MS: i64 = 1_700_000_000_000;

fn inbox() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    MIGRATIONS.iter().for_each(|migration| connection.execute_batch(migration).unwrap());
    connection
}

/// A line's number and when the last of it is due.
fn begin(connection: &Connection, at_ms: i64, lead_id: Option<&str>, span_ms: i64) -> (i64, i64) {
    try_to_begin(connection, at_ms, lead_id, span_ms).unwrap()
}

/// The same; `None` if it would be too late.
fn try_to_begin(
    connection: &Connection,
    at_ms: i64,
    lead_id: Option<&str>,
    span_ms: i64,
) -> Option<(i64, i64)> {
    let values = rusqlite::params![
        at_ms,
        "ops-token",
        "replay",
        lead_id,
        "held",
        "mended",
        3,
        span_ms,
        LONGEST_WAIT_MS
    ];
    let begun = connection.query_row(BEGIN, values, |row| Ok((row.get("id")?, row.get("until_ms")?)));
    begun.optional().unwrap()
}

/// How SQLite goes about a statement.
fn plan(connection: &Connection, sql: &str) -> String {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let values = rusqlite::params_from_iter(vec![1; statement.parameter_count()]);
    let steps = statement.query_map(values, |row| row.get::<_, String>("detail")).unwrap();
    steps.map(Result::unwrap).collect::<Vec<_>>().join("\n")
}

fn count(connection: &Connection, table: &str) -> i64 {
    connection.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

/// Number, result and count of each line behind one.
fn lines(connection: &Connection, before: i64) -> Vec<(i64, Option<String>, Option<i64>)> {
    let mut statement = connection.prepare(LIST).unwrap();
    let row = |row: &rusqlite::Row<'_>| Ok((row.get("id")?, row.get("result")?, row.get("done")?));
    statement.query_map((before, 10), row).unwrap().map(Result::unwrap).collect()
}

fn lines_of(connection: &Connection, lead_id: &str) -> Vec<i64> {
    let mut statement = connection.prepare(LIST_OF_LEAD).unwrap();
    statement.query_map((lead_id, 10), |row| row.get("id")).unwrap().map(Result::unwrap).collect()
}

#[test]
fn an_action_is_on_record_before_it_is_done_and_its_end_after_it() {
    let connection = inbox();
    let (id, _) = begin(&connection, NOW_MS, Some("ld_1"), 0);
    assert_eq!(lines(&connection, i64::MAX), [(id, None, None)]);
    connection.execute(END, (id, NOW_MS + 5, "replayed", 2)).unwrap();
    assert_eq!(lines(&connection, i64::MAX), [(id, Some("replayed".to_owned()), Some(2))]);
}

#[test]
fn the_audit_is_listed_newest_first_page_by_page_and_by_lead() {
    let connection = inbox();
    let ids: Vec<i64> =
        (0..12).map(|serial| begin(&connection, NOW_MS, Some(["ld_1", "ld_2"][serial % 2]), 0).0).collect();
    let listed: Vec<i64> = lines(&connection, i64::MAX).into_iter().map(|(id, ..)| id).collect();
    assert_eq!(listed, ids[2..].iter().rev().copied().collect::<Vec<_>>());
    assert_eq!(lines(&connection, ids[2]).len(), 2);
    let of_second: Vec<i64> = ids.iter().rev().step_by(2).copied().collect();
    assert_eq!(lines_of(&connection, "ld_2"), of_second);
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
fn a_replay_that_would_be_due_too_late_is_not_begun_and_keeps_no_other_waiting() {
    let connection = inbox();
    let long_ms = LONGEST_WAIT_MS - 60_000;
    assert!(try_to_begin(&connection, NOW_MS, None, long_ms).is_some());
    assert_eq!(try_to_begin(&connection, NOW_MS, None, 61_000), None);
    assert_eq!(count(&connection, "audit"), 1, "it leaves no line");
    let (_, until_ms) = try_to_begin(&connection, NOW_MS, None, 60_000).unwrap();
    assert_eq!(until_ms, NOW_MS + LONGEST_WAIT_MS);
    assert!(try_to_begin(&connection, NOW_MS, Some("ld_1"), 0).is_some(), "what happens at once is not late");
}

#[test]
fn nothing_is_found_by_reading_everything() {
    let connection = inbox();
    for (sql, index) in [
        (LIST, "INTEGER PRIMARY KEY"),
        (LIST_OF_LEAD, "audit_by_lead"),
        (BEGIN, "audit_by_end"),
        (FORGET, "audit_by_end"),
        (LIST_DEAD_LETTERS, "dead_letter_by_age"),
        (FORGET_DEAD_LETTERS, "dead_letter_by_age"),
        (LIST_FORGED, "forged_message_by_age"),
        (FORGET_FORGED, "forged_message_by_age"),
    ] {
        let plan = plan(&connection, sql);
        assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
    }
}

#[test]
fn the_audit_forgets_what_is_long_over_some_at_a_time() {
    let connection = inbox();
    for serial in 0..130 {
        begin(&connection, NOW_MS + serial, Some("ld_1"), 0);
    }
    let kept = begin(&connection, NOW_MS + KEPT_MS, None, 0).0;
    let forget = || connection.execute(FORGET, [NOW_MS + 129]).unwrap();
    assert_eq!((forget(), forget(), forget()), (100, 29, 0));
    let left: Vec<i64> = lines(&connection, i64::MAX).into_iter().map(|(id, ..)| id).collect();
    assert_eq!(left, [kept, kept - 1]);
}

#[test]
fn messages_are_forgotten_that_nobody_has_seen_for_long() {
    let connection = inbox();
    for (table, values, forget) in [
        ("dead_letter", "'dead-letters', 'ld_1', 'crm:inbox', 2, 1", FORGET_DEAD_LETTERS),
        ("forged_message", "'crm-inbox', 'bad signature', 2, 1", FORGET_FORGED),
    ] {
        let bytes = if table == "forged_message" { ", 700" } else { "" };
        for seen_at_ms in 0..130 {
            let insert =
                format!("INSERT INTO {table} VALUES ('{seen_at_ms}', {values}, {seen_at_ms}{bytes})");
            connection.execute(&insert, []).unwrap();
        }
        let forget = || connection.execute(forget, [129]).unwrap();
        assert_eq!((forget(), forget(), forget()), (100, 29, 0), "{table}");
        assert_eq!(count(&connection, table), 1);
    }
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
