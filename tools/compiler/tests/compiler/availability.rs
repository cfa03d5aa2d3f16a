//! What the hours of reps mean for leads.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use beeline_compiler::{Files, Options, compile_with};
use jiff::civil::date;

use crate::support::{FORMS, assert_told, files};

const TEAMS: &str = r#"fallback = "sales"
time_zone = "Europe/Berlin"
[team.sales]
name = "Sales"
sla_seconds = 300
[team.emea]
name = "EMEA"
sla_seconds = 600
overflow = "sales"
[[rule]]
id = "emea"
team = "emea"
when = { country = "DE" }
"#;
const OFFICE: &str = "Mon-Fri 09:00-17:00";

/// A line of the roster: id, team, hours, time zone, days away, holidays, active.
type Line<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

fn with_reps(lines: &[Line<'_>]) -> Files {
    let mut roster =
        "rep,team,hours,time_zone,out_of_office,holidays,active,name,weight,daily_cap,slack_id\n".to_owned();
    for (place, (rep, team, hours, zone, away, region, active)) in lines.iter().enumerate() {
        roster += &format!("{rep},{team},\"{hours}\",{zone},{away},{region},{active},Rep,1,9,U{place:010}\n");
    }
    files(FORMS, TEAMS).with("roster.csv", roster)
}

/// A moment of 2026-11-22.
const TODAY_MS: i64 = 1_795_347_000_123;

/// What is said of the reps of files that can be built, on the 22nd of November 2026.
fn said(files: &Files) -> Vec<String> {
    said_on(files, Some(TODAY_MS))
}

fn said_on(files: &Files, today_ms: Option<i64>) -> Vec<String> {
    let remarks = compile_with(files, &Options { today_ms, ..Options::default() }).unwrap().remarks;
    remarks.iter().filter(|remark| remark.file.ends_with(".csv")).map(ToString::to_string).collect()
}

fn always(rep: &'static str, team: &'static str) -> Line<'static> {
    (rep, team, "always", "UTC", "", "", "yes")
}

#[test]
fn teams_in_which_somebody_always_works_are_nothing_to_speak_of() {
    assert_eq!(said(&with_reps(&[always("a", "sales"), always("b", "emea")])), [""; 0]);
    assert_eq!(said(&files(FORMS, TEAMS.replace("overflow = \"sales\"\n", "").as_str())), [""; 0]);
}

#[test]
fn hours_at_which_nobody_works_are_told_with_the_longest_wait() {
    let lines = [("a", "sales", OFFICE, "Europe/Berlin", "", "de", "yes")];
    let holidays =
        "region,date,name\nde,2026-12-25,Christmas Day\nde,2026-12-28,Company day\nde,2027-01-01,New Year\n";
    assert_told(
        &said(&with_reps(&lines).with("holidays.csv", holidays)),
        "roster.csv:2:9: note: nobody of team `sales` works Mon 17:00 to Tue 09:00, Tue 17:00 to Wed 09:00, \
         Wed 17:00 to Thu 09:00, and 2 more times a week (Europe/Berlin): leads wait, at most from \
         Thu 2026-12-24 17:00 to Tue 2026-12-29 09:00, longer than the 5 minutes it promises [R026]",
        "nothing, if that is meant; else add hours, or in routing.toml an `overflow` that works then",
    );
}

#[test]
fn hours_around_the_end_of_the_week_are_one_stretch() {
    let hours = "Mon 08:00-24:00; Tue-Thu 00:00-24:00; Fri 00:00-18:00";
    let told = said(&with_reps(&[("a", "sales", hours, "Europe/Berlin", "", "", "yes")]));
    assert!(told.concat().contains("works Fri 18:00 to Mon 08:00 (Europe/Berlin): leads wait"), "{told:?}");
}

#[test]
fn hours_that_move_with_another_clock_are_told_as_such() {
    let told = said(&with_reps(&[("a", "sales", "daily 00:00-20:00", "America/New_York", "", "", "yes")]));
    let hours = "works Mon 01:00 to Mon 06:00, Tue 01:00 to Tue 06:00, Wed 01:00 to Wed 06:00, and 4 more times a week";
    assert!(
        told.concat().contains(&format!("{hours} (Europe/Berlin, part of that in part of the year only): ")),
        "{told:?}"
    );
}

