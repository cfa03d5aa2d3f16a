//! Bytes that outlive a deploy: what travels between Workers, and what is stored. A change here
//! needs a migration or a reader for both, not a new literal.
//!
//! A failing assertion prints the new text, ready to be pasted.

use crate::support::calendar::HOUR_MS;
use crate::support::desk::{Desk, by_turns, capped, weighing};
use beeline::pool::{Command, MIGRATIONS, Reply};
use serde::Serialize;
use serde::de::DeserializeOwned;

const COMMANDS: &[&str] = &[
    r#"{"roster":{"sequence":7,"hash":"hash-7","team":"sales","crew":{"policy":{"sticky":"always_when_open","unknown_load":"after_idle","stale_after_ms":120000},"members":[{"rep":"ana","name":"Ana","weight":2,"daily_cap":20,"active":true,"timetable":[0,[540,1080],[]],"contact":{"slack_id":"U0123456789","booking_url":"https://www.example.com/book/ana"},"phone":"+4915123456789"},{"rep":"ben","name":"Ben","weight":1,"active":false,"timetable":[0,[0,10080],[[29840000,60,0],[29850000,60,null]]]}],"zones":[[[[29454720,60]],34713600]],"holidays":["Christmas Day"]}}}"#,
    r#"{"roster":{"sequence":7,"hash":"hash-7","team":"sales","crew":{"policy":{"sticky":"off","unknown_load":"as_idle","stale_after_ms":1},"members":[]}}}"#,
    r#"{"roster":{"sequence":7,"hash":"hash-7","team":"sales","crew":{"policy":{"sticky":"off","unknown_load":"as_busy","stale_after_ms":1},"members":[]}}}"#,
    r#"{"take":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","person":"1.digest","roster":"hash-7","lane":"hot","kind":{"kind":"real"},"may_wait":false,"at_ms":1790000400000}}"#,
    r#"{"take":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","person":"1.digest","roster":"hash-7","lane":"standard","kind":{"kind":"synthetic","run":"run-1"},"may_wait":true,"at_ms":1790000400000}}"#,
    r#"{"busy":{"rep":"ana","state":"busy","at_ms":1790000400000}}"#,
    r#"{"busy":{"rep":"ana","state":"on_call","at_ms":1790000400000}}"#,
    r#"{"busy":{"rep":"ana","state":"idle","at_ms":1790000400000}}"#,
    r#""serve""#,
    r#"{"told":{"turns":[["ld_040gfafankn8sr68a3ro2h00",1790000430000]]}}"#,
    r#"{"release":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","rep":"ana","by":"sla","why":"not claimed within 5 minutes"}}"#,
    r#"{"withdraw":{"lead_id":"ld_040gfafankn8sr68a3ro2h00","at_ms":1790000400000,"by":"enrichment","why":"the lead went to another team"}}"#,
    r#"{"adjust":{"id":"one","rep":"ana","turns":-1,"by":"kim","why":"covered for ben"}}"#,
    r#"{"turn":{"lead_id":"ld_040gfafankn8sr68a3ro2h00"}}"#,
    r#""standing""#,
    r#"{"adjustments":{"limit":50}}"#,
];

const REPLIES: &[&str] = &[
    r#"{"roster_in_force":{"sequence":7,"hash":"hash-7"}}"#,
    r#""roster_wanted""#,
    r#"{"turn":{"assigned":{"rep":"ana","name":"Ana","how":"turn","table":[{"rep":"ana","name":"Ana","weight":2,"taken_today":3,"daily_cap":20,"standing":{"is":"chosen"},"owed":250000,"share":666667,"due":"(1 - 0.25) / 2 = 0.375"},{"rep":"ben","name":"Ben","weight":1,"taken_today":0,"standing":{"is":"in_line"},"owed":-250000,"share":333333,"due":"(1 + 0.25) / 1 = 1.25"}]}}}"#,
    r#"{"turn":{"assigned":{"rep":"ana","name":"Ana","contact":{"slack_id":"U0123456789"},"how":"same_person","table":[]}}}"#,
    r#"{"turn":{"backlogged":{"until_ms":1790000400000,"table":[{"rep":"ana","name":"Ana","weight":2,"taken_today":0,"standing":{"is":"closed","why":"off hours","until_ms":1790000400000},"owed":0,"due":"(1 - 0) / 2 = 0.5"},{"rep":"ben","name":"Ben","weight":1,"taken_today":0,"standing":{"is":"closed","why":"out of office"},"owed":0,"due":"(1 - 0) / 1 = 1"}]}}}"#,
    r#"{"turn":{"backlogged":{"until_ms":null,"table":[]}}}"#,
    r#"{"turn":{"nobody_now":{"table":[{"rep":"ana","name":"Ana","weight":2,"taken_today":20,"daily_cap":20,"standing":{"is":"cap_reached","until_ms":1790000400000},"owed":0,"due":"(1 - 0) / 2 = 0.5"},{"rep":"ben","name":"Ben","weight":1,"taken_today":0,"standing":{"is":"inactive"},"owed":0,"due":"(1 - 0) / 1 = 1"},{"rep":"cy","name":"Cy","weight":1,"taken_today":0,"standing":{"is":"gave_it_back"},"owed":0,"due":"(1 - 0) / 1 = 1"}]}}}"#,
    r#"{"turn":"withdrawn"}"#,
    r#"{"would_assign":{"rep":"ana","table":[{"rep":"ana","name":"Ana","weight":2,"taken_today":0,"standing":{"is":"engaged","load":"on_call","since_ms":1790000400000},"owed":0,"due":"(1 - 0) / 2 = 0.5"},{"rep":"ben","name":"Ben","weight":1,"taken_today":0,"standing":{"is":"load_unknown","reported_at_ms":1790000400000},"owed":0,"due":"(1 - 0) / 1 = 1"},{"rep":"cy","name":"Cy","weight":1,"taken_today":0,"standing":{"is":"load_unknown"},"owed":0,"due":"(1 - 0) / 1 = 1"},{"rep":"dot","name":"Dot","weight":1,"taken_today":0,"standing":{"is":"had_its_share"},"owed":0,"due":"(1 - 0) / 1 = 1"}]}}"#,
    r#"{"would_assign":{"rep":null,"table":[]}}"#,
    r#"{"served":{"turns":[{"lead_id":"ld_040gfafankn8sr68a3ro2h00","at_ms":1790000400000,"outcome":{"nobody_now":{"table":[]}},"tell_again_at_ms":1790000430000}],"more":false}}"#,
    r#"{"standing":{"sequence":7,"hash":"hash-7","next":"ana","table":[],"waiting":2,"oldest_waits_ms":60000}}"#,
    r#"{"standing":{"sequence":7,"hash":"hash-7","next":null,"table":[],"waiting":0}}"#,
    r#"{"adjustments":[{"at_ms":1790000400000,"rep":"ana","turns":2,"by":"kim","why":"covered for ben"},{"at_ms":1790000400000,"rep":"ana","lead_id":"ld_040gfafankn8sr68a3ro2h00","turns":-1,"by":"sla","why":"not claimed"}]}"#,
    r#""done""#,
    r#""not_here""#,
    r#"{"refused":{"why":"rep `ana` is in the team twice: leave one of the two out"}}"#,
    r#"{"failed":{"reason":"storage: full"}}"#,
];

