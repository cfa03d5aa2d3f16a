//! Traces are kept once a lead, met by whatever is shared, and deleted when nobody looks back as far.

use beeline::warm::domain::Domain;
use beeline::warm::duplicate::{ALIKE, FORGET, KEEP, LOOK_BACK_MS, MOST_ALIKE, May, Trace, suggestions};
use rusqlite::{Connection, Row};

const NOW_MS: i64 = 1_790_000_000_000;

fn database() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(include_str!("../../migrations/inbox/0007_traces.sql")).unwrap();
    connection
}

type Texts = [Option<String>; 5];

fn texts(trace: &Trace) -> Texts {
    let Trace { email, phone, name, domain, company, .. } = trace.clone();
    let domain = domain.map(|domain| domain.as_str().to_owned());
    [
        email.map(|it| it.into_inner()),
        phone.map(|it| it.into_inner()),
        name.map(|it| it.into_inner()),
        domain,
        company,
    ]
}

fn keep(database: &Connection, trace: &Trace, revision: u32) {
    let [email, phone, name, domain, company] = texts(trace);
    let values = (&trace.lead_id, revision, trace.accepted_at_ms, email, phone, name, domain, company);
    database.execute(KEEP, values).unwrap();
}

fn read(row: &Row<'_>) -> Trace {
    let personal = |place: usize| row.get::<_, Option<String>>(place).unwrap().map(Into::into);
    Trace {
        lead_id: row.get(0).unwrap(),
        accepted_at_ms: row.get(1).unwrap(),
        email: personal(2),
        phone: personal(3),
        name: personal(4),
        domain: row.get::<_, Option<String>>(5).unwrap().map(|domain| Domain::new(&domain).unwrap()),
        company: row.get(6).unwrap(),
    }
}

fn alike(database: &Connection, trace: &Trace) -> Vec<Trace> {
    let [email, phone, name, domain, company] = texts(trace);
    let since_ms = trace.accepted_at_ms - LOOK_BACK_MS;
    let values = (&trace.lead_id, since_ms, MOST_ALIKE, email, phone, name, domain, company);
    let mut statement = database.prepare(ALIKE).unwrap();
    statement.query_map(values, |row| Ok(read(row))).unwrap().map(Result::unwrap).collect()
}

fn lead(id: &str) -> Trace {
    Trace { lead_id: id.into(), accepted_at_ms: NOW_MS, ..Trace::default() }
}

fn jane(id: &str) -> Trace {
    Trace {
        email: Some("digest of an address".to_owned().into()),
        phone: Some("digest of a number".to_owned().into()),
        name: Some("digest of a name".to_owned().into()),
        domain: Some(Domain::new("example.com").unwrap()),
        company: Some("example".into()),
        ..lead(id)
    }
}

#[test]
fn whatever_two_leads_share_one_meets_the_other_once() {
    let database = database();
    let parts = [
        Trace { email: jane("").email, ..lead("by address") },
        Trace { phone: jane("").phone, ..lead("by number") },
        Trace { name: jane("").name, ..lead("by name") },
        Trace { domain: jane("").domain, ..lead("by domain") },
        Trace { company: jane("").company, ..lead("by company") },
        jane("by all"),
        Trace { company: Some("another".into()), ..lead("by nothing") },
    ];
    parts.iter().for_each(|trace| keep(&database, trace, 1));
    let jane = jane("jane");
    keep(&database, &jane, 1);
    let mut met: Vec<String> = alike(&database, &jane).into_iter().map(|trace| trace.lead_id).collect();
    met.sort();
    assert_eq!(met, ["by address", "by all", "by company", "by domain", "by name", "by number"]);
    let told = suggestions(&jane, &alike(&database, &jane));
    assert_eq!((told[0].may, told.len()), (May::BePerson, 5), "a name alone is nobody");
}

#[test]
fn a_lead_that_says_nothing_of_something_shares_it_with_nobody() {
    let database = database();
    keep(&database, &lead("a"), 1);
    keep(&database, &Trace { company: Some("example".into()), ..lead("b") }, 1);
    assert_eq!(alike(&database, &lead("c")), []);
}

#[test]
fn the_newest_are_compared_and_no_more_than_a_few() {
    let database = database();
    let most = i64::from(MOST_ALIKE);
    for number in 0..most + 30 {
        let at = Trace { accepted_at_ms: NOW_MS - number, ..lead(&format!("{number}")) };
        keep(&database, &Trace { domain: jane("").domain, ..at }, 1);
    }
    let met = alike(&database, &jane("jane"));
    assert_eq!(met.len(), most as usize);
    assert!(met.iter().all(|trace| trace.accepted_at_ms > NOW_MS - most));
}

#[test]
fn what_is_further_back_is_not_compared() {
    let database = database();
    let ages = [("in time", LOOK_BACK_MS), ("too old", LOOK_BACK_MS + 1)];
    for (id, age_ms) in ages {
        keep(&database, &Trace { accepted_at_ms: NOW_MS - age_ms, ..jane(id) }, 1);
    }
    let met: Vec<String> = alike(&database, &jane("jane")).into_iter().map(|trace| trace.lead_id).collect();
    assert_eq!(met, ["in time"]);
}

#[test]
fn an_older_revision_takes_the_place_of_no_newer_one() {
    let database = database();
    keep(&database, &Trace { company: Some("second".into()), ..lead("a") }, 2);
    keep(&database, &Trace { company: Some("first".into()), ..lead("a") }, 1);
    let by = |company: &str| alike(&database, &Trace { company: Some(company.into()), ..lead("b") }).len();
    assert_eq!([by("first"), by("second")], [0, 1]);
    keep(&database, &Trace { company: Some("third".into()), ..lead("a") }, 3);
    assert_eq!([by("second"), by("third")], [0, 1]);
}

#[test]
fn what_nobody_looks_back_to_is_deleted_a_bounded_number_at_a_time() {
    let database = database();
    for number in 0..150 {
        keep(&database, &Trace { accepted_at_ms: number, ..jane(&format!("{number}")) }, 1);
    }
    let forgotten = |before_ms: i64| database.execute(FORGET, [before_ms]).unwrap();
    assert_eq!([forgotten(120), forgotten(120), forgotten(120)], [100, 20, 0]);
    let oldest: i64 =
        database.query_row("SELECT MIN(accepted_at_ms) FROM trace", [], |row| row.get(0)).unwrap();
    assert_eq!(oldest, 120);
}

#[test]
fn each_search_is_an_index_and_no_table_is_read() {
    let database = database();
    let mut statement = database.prepare(&format!("EXPLAIN QUERY PLAN {ALIKE}")).unwrap();
    let steps = statement.query_map(("a", 0, 1, "", "", "", "", ""), |row| row.get::<_, String>(3)).unwrap();
    let steps: Vec<String> = steps.map(Result::unwrap).collect();
    assert!(!steps.iter().any(|step| step.contains("SCAN trace")), "{steps:?}");
    for index in ["trace_by_email", "trace_by_phone", "trace_by_name", "trace_by_domain", "trace_by_company"]
    {
        assert!(steps.iter().any(|step| step.contains(index)), "{index} in {steps:?}");
    }
}