#[test]
fn a_team_and_its_overflow_are_looked_at_together_and_told_once() {
    let day = ("a", "sales", "daily 00:00-20:00", "UTC", "", "", "yes");
    let told = said(&with_reps(&[day, ("b", "emea", OFFICE, "UTC", "", "", "yes")]));
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told.concat().contains("roster.csv:2:9: note: nobody of team `sales` works"), "{told:?}");
    let told = said(&with_reps(&[day, ("b", "emea", "daily 20:00-22:00", "UTC", "", "", "yes")]));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.concat().contains("nobody of team `emea`, nor of its overflow `sales`, works"), "{told:?}");
}

#[test]
fn a_day_on_which_all_are_away_is_told_of_a_team_that_works_at_every_hour() {
    let lines = [
        ("a", "sales", "always", "UTC", "2027-03-01 to 2027-03-05", "", "yes"),
        ("b", "sales", "always", "UTC", "2027-03-05 to 2027-03-08", "", "yes"),
    ];
    assert_told(
        &said(&with_reps(&lines)),
        "roster.csv:2:9: note: on some days nobody of team `sales` works: leads wait, at most from \
         Fri 2027-03-05 01:00 to Sat 2027-03-06 01:00, longer than the 5 minutes it promises [R026]",
        "nothing, if that is meant; else add hours, or in routing.toml an `overflow` that works then",
    );
    assert_eq!(said_on(&with_reps(&lines), Some(TODAY_MS + 200 * 86_400_000)), [""; 0]);
}

#[test]
fn a_team_of_which_nobody_is_active_is_a_warning() {
    let inactive = |rep, team| (rep, team, "always", "UTC", "", "", "no");
    let fix = "write yes in `active` of one of them, or send its leads elsewhere in routing.toml";
    assert_told(
        &said(&with_reps(&[always("a", "sales"), inactive("b", "emea"), inactive("c", "emea")])),
        "roster.csv:3:1: warning: no rep of team `emea` is active: its leads are for team `sales` [R022]",
        fix,
    );
    assert_told(
        &said(&with_reps(&[inactive("a", "sales"), always("b", "emea")])),
        "roster.csv:2:1: warning: no rep of team `sales` is active: and it is the fallback: what nothing else decides about is for nobody [R022]",
        fix,
    );
}

#[test]
fn somebody_who_never_works_is_a_warning() {
    assert_told(
        &said(&with_reps(&[always("a", "sales"), ("b", "sales", "never", "UTC", "", "", "yes")])),
        "roster.csv:3:9: warning: rep `b` is active, and works at no time [R023]",
        "write hours such as Mon-Fri 09:00-17:00, or no in `active`",
    );
    assert_told(
        &said(&with_reps(&[
            always("a", "sales"),
            ("b", "sales", OFFICE, "UTC", "2026-11-20 to 2035-12-31", "", "yes"),
        ])),
        "roster.csv:3:1: warning: rep `b` is active, and out of office as far as calendars reach [R024]",
        "correct `out_of_office`, or write no in `active`",
    );
    assert_eq!(
        said(&with_reps(&[always("a", "sales"), ("b", "sales", "never", "UTC", "", "", "no")])),
        [""; 0]
    );
}

#[test]
fn the_only_rep_of_a_team_without_a_cap_gets_everything() {
    let files = with_reps(&[always("a", "sales")]);
    assert_eq!(said(&files), [""; 0]);
    let roster =
        "rep,team,hours,time_zone,active,name,weight,slack_id\na,sales,always,UTC,yes,A,1,U0000000001\n";
    assert_told(
        &said(&files.with("roster.csv", roster)),
        "roster.csv:2:1: note: nobody in team `sales` shares its leads with rep `a`, who has no `daily_cap` [R025]",
        "nothing, if that is meant; else write a cap such as 20, or add a rep",
    );
}

