//! The inbox destination's statements, on SQLite with its own migrations.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // a test that cannot go on has failed

use beeline::envelope::Message;
use beeline::inbox::{LIST, Place, RECORD, TALLY, UPSERT, Unwritable, record};
use beeline::routing::{Rep, Route};
use rusqlite::Connection;
use serde_json::{Value, json};

const MIGRATIONS: [&str; 8] = [
    include_str!("../migrations/inbox/0001_inbox.sql"),
    include_str!("../migrations/inbox/0002_drift.sql"),
    include_str!("../migrations/inbox/0003_inbox_rows.sql"),
    include_str!("../migrations/inbox/0004_inbox_generation.sql"),
    include_str!("../migrations/inbox/0005_workbench.sql"),
    include_str!("../migrations/inbox/0006_warm.sql"),
    include_str!("../migrations/inbox/0007_traces.sql"),
    include_str!("../migrations/inbox/0008_workbench_sweeps.sql"),
];
const NOW_MS: i64 = 1_700_000_000_000;

fn inbox() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    MIGRATIONS.iter().for_each(|migration| connection.execute_batch(migration).unwrap());
    connection
}

#[test]
fn records_of_the_first_layout_are_still_there() {
    let connection = Connection::open_in_memory().unwrap();
    let (first, later) = MIGRATIONS.split_at(1);
    first.iter().for_each(|migration| connection.execute_batch(migration).unwrap());
    for (id, revision, name) in [(A, 2, "Ada"), (B, 1, "Grace")] {
        let columns = "lead_id, lead_key, form, kind, team, revision, name, accepted_at_ms, written_at_ms, \
             correlation_id, bundle, lead, route";
        let sql = format!(
            "INSERT INTO inbox ({columns}) VALUES (?1, '', '', '', '', ?2, ?3, 0, 0, '', '', '{{}}', '{{}}')"
        );
        connection.execute(&sql, (id, revision, name)).unwrap();
    }
    later.iter().for_each(|migration| connection.execute_batch(migration).unwrap());
    assert_eq!(names(&connection), [("Ada".to_owned(), 2), ("Grace".to_owned(), 1)]);
    write(&connection, &[(A, 1, "older"), (B, 2, "newer")]);
    assert_eq!(names(&connection), [("Ada".to_owned(), 2), ("newer".to_owned(), 2)]);
}

#[test]
fn a_page_of_the_inbox_is_read_from_the_index_in_order() {
    let connection = inbox();
    let plan = format!("EXPLAIN QUERY PLAN {LIST}");
    let mut statement = connection.prepare(&plan).unwrap();
    let steps = statement.query_map((1, "x", 1), |row| row.get::<_, String>(3)).unwrap();
    let steps: Vec<String> = steps.map(Result::unwrap).collect();
    assert!(steps.iter().any(|step| step.contains("USING INDEX inbox_by_acceptance")), "{steps:?}");
    assert!(steps.iter().all(|step| !step.contains("TEMP B-TREE")), "{steps:?}");
}

fn lead(name: &str) -> String {
    json!({"kind": "real", "name": name, "consent": {"privacy": true}}).to_string()
}

fn message(lead_id: &str, revision: u32, accepted_at_ms: i64) -> Message {
    written(lead_id, revision, 1, None, accepted_at_ms)
}

fn written(lead_id: &str, revision: u32, generation: u32, rep: Option<&str>, accepted_at_ms: i64) -> Message {
    let route = Route {
        team: "sales".into(),
        team_name: "Sales".into(),
        form_title: "Demo".into(),
        rep: rep.map(|name| Rep { id: "rep".into(), name: name.into(), ..Rep::default() }),
        sla_seconds: 300,
        booking_url: None,
        rule: "fallback".into(),
    };
    let json = json!({
        "lead_id": lead_id, "key": "bl_0", "obligation": "crm:inbox", "revision": revision, "generation": generation,
        "form": "demo", "shard": "eu-03", "kind": "real", "correlation_id": "co_0", "traceparent": "",
        "accepted_at_ms": accepted_at_ms, "route": route, "bundle": "b", "records": "accepted",
        "body": "lead_ref",
    });
    serde_json::from_str(&json.to_string()).unwrap()
}

