//! Weeks, minute by minute: where leads go, and how many reps work.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use beeline::pool::Hours;
use beeline::schedule::{MINUTE_MS, Span};
use beeline_compiler::staffing::{Staff, Time, gaps};
use beeline_compiler::week::{Stretch, span_of_week, week};
use beeline_compiler::{Compiled, compile, lead};
use jiff::civil::date;
use proptest::prelude::*;

use crate::support::{FORMS, files};

const TEAMS: &str = r#"fallback = "sales"
time_zone = "Europe/Berlin"
[team.sales]
name = "Sales"
sla_seconds = 300
[team.night]
name = "Night"
sla_seconds = 600
overflow = "sales"
[[rule]]
id = "night"
team = "night"
when = { hours = "daily 20:00-06:00" }
"#;

/// Two teams with reps who work at these hours, in this zone, away on these days.
fn compiled(reps: &[(&str, &str, &str, &str)]) -> Compiled {
    let mut roster = "rep,team,hours,time_zone,out_of_office,active,name,weight,slack_id\n".to_owned();
    for (place, (team, hours, zone, away)) in reps.iter().enumerate() {
        roster += &format!("r{place},{team},\"{hours}\",{zone},{away},yes,Rep,1,U{place:010}\n");
    }
    let teams = if reps.is_empty() { TEAMS.replace("overflow = \"sales\"\n", "") } else { TEAMS.to_owned() };
    compile(&files(FORMS, &teams).with("roster.csv", roster)).unwrap()
}

fn stretches(compiled: &Compiled, time: Time, window: Span) -> Vec<Stretch> {
    let facts = lead(&compiled.bundle, &[("form", "demo")]).unwrap();
    let form = compiled.bundle.form("demo").unwrap();
    week(&compiled.bundle, &compiled.zone, (form, &facts), time, window)
}

fn week_of(compiled: &Compiled, month: i8, day: i8) -> Span {
    let noon = date(2026, month, day).at(12, 0, 0, 0).in_tz("Europe/Berlin").unwrap();
    span_of_week(&compiled.zone, noon.timestamp().as_millisecond()).unwrap()
}

#[test]
fn a_week_is_from_monday_to_monday_and_as_long_as_the_clock_makes_it() {
    let compiled = compiled(&[]);
    for (month, day, hours) in [(3, 29, 167), (10, 25, 169), (11, 22, 168), (11, 23, 168)] {
        let week = week_of(&compiled, month, day);
        assert_eq!(week.length_ms() / (60 * MINUTE_MS), hours, "{month}-{day}");
        let stretches = stretches(&compiled, Time::Actual, week);
        assert_eq!(
            stretches.first().map(|it| (it.span.from_ms(), it.from_minute)),
            Some((week.from_ms(), 0))
        );
        assert_eq!(stretches.last().map(|it| it.span.until_ms()), Some(week.until_ms()));
    }
    assert_eq!(week_of(&compiled, 11, 16).until_ms(), week_of(&compiled, 11, 23).from_ms());
    assert_eq!(week_of(&compiled, 11, 16), week_of(&compiled, 11, 22));
}

#[test]
fn a_team_without_reps_has_nobody_to_ask_and_no_gap() {
    let compiled = compiled(&[]);
    let stretches = stretches(&compiled, Time::Ordinary, week_of(&compiled, 11, 23));
    assert!(stretches.iter().all(|it| it.at_work.is_empty() && !it.is_gap()));
    let monday: Vec<(u16, &str, &str)> =
        stretches.iter().take(3).map(|it| (it.from_minute, it.team.as_str(), it.rule.as_str())).collect();
    assert_eq!(monday, [(0, "night", "night"), (360, "sales", "fallback"), (1_200, "night", "night")]);
}

#[test]
fn days_away_count_in_the_week_of_a_date_alone() {
    let compiled = compiled(&[("sales", "Mon-Fri 09:00-17:00", "Europe/Berlin", "2026-11-24")]);
    let week = week_of(&compiled, 11, 23);
    let worked = |time| -> i64 {
        let stretches = stretches(&compiled, time, week);
        let manned = stretches.iter().filter(|it| it.at_work.iter().any(|team| team.reps > 0));
        manned.map(|it| it.span.length_ms() / MINUTE_MS).sum()
    };
    assert_eq!((worked(Time::Ordinary), worked(Time::Actual)), (5 * 480, 4 * 480));
}

const HOURS: [&str; 6] = [
    "Mon-Fri 09:00-17:00",
    "Sat-Sun 10:15-18:45",
    "daily 22:00-06:00",
    "always",
    "Mon 00:00-00:01",
    "Sun 01:30-03:30",
];
const ZONES: [&str; 5] =
    ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago"];
const AWAY: [&str; 3] = ["", "2026-10-20 to 2026-10-26", "2026-03-30 09:10 to 11:20"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Against asking each rep at each minute, in weeks in which clocks change.
    #[test]
    fn as_many_reps_work_as_say_so_when_asked_one_by_one(
        reps in prop::collection::vec((any::<bool>(), 0_usize..6, 0_usize..5, 0_usize..3), 1..5),
        (month, day) in prop::sample::select(vec![(3, 29), (3, 30), (10, 25), (11, 4)]),
    ) {
        let reps: Vec<(&str, &str, &str, &str)> = reps
            .iter()
            .map(|(night, hours, zone, away)| {
                (if *night { "night" } else { "sales" }, HOURS[*hours], ZONES[*zone], AWAY[*away])
            })
            .chain([("sales", "Mon 09:00-10:00", "UTC", "")])
            .collect();
        let compiled = compiled(&reps);
        let week = week_of(&compiled, month, day);
        for stretch in stretches(&compiled, Time::Actual, week) {
            let staff = Staff::asked(&compiled.bundle, &stretch.team);
            let ends = [stretch.span.from_ms(), stretch.span.until_ms() - MINUTE_MS];
            for at_ms in ends.into_iter().chain((stretch.span.from_ms()..ends[1]).step_by(97 * 60_000)) {
                let counted: Vec<(&str, usize)> =
                    stretch.at_work.iter().map(|team| (team.team.as_str(), team.reps)).collect();
                let open = |team: &Staff| team.active().filter(|it| team.crew.is_open(&it.rep, at_ms).is_ok()).count();
                let asked: Vec<(&str, usize)> = staff.iter().map(|it| (it.team.as_str(), open(it))).collect();
                prop_assert_eq!(counted, asked);
            }
            let gaps = gaps(&staff, Time::Actual, week);
            let is_gap = gaps.iter().any(|gap| gap.contains(stretch.span.from_ms()));
            prop_assert_eq!(is_gap, stretch.is_gap());
        }
    }
}
