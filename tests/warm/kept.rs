//! What is kept of a job, as people read it, and in which row.

use beeline::lead::Lead;
use beeline::warm::company::{Company, Headcount};
use beeline::warm::domain::Domain;
use beeline::warm::enriched::Findings;
use beeline::warm::job::Report;
use beeline::warm::kept::{KEEP, Kept, OF_LEADS};
use beeline::warm::mail::Mail;
use beeline::warm::reroute::{Rerouted, Stays};
use beeline::warm::score::Score;
use beeline::warm::source::{Source, Sourced};
use rusqlite::Connection;

fn by<T>(source: Source, value: T) -> Sourced<T> {
    Sourced { value, source, confidence: None, at_ms: 50 }
}

fn kept(revision: u32) -> Kept {
    let company = Company {
        domain: Domain::new("example.com").unwrap(),
        name: Some(by(Source::Apollo, "Example".to_owned())),
        employees: Some(by(Source::Apollo, Headcount { from: 51, to: Some(200) })),
        industry: None,
        country: None,
    };
    let mail = Some(by(Source::MailDns, Mail::Accepted));
    let score = Score { points: 40, sum: 40, most: 100, ..Score::default() };
    Kept {
        revision,
        at_ms: 60,
        findings: Findings { company: Some(company), mail, ..Findings::default() },
        score: Some(score),
        rerouted: None,
        report: Report::default(),
    }
}

fn told(lead: &Lead) -> Vec<(String, bool)> {
    let told = kept(1).told(lead).into_iter();
    told.map(|it| (format!("{}: {} ({})", it.label, it.value, it.source), it.is_contested)).collect()
}

#[test]
fn every_value_is_told_with_where_it_came_from() {
    let lines = ["Company: Example (Apollo)", "Employees: 51 to 200 (Apollo)", "Mail domain: accepted (DNS)"];
    let lines = lines.into_iter().chain(["Score: 40 of 100 (score.toml)"]);
    assert_eq!(told(&Lead::default()), lines.map(|line| (line.to_owned(), false)).collect::<Vec<_>>());
}

#[test]
fn what_the_visitor_says_otherwise_is_told_as_that() {
    let lead = Lead { company: Some("Elsewhere".into()), employees: Some(7), ..Lead::default() };
    let contested: Vec<String> =
        told(&lead).into_iter().filter(|(_, is_contested)| *is_contested).map(|(line, _)| line).collect();
    assert_eq!(contested, ["Company: Example (Apollo)", "Employees: 51 to 200 (Apollo)"]);
}

#[test]
fn what_the_visitor_says_too_is_not_told_again() {
    let lead = Lead { company: Some(" EXAMPLE ".into()), ..Lead::default() };
    assert!(told(&lead).iter().all(|(line, _)| !line.starts_with("Company")));
}

#[test]
fn a_timeline_says_what_was_found_and_no_value_of_it() {
    assert_eq!(kept(1).summary(), "company, mail domain, score");
    assert_eq!(Kept { findings: Findings::default(), score: None, ..kept(1) }.summary(), "nothing");
    let (from, to, rule) = ("sales".to_owned(), "enterprise".to_owned(), "large".to_owned());
    let moved = Kept { rerouted: Some(Rerouted::Moved { from, to, rule }), ..kept(1) };
    assert!(moved.summary().ends_with(", other team"), "{}", moved.summary());
    let stayed = Kept { rerouted: Some(Rerouted::Stayed(Stays::SameTeam)), ..kept(1) };
    assert_eq!(stayed.summary(), kept(1).summary());
}

#[test]
fn of_nothing_found_nobody_has_to_be_told() {
    let nothing = Kept { findings: Findings::default(), score: None, ..kept(1) };
    assert!(!nothing.says_something());
    let stayed = Some(Rerouted::Stayed(Stays::SameTeam));
    assert!(!Kept { rerouted: stayed, ..nothing.clone() }.says_something());
    let (from, to, rule) = ("sales".to_owned(), "enterprise".to_owned(), "large".to_owned());
    let told = [
        Kept { findings: kept(1).findings, ..nothing.clone() },
        Kept { score: kept(1).score, ..nothing.clone() },
        Kept { rerouted: Some(Rerouted::Moved { from, to, rule }), ..nothing },
    ];
    assert!(told.iter().all(Kept::says_something));
}

fn database() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(include_str!("../../migrations/inbox/0006_warm.sql")).unwrap();
    connection
}

fn keep(database: &Connection, lead_id: &str, kept: &Kept) {
    let text = serde_json::to_string(kept).unwrap();
    database.execute(KEEP, (lead_id, kept.revision, kept.at_ms, text)).unwrap();
}

fn of(database: &Connection, ids: &str) -> Vec<(String, Kept)> {
    let mut statement = database.prepare(OF_LEADS).unwrap();
    let rows = statement.query_map([ids], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).unwrap();
    rows.map(|row| row.map(|(id, text)| (id, serde_json::from_str(&text).unwrap())).unwrap()).collect()
}

#[test]
fn what_is_kept_is_read_back_by_lead() {
    let database = database();
    keep(&database, "ld_a", &kept(1));
    keep(&database, "ld_b", &kept(3));
    assert_eq!(of(&database, r#"["ld_b","ld_c"]"#), [("ld_b".to_owned(), kept(3))]);
}

#[test]
fn an_older_revision_takes_the_place_of_no_newer_one() {
    let database = database();
    keep(&database, "ld_a", &kept(2));
    keep(&database, "ld_a", &Kept { at_ms: 99, ..kept(1) });
    assert_eq!(of(&database, r#"["ld_a"]"#)[0].1, kept(2));
    keep(&database, "ld_a", &Kept { at_ms: 99, ..kept(2) });
    assert_eq!(of(&database, r#"["ld_a"]"#)[0].1.at_ms, 99);
}