/// Every variant by name: a new one does not compile until it has a literal above.
const fn command_name(command: &Command) -> &'static str {
    match command {
        Command::Roster(_) => "roster",
        Command::Take(_) => "take",
        Command::Busy { .. } => "busy",
        Command::Serve => "serve",
        Command::Told { .. } => "told",
        Command::Release { .. } => "release",
        Command::Withdraw { .. } => "withdraw",
        Command::Adjust { .. } => "adjust",
        Command::Turn { .. } => "turn",
        Command::Standing => "standing",
        Command::Adjustments { .. } => "adjustments",
    }
}
const fn reply_name(reply: &Reply) -> &'static str {
    match reply {
        Reply::RosterInForce { .. } => "roster_in_force",
        Reply::RosterWanted => "roster_wanted",
        Reply::Turn(_) => "turn",
        Reply::WouldAssign { .. } => "would_assign",
        Reply::Served { .. } => "served",
        Reply::Standing(_) => "standing",
        Reply::Adjustments(_) => "adjustments",
        Reply::Done => "done",
        Reply::NotHere => "not_here",
        Reply::Refused { .. } => "refused",
        Reply::Failed { .. } => "failed",
    }
}

/// Reads each literal, writes it again and finds the same bytes, under the name it should have.
fn assert_frozen<T: Serialize + DeserializeOwned>(literals: &[&str], name: fn(&T) -> &'static str) {
    for literal in literals {
        let read: T = serde_json::from_str(literal).unwrap_or_else(|error| panic!("{error}: {literal}"));
        assert_eq!(serde_json::to_string(&read).unwrap(), *literal);
        let tag = literal.trim_start_matches(['{', '"']).split('"').next().unwrap();
        assert_eq!(name(&read), tag);
    }
}

#[test]
fn commands_are_unchanged() {
    assert_frozen(COMMANDS, command_name);
}

#[test]
fn replies_are_unchanged() {
    assert_frozen(REPLIES, reply_name);
}

#[test]
fn a_roster_may_leave_out_what_it_has_no_opinion_on() {
    let short = r#"{"roster":{"sequence":1,"hash":"one","team":"sales","crew":{"members":[{"rep":"ana","name":"Ana","weight":1,"active":true,"timetable":[0,[],[]]}]}}}"#;
    let Command::Roster(roster) = serde_json::from_str(short).unwrap() else { panic!("not a roster") };
    assert_eq!(roster.crew.policy, beeline::pool::Policy::default());
    let partly = r#"{"roster":{"sequence":1,"hash":"one","team":"sales","crew":{"policy":{"sticky":"off"},"members":[]}}}"#;
    let Command::Roster(roster) = serde_json::from_str(partly).unwrap() else { panic!("not a roster") };
    assert_eq!(roster.crew.policy, by_turns());
}

#[test]
fn migrations_are_unchanged() {
    let text = MIGRATIONS.join("-- next\n");
    let frozen = include_str!("../frozen/pool_migrations.sql");
    assert_eq!(text, frozen, "add a migration, and never edit one");
}

#[test]
fn stored_rows_are_unchanged() {
    let desk = Desk::empty();
    desk.enlist_with(&[capped("ana", 1), weighing("ben", 2)], by_turns());
    desk.calendar.absent("ben", desk.now_ms(), desk.now_ms() + HOUR_MS, "off hours");
    desk.report("ana", beeline::pool::Load::Idle);
    let lead = desk.lead();
    desk.take(&lead);
    desk.take(&desk.patient_lead());
    desk.released(&lead, "ana");
    desk.adjust("one", "ben", -2);
    let rows = desk.sqlite.dump().join("\n") + "\n";
    assert_eq!(rows, include_str!("../frozen/pool_rows.txt"), "{rows}");
}