fn write(connection: &Connection, rows: &[(&str, u32, &str)]) {
    let records: Vec<Value> = rows
        .iter()
        .map(|(id, revision, name)| record(&message(id, *revision, NOW_MS), &lead(name), NOW_MS).unwrap())
        .collect();
    connection.execute(UPSERT, [Value::Array(records).to_string()]).unwrap();
}

fn names(connection: &Connection) -> Vec<(String, u32)> {
    let mut statement = connection.prepare("SELECT name, revision FROM inbox ORDER BY lead_id").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

const A: &str = "ld_040g0000000000000000000g";
const B: &str = "ld_040g00000000000000000010";

#[test]
fn redelivery_in_any_order_ends_the_same() {
    let connection = inbox();
    write(&connection, &[(A, 2, "second")]);
    write(&connection, &[(A, 1, "first")]);
    write(&connection, &[(A, 2, "second"), (B, 1, "other"), (A, 2, "second")]);
    assert_eq!(names(&connection), [("second".to_owned(), 2), ("other".to_owned(), 1)]);
}

#[test]
fn two_revisions_in_one_batch_end_with_the_newer() {
    let connection = inbox();
    write(&connection, &[(A, 1, "first"), (A, 2, "second")]);
    assert_eq!(names(&connection), [("second".to_owned(), 2)]);
}

#[test]
fn a_record_that_is_written_again_with_its_owner_keeps_it_in_any_order() {
    let connection = inbox();
    let [without, with] = [(1, None), (2, Some("Kim"))].map(|(generation, rep)| {
        Value::Array(vec![record(&written(A, 1, generation, rep, NOW_MS), &lead("Ada"), NOW_MS).unwrap()])
    });
    let write = |records: &Value| connection.execute(UPSERT, [records.to_string()]).unwrap();
    let rep = || -> Option<String> {
        let mut statement = connection.prepare(LIST).unwrap();
        let line = |row: &rusqlite::Row<'_>| row.get("rep");
        statement.query_row((NOW_MS + 1, "", 1), line).unwrap()
    };
    write(&without);
    assert_eq!(rep(), None);
    for records in [&with, &without, &with] {
        write(records);
        assert_eq!(rep().as_deref(), Some("Kim"));
    }
}

#[test]
fn a_record_can_be_read_back_whole() {
    let connection = inbox();
    write(&connection, &[(A, 1, "Ada")]);
    let stored: String = connection.query_row(RECORD, [A], |row| row.get(0)).unwrap();
    assert_eq!(stored, lead("Ada"));
}

#[test]
fn the_list_goes_on_after_leads_of_the_same_millisecond() {
    let connection = inbox();
    write(&connection, &[(A, 1, "a"), (B, 1, "b")]);
    let page = |place: &Place| -> Vec<String> {
        let mut statement = connection.prepare(LIST).unwrap();
        let rows = statement
            .query_map((place.accepted_at_ms, &place.lead_id, 1), |row| row.get::<_, String>(0))
            .unwrap();
        rows.map(Result::unwrap).collect()
    };
    let first = page(&Place::START);
    assert_eq!(first, [B]);
    let rest = Place::parse(&format!("{NOW_MS}.{B}")).unwrap();
    assert_eq!(page(&rest), [A]);
    assert_eq!(rest.to_string(), format!("{NOW_MS}.{B}"));
    assert!(Place::parse("1.nonsense").is_none());
}

#[test]
fn the_tally_counts_records_by_form_and_kind() {
    let connection = inbox();
    write(&connection, &[(A, 1, "a"), (B, 1, "b"), (A, 2, "c")]);
    let tally: (String, String, i64) =
        connection.query_row(TALLY, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    assert_eq!(tally, ("demo".to_owned(), "real".to_owned(), 2));
}

#[test]
fn what_cannot_be_read_is_refused_for_good() {
    let message = message(A, 1, NOW_MS);
    assert_eq!(record(&message, "{}", NOW_MS).err(), Some(Unwritable::Lead));
}