#[test]
fn hours_that_begin_while_the_clock_is_put_forward() {
    let night = |hours| [always("a", "sales"), ("b", "sales", hours, "Europe/Berlin", "", "", "yes")];
    assert_told(
        &said(&with_reps(&night("Sun 02:30-06:00"))),
        "roster.csv:3:9: note: rep `b`: on 2027-03-28 the clock goes from Sun 02:00 to Sun 03:00, and `hours` that begin or end between are that much shorter or longer [R027]",
        "nothing, if that does not matter; else let them begin and end at another time",
    );
    assert_eq!(said(&with_reps(&night("Sun 02:00-06:00; Sat 02:30-06:00"))), [""; 0]);
}

#[test]
fn holidays_of_the_coming_year_are_missed_when_it_is_near() {
    let lines = [("a", "sales", "always", "UTC", "", "de", "yes"), always("b", "sales")];
    let files = with_reps(&lines).with("holidays.csv", "region,date,name\nde,2026-12-25,Christmas Day\n");
    assert_told(
        &said(&files),
        "roster.csv:2:23: warning: region `de` has no holiday in 2027 in holidays.csv [R020]",
        "add lines such as de,2027-01-01,New Year's Day,whole to holidays.csv",
    );
    assert_eq!(said_on(&files, Some(TODAY_MS - 100 * 86_400_000)), [""; 0]);
    assert_eq!(said_on(&files, None), [""; 0]);
}

#[test]
fn the_end_of_what_is_known_of_clocks_is_told_a_year_ahead() {
    let files = with_reps(&[always("a", "sales")]);
    let day = |year, month, day| date(year, month, day).in_tz("UTC").unwrap().timestamp().as_millisecond();
    assert_eq!(said_on(&files, Some(day(2034, 12, 31))), [""; 0]);
    assert_told(
        &said_on(&files, Some(day(2035, 1, 2))),
        "roster.csv:2:18: warning: clock changes are known until the end of 2035, and after that hours may be wrong by one [R028]",
        "ask an engineer for a newer version of Beeline",
    );
}

/// Twenty teams of two hundred.
#[test]
fn every_one_of_many_teams_is_looked_at() {
    let mut routing = "fallback = \"t0\"\n".to_owned();
    let mut roster = "rep,team,hours,time_zone,active,name,weight,slack_id\n".to_owned();
    for team in 0..20 {
        routing += &format!("[team.t{team}]\nname = \"Team\"\nsla_seconds = 300\n");
        for rep in 0..200 {
            let id = team * 200 + rep;
            roster += &format!("r{id},t{team},{OFFICE},Europe/Berlin,yes,Rep,1,U{id:010}\n");
        }
    }
    let rules: String = (0..20)
        .map(|team| {
            format!("[[rule]]\nid = \"r{team}\"\nteam = \"t{team}\"\nwhen = {{ employees = \"{team}\" }}\n")
        })
        .collect();
    let told = said(&files(FORMS, &(routing + &rules)).with("roster.csv", roster));
    assert_eq!(told.iter().filter(|it| it.contains("note: nobody of team")).count(), 20, "{told:?}");
}

#[test]
fn what_is_known_of_today_changes_no_bundle() {
    let files = with_reps(&[("a", "sales", OFFICE, "Europe/Berlin", "", "", "yes")]);
    let built = |today_ms| compile_with(&files, &Options { today_ms, ..Options::default() }).unwrap();
    assert_eq!(built(None).bytes, built(Some(TODAY_MS)).bytes);
    assert!(!built(None).remarks.is_empty());
}

#[test]
fn a_promise_that_somebody_is_there_to_keep_is_nothing_to_speak_of() {
    let alone = ("a", "sales", OFFICE, "Europe/Berlin", "", "", "yes");
    let of_promise = |seconds: &str, second: Line<'_>| {
        let lines = with_reps(&[alone, second]);
        let told = said(&lines.with("routing.toml", TEAMS.replace("sla_seconds = 300", seconds)));
        told.into_iter().filter(|told| told.contains("[R032]")).collect::<Vec<_>>()
    };
    let same = ("b", "sales", OFFICE, "Europe/Berlin", "", "", "yes");
    let next = ("b", "sales", "Mon-Fri 17:00-18:00", "Europe/Berlin", "", "", "yes");
    assert_eq!(of_promise("sla_seconds = 28800", same), [""; 0]);
    assert_eq!(of_promise("sla_seconds = 28860", same).len(), 1);
    assert_eq!(of_promise("sla_seconds = 28860", next), [""; 0]);
}
