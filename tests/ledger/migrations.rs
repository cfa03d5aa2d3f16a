//! A ledger written by an older version of the code is read by this one, nothing lost.

use crate::support::claims::{CARD, CRM};
use crate::support::sqlite::Sqlite;
use beeline::identity::LeadId;
use beeline::ledger::{
    Command, LeadReport, LeadState, MIGRATIONS, Reply, Role, StorageError, Value, migrate,
};

const ADA: &str = "ld_040gfafankn8sr68a3ro2h00";
const GRACE: &str = "ld_040g6qp0ssdmb8eem8g2670a";
const ROUTE: &str = r#"{"team":"sales","team_name":"Sales","form_title":"Demo","rep":null,"sla_seconds":300,"booking_url":null,"rule":"fallback"}"#;
const ACCEPTED_AT_MS: i64 = 1_790_000_400_000;

/// A ledger of the first schema: one lead in flight, said twice, and one delivered.
fn of_the_first_schema() -> Sqlite {
    let sqlite = Sqlite::empty();
    let run = |sql: &str, parameters: Vec<Value>| {
        sqlite.look(sql, parameters);
    };
    run("CREATE TABLE migration (version INTEGER PRIMARY KEY, applied_at_ms INTEGER NOT NULL)", vec![]);
    for statement in MIGRATIONS.first().unwrap().split(';').filter(|statement| !statement.trim().is_empty()) {
        run(statement, vec![]);
    }
    run("INSERT INTO migration VALUES (1, 0)", vec![]);
    for (lead_id, state, revision) in [(ADA, "accepted", 2_u32), (GRACE, "delivered", 1)] {
        run(
            "INSERT INTO lead (lead_id, lead_key, person, person_other, form, lane, kind, state, revision, \
             fingerprint, correlation_id, accepted_at_ms, said_at_ms) VALUES (?1, 'bl_key', 'person', NULL, \
             'demo', 'hot', 'real', ?2, ?3, 'fingerprint', 'correlation', ?4, ?4)",
            vec![lead_id.into(), state.into(), revision.into(), ACCEPTED_AT_MS.into()],
        );
        for revision in 1..=revision {
            run(
                "INSERT INTO submission VALUES (?1, ?2, ?3, ?3, 'trace', ?4, 'bundle', ?5)",
                vec![
                    lead_id.into(),
                    revision.into(),
                    ACCEPTED_AT_MS.into(),
                    ROUTE.into(),
                    format!("{{\"said\":{revision}}}").into(),
                ],
            );
        }
    }
    let owe = "INSERT INTO obligation VALUES (?1, ?2, ?3, ?3, ?4, ?5, 1, ?5, ?5, NULL, ?6, NULL)";
    let due = ACCEPTED_AT_MS + 500;
    run(owe, vec![ADA.into(), CRM.into(), 2_u32.into(), "sent".into(), due.into(), Value::Null]);
    run(owe, vec![ADA.into(), CARD.into(), 2_u32.into(), "due".into(), (due + 1).into(), "message".into()]);
    run(owe, vec![GRACE.into(), CRM.into(), 1_u32.into(), "delivered".into(), due.into(), "record".into()]);
    sqlite
}

/// A ledger of the second schema, with a reserved `Idempotency-Key`.
fn of_the_second_schema() -> Sqlite {
    let sqlite = of_the_first_schema();
    for statement in MIGRATIONS.get(1).unwrap().split(';').filter(|statement| !statement.trim().is_empty()) {
        sqlite.look(statement, vec![]);
    }
    sqlite.look("INSERT INTO migration VALUES (2, 0)", vec![]);
    sqlite.look(
        "INSERT INTO header_key (key, fingerprint, lead_id, expires_at_ms) VALUES ('digest', 'fingerprint', ?1, ?2)",
        vec![ADA.into(), (ACCEPTED_AT_MS + 1_000_000).into()],
    );
    sqlite
}

fn report(sqlite: &Sqlite, lead_id: &str) -> LeadReport {
    let lead_id: LeadId = lead_id.parse().unwrap();
    let run = |database: &Sqlite| -> Result<Reply, StorageError> {
        beeline::ledger::run(database, Role::Home, Command::Lead { lead_id }, ACCEPTED_AT_MS)
    };
    match sqlite.transaction(run).unwrap() {
        Reply::Lead(Some(report)) => report,
        other => panic!("not a lead: {other:?}"),
    }
}

#[test]
fn a_ledger_of_the_first_schema_keeps_its_leads_and_what_it_owes_them() {
    let sqlite = of_the_first_schema();
    sqlite.transaction(|sqlite| migrate(sqlite, ACCEPTED_AT_MS)).unwrap();
    let ada = report(&sqlite, ADA);
    assert_eq!((ada.state, ada.revision), (LeadState::Accepted, 2));
    assert_eq!(report(&sqlite, GRACE).record.as_deref(), Some("record"));
    let now_ms = ACCEPTED_AT_MS + 1_000;
    let due = sqlite.transaction(|sqlite| beeline::ledger::dispatch(sqlite, now_ms)).unwrap();
    let mut names: Vec<_> = due.rows.iter().map(|row| row.owed.name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, [CARD, CRM]);
    assert!(due.rows.iter().all(|row| row.lead.lead_id.to_string() == ADA));
    assert!(due.rows.iter().all(|row| row.payload == r#"{"said":2}"#));
    let card = due.rows.iter().find(|row| row.owed.name.is_card()).unwrap();
    assert_eq!((card.owed.generation, card.owed.reference.as_deref()), (2, Some("message")));
}

#[test]
fn a_key_of_the_second_schema_answers_with_its_lead_and_proves_nothing() {
    let sqlite = of_the_second_schema();
    sqlite.transaction(|sqlite| migrate(sqlite, ACCEPTED_AT_MS)).unwrap();
    assert_eq!(report(&sqlite, ADA).revision, 2);
    let mut known = sqlite.look("SELECT lead_id, proves FROM header_key", vec![]);
    let [row] = &mut known[..] else { panic!("one key, not {}", known.len()) };
    assert_eq!((row.text().unwrap().as_str(), row.count().unwrap()), (ADA, 0));
}

#[test]
fn migrating_again_changes_nothing() {
    let sqlite = of_the_first_schema();
    sqlite.transaction(|sqlite| migrate(sqlite, ACCEPTED_AT_MS)).unwrap();
    let before = sqlite.dump();
    sqlite.transaction(|sqlite| migrate(sqlite, ACCEPTED_AT_MS + 1)).unwrap();
    assert_eq!(sqlite.dump(), before);
}

#[test]
fn a_migration_that_fails_leaves_the_old_ledger_as_it_was() {
    let sqlite = of_the_first_schema();
    let before = sqlite.dump();
    for statements in 2.. {
        sqlite.fail_after(statements);
        let outcome = sqlite.transaction(|sqlite| migrate(sqlite, ACCEPTED_AT_MS));
        if sqlite.was_spared() {
            break;
        }
        assert!(outcome.is_err());
        assert_eq!(sqlite.dump(), before, "after statement {statements} failed");
    }
    assert_eq!(report(&sqlite, ADA).revision, 2);
}

#[test]
fn a_ledger_of_a_newer_schema_is_refused() {
    let sqlite = Sqlite::empty();
    sqlite.transaction(|sqlite| migrate(sqlite, 0)).unwrap();
    sqlite.look("INSERT INTO migration VALUES (1000, 0)", vec![]);
    let refused = sqlite.transaction(|sqlite| migrate(sqlite, 0)).unwrap_err();
    assert!(refused.to_string().contains("newer than this code"), "{refused}");
}
