//! The reps of each team, as the bundle carries them.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use beeline::pool::{Crew, Hours, Policy, Sticky, UnknownLoad};
use beeline_compiler::{Compiled, Files, compile};
use jiff::civil::{DateTime, date};

use crate::support::{FORMS, ROUTING, assert_told, files, told};

const ROSTER: &str = "rep,name,team,weight,daily_cap,hours,time_zone,out_of_office,holidays,slack_id,phone,booking_url,active
zoe,Zoe Smith,sales,1,,Mon-Fri 09:00-17:00,Europe/London,,,U0000000002,,,no
anna,Anna Becker,sales,10,20,Mon-Fri 09:00-17:00,Europe/Berlin,2026-12-28 to 2026-12-30,de-by,U0000000001,+4915123456789,https://www.example.com/book/anna,yes
";
const HOLIDAYS: &str = "region,date,name,part
de-by,2025-12-25,Christmas Day,
de-by,2026-12-24,Christmas Eve,afternoon
de-by,2026-12-25,Christmas Day,
";

fn with_reps(routing: &str, roster: &str) -> Files {
    files(FORMS, routing).with("roster.csv", roster).with("holidays.csv", HOLIDAYS)
}

fn compiled(routing: &str) -> Compiled {
    compile(&with_reps(routing, ROSTER)).unwrap()
}

fn crew(compiled: &Compiled) -> Crew {
    Crew::read(&compiled.bundle.roster("sales").unwrap().crew).unwrap()
}

/// What a clock in Berlin shows, as a moment.
fn berlin(at: DateTime) -> i64 {
    at.in_tz("Europe/Berlin").unwrap().timestamp().as_millisecond()
}

#[test]
fn a_team_has_its_reps_by_id() {
    let crew = crew(&compiled(ROUTING));
    let reps: Vec<(&str, u32, Option<u32>, bool)> =
        crew.members.iter().map(|it| (it.rep.as_str(), it.weight, it.daily_cap, it.active)).collect();
    assert_eq!(reps, [("anna", 10, Some(20), true), ("zoe", 1, None, false)]);
    let anna = crew.member("anna").unwrap();
    assert_eq!(anna.contact.slack_id.as_deref(), Some("U0000000001"));
    assert_eq!(anna.contact.booking_url.as_deref(), Some("https://www.example.com/book/anna"));
    assert_eq!(anna.phone.as_ref().map(|phone| phone.expose().as_str()), Some("+4915123456789"));
    assert_eq!(crew.policy, Policy::default());
}

#[test]
fn a_rep_works_in_the_hours_of_the_own_zone_but_for_holidays_and_days_away() {
    let crew = crew(&compiled(ROUTING));
    let why = |at: DateTime| crew.is_open("anna", berlin(at)).err().map(|closed| closed.why);
    assert_eq!(why(date(2026, 12, 23).at(9, 0, 0, 0)), None);
    assert_eq!(why(date(2026, 12, 23).at(8, 59, 0, 0)).as_deref(), Some("off hours"));
    assert_eq!(why(date(2026, 12, 24).at(11, 59, 0, 0)), None);
    assert_eq!(why(date(2026, 12, 24).at(12, 0, 0, 0)).as_deref(), Some("Christmas Eve"));
    assert_eq!(why(date(2026, 12, 25).at(10, 0, 0, 0)).as_deref(), Some("Christmas Day"));
    assert_eq!(why(date(2026, 12, 30).at(16, 0, 0, 0)).as_deref(), Some("out of office"));
    assert_eq!(why(date(2026, 12, 31).at(9, 0, 0, 0)), None);
    // Summer time began in the night before.
    assert_eq!(why(date(2027, 3, 29).at(9, 0, 0, 0)), None);
}

#[test]
fn a_team_says_how_it_gives_its_turns() {
    let routing = format!("{ROUTING}sticky = false\nunknown_load = \"as_busy\"\nstale_after_seconds = 30\n");
    let policy = Policy { sticky: Sticky::Off, unknown_load: UnknownLoad::AsBusy, stale_after_ms: 30_000 };
    assert_eq!(crew(&compiled(&routing)).policy, policy);
}

#[test]
fn the_order_of_the_lines_changes_nothing_and_a_weight_does() {
    let mut lines: Vec<&str> = ROSTER.lines().collect();
    lines.swap(1, 2);
    let hash = |roster: &str| compile(&with_reps(ROUTING, roster)).unwrap().bundle.rosters()[0].hash.clone();
    assert_eq!(hash(ROSTER), hash(&lines.join("\n")));
    assert_ne!(hash(ROSTER), hash(&ROSTER.replace("sales,10", "sales,11")));
}

#[test]
fn a_rep_of_an_unknown_team() {
    assert_told(
        &told(&with_reps(ROUTING, &ROSTER.replace("Smith,sales", "Smith,slaes"))),
        "roster.csv:2:15: rep `zoe`: `team` is \"slaes\", and no team of routing.toml has that id",
        "write sales",
    );
}

#[test]
fn a_region_without_holidays_is_a_warning_and_builds() {
    let roster = ROSTER.replace("de-by", "de-bw");
    let remarks = compile(&with_reps(ROUTING, &roster)).unwrap().remarks;
    let told = remarks.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for part in [
        "roster.csv:3:89: warning: region `de-bw` is not in holidays.csv [R020]\n  fix: did you mean de-by?",
        "holidays.csv:2:1: note: no rep has region `de-by` [R021]",
    ] {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn remarks_come_in_the_order_of_the_files_and_their_lines() {
    let remarks = compile(&with_reps(ROUTING, &ROSTER.replace("de-by", "de-bw"))).unwrap().remarks;
    let places: Vec<(&str, usize)> =
        remarks.iter().map(|it| (it.file.rsplit('/').next().unwrap(), it.line)).collect();
    assert_eq!(places, [("roster.csv", 2), ("roster.csv", 3), ("holidays.csv", 2)]);
}

#[test]
fn the_bytes_of_a_team_with_reps_are_unchanged() {
    let roster = "rep,name,team,weight,hours,time_zone,holidays,slack_id,active\n\
                  anna,Anna Becker,sales,10,Mon 09:00-17:00,UTC,de-by,U0000000001,yes\n";
    let bundle = compile(&with_reps(ROUTING, roster)).unwrap().bundle;
    let expected = concat!(
        r#"{"policy":{"sticky":"always_when_open","unknown_load":"after_idle","stale_after_ms":120000},"#,
        r#""members":[{"rep":"anna","name":"Anna Becker","weight":10,"active":true,"#,
        r#""timetable":[0,[540,1020],[[29968560,720,1],[29969280,1440,0]]],"#,
        r#""contact":{"slack_id":"U0000000001"}}],"#,
        r#""zones":[[[[29453760,0]],34712640]],"holidays":["Christmas Day","Christmas Eve"]}"#,
    );
    assert_eq!(bundle.roster("sales").unwrap().crew, expected);
}
