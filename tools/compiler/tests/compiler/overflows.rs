//! Who is asked when nobody of a team can take a lead, and what only teams with reps can say.

use beeline_compiler::{Files, compile};

use crate::support::{FORMS, assert_told, files, told};

/// Teams with these lines of their own, each with a rep but for those that begin with `empty`.
fn teams(lines: &[(&str, &str)]) -> Files {
    let (mut routing, mut roster) = (
        "fallback = \"a\"\n".to_owned(),
        "rep,name,team,weight,daily_cap,hours,time_zone,slack_id,active\n".to_owned(),
    );
    for (place, (team, line)) in lines.iter().enumerate() {
        routing += &format!("[team.{team}]\nname = \"Team\"\nsla_seconds = 300\n{line}\n");
        if !team.starts_with("empty") {
            roster += &format!("rep-{team},Rep,{team},1,9,always,UTC,U{place:010},yes\n");
        }
    }
    files(FORMS, &routing).with("roster.csv", roster)
}

fn overflow(team: &str) -> String {
    format!("overflow = \"{team}\"")
}

#[test]
fn a_team_that_asks_another() {
    let compiled = compile(&teams(&[("a", &overflow("b")), ("b", &overflow("c")), ("c", "")])).unwrap();
    let asked: Vec<&str> =
        compiled.bundle.asked_for_a_rep("a").into_iter().map(|roster| roster.team.as_str()).collect();
    assert_eq!(asked, ["a", "b", "c"]);
}

#[test]
fn an_overflow_that_is_no_team() {
    assert_told(
        &told(&teams(&[("a", &overflow("salse")), ("sales", "")])),
        "routing.toml:5:12: team `a`: `overflow` is \"salse\", and no team of routing.toml has that id",
        "overflow = \"sales\"",
    );
}

#[test]
fn teams_that_ask_in_a_circle_are_told_once_with_the_circle() {
    assert_told(
        &told(&teams(&[
            ("x", &overflow("a")),
            ("b", &overflow("c")),
            ("a", &overflow("b")),
            ("c", &overflow("a")),
        ])),
        "routing.toml:9:12: team `b`: `overflow` is \"c\", and leads would go round in a circle: b, c, a, b",
        "delete one of these lines",
    );
    assert_told(
        &told(&teams(&[("a", &overflow("a"))])),
        "routing.toml:5:12: team `a`: `overflow` is \"a\", and leads would go round in a circle: a, a",
        "delete one of these lines",
    );
}

#[test]
fn an_overflow_without_reps() {
    assert_told(
        &told(&teams(&[("a", &overflow("empty")), ("empty", ""), ("b", "")])),
        "routing.toml:5:12: team `a`: `overflow` is \"empty\", and that team has no rep in roster.csv",
        "add reps of it to roster.csv, or write overflow = \"b\"",
    );
}

#[test]
fn more_teams_than_are_asked() {
    let next: Vec<String> = ["b", "c", "d", "e", "f"].map(overflow).to_vec();
    let names = ["a", "b", "c", "d", "e", "f"];
    let lines = |count: usize| -> Vec<(&str, &str)> {
        let line = |place: usize| if place + 1 < count { next[place].as_str() } else { "" };
        names[..count].iter().enumerate().map(|(place, name)| (*name, line(place))).collect()
    };
    assert_eq!(told(&teams(&lines(5))), [""; 0]);
    assert_told(
        &told(&teams(&lines(6))),
        "routing.toml:5:12: team `a`: `overflow` is \"b\", and no more than 5 teams are asked: a, b, c, d, e, f",
        "delete the `overflow` of one of them",
    );
}

#[test]
fn what_only_reps_give_a_meaning_to_is_a_warning_without_them() {
    let compiled = compile(&teams(&[("a", ""), ("empty", "sticky = false")])).unwrap();
    let told: Vec<String> = compiled.remarks.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "routing-config/routing.toml:9:10: warning: team `empty`: `sticky` means nothing, because no rep is in that team [R029]\n  \
          fix: delete the line, or add reps of team empty to roster.csv"
        ]
    );
}

#[test]
fn how_a_team_gives_its_turns_has_limits() {
    assert_told(
        &told(&teams(&[("a", "stale_after_seconds = 3601")])),
        "routing.toml:5:23: team `a`: `stale_after_seconds` is 3601, and must be from 1 to 3600 (an hour)",
        "write something like stale_after_seconds = 120",
    );
    assert_told(
        &told(&teams(&[("a", "unknown_load = \"busy\"")])),
        "routing.toml:5:16: team `a`: `unknown_load` is \"busy\", and can only be \"after_idle\", \"as_idle\" or \"as_busy\"",
        "unknown_load = \"as_busy\"",
    );
    assert_told(
        &told(&teams(&[("a", "sticky = \"no\"")])),
        "routing.toml:5:10: team `a`: `sticky` is \"no\", and must be true or false",
        "write it without quotes: sticky = false",
    );
}
