//! What `cargo beeline` says of reps: who works when, and why somebody gets no leads.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod support;

use std::process::Output;

use serde_json::Value;
use support::{broken, said, shipped};

fn beeline(arguments: &[&str]) -> Output {
    support::beeline(&shipped(), arguments)
}

#[track_caller]
fn printed(arguments: &[&str]) -> String {
    let output = beeline(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn assert_says(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part} is not in {said}");
    }
}

const GERMAN: [&str; 3] = ["form=demo", "country=DE", "employees=150"];

#[test]
fn a_week_is_a_grid_with_the_exact_times_below() {
    let said = printed(&[&["week", "--on", "2026-12-24"], &GERMAN[..]].concat());
    assert_says(
        &said,
        &[
            "in the week of 2026-12-21, with holidays and days out of office (America/New_York).",
            "\nMon   a  a  A  A  A  A  A  A  A  A  A  A  *  a  a",
            "\nFri   a  a  a  a  a  a  a  a  a  a  a  a  a  a  a",
            "  A  to emea (rule emea)",
            "\nThu 02:00 to Thu 12:30  A  1 to 6 of emea, 2 to 5 of sales\n",
        ],
    );
}

#[test]
fn an_ordinary_week_has_no_holidays() {
    let said = printed(&[&["week"], &GERMAN[..]].concat());
    // Which minutes of the week they are depends on whose clocks are changed today.
    assert_says(&said, &["in an ordinary week, by the clocks of the week of 20", "  to emea (rule emea)\n"]);
    assert!(!said.contains("nobody works: leads wait"), "no lead waits in an ordinary week: {said}");
}

#[test]
fn a_week_as_json_has_every_change() {
    let told: Value =
        serde_json::from_str(&printed(&["--json", "week", "--on", "2026-11-25", "form=demo"])).unwrap();
    let stretches = told["stretches"].as_array().unwrap();
    let mut until = told["from_ms"].clone();
    for stretch in stretches {
        assert_eq!(stretch["from_ms"], until);
        assert_eq!((&stretch["team"], &stretch["gap"]), (&Value::from("sales"), &Value::Bool(false)));
        until = stretch["until_ms"].clone();
    }
    assert_eq!(until, told["until_ms"]);
    assert!(stretches.len() > 50, "{}", stretches.len());
}

#[test]
fn a_week_is_of_leads_of_a_form_at_every_hour() {
    for (arguments, message) in [
        (&["week"][..], "the lead comes through no form: say which form it comes through"),
        (&["week", "form=demo", "hours=Sat 10:00"], "`hours` means nothing here: a week has every hour"),
        (&["week", "form=demo", "--on", "2040-01-01"], "clock changes are kept from 2026 to the end of 2035"),
        (&["week", "form=demo", "--on", "foo"], "`foo` is no date"),
    ] {
        let output = beeline(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_says(&said(&output), &[message]);
    }
}

#[test]
fn a_team_that_only_others_overflow_to_gets_their_leads() {
    let nights = "[team.nights]\nname = \"Nights\"\nsla_seconds = 600\n\n[team.americas]";
    let folder = broken("nights", "routing.toml", "[team.americas]", nights);
    support::replace(
        &folder,
        "routing.toml",
        "sla_seconds = 600\noverflow = \"sales\"",
        "sla_seconds = 600\noverflow = \"nights\"",
    );
    support::replace(
        &folder,
        "roster.csv",
        "\ngrace-lin,Grace Lin,enterprise,",
        "\ngrace-lin,Grace Lin,nights,",
    );
    let checked = said(&support::beeline(&folder, &["check"]));
    assert!(checked.contains("Nothing is wrong") && !checked.contains("[R018]"), "{checked}");
    let told = said(&support::beeline(&folder, &["why-not", "grace-lin", "--at", "2026-11-27 10:00"]));
    assert_says(&told, &["  leads come from `americas` when nobody there can take one\n"]);
    assert!(!told.contains("no rule, no form and no fallback"), "{told}");
}

#[test]
fn why_a_rep_on_leave_gets_no_lead_is_said_with_the_day_of_return() {
    let said = printed(&["why-not", "dan-whitaker", "--at", "2026-12-24 10:00"]);
    assert_says(
        &said,
        &[
            "Rep `dan-whitaker` (Dan Whitaker), Thu 2026-12-24 10:00 (America/New_York).",
            "✗ does not work now: out of office; works again Mon 2027-01-04 12:00",
            "share: weight 20 of 165, 12 % of the team's leads when everybody works",
            "cap: 25 leads in one of the rep's days",
            "leads come by the fallback",
            "and from `americas`, `emea`, `enterprise` when nobody there can take one",
        ],
    );
}

#[test]
fn a_rep_of_two_teams_has_a_share_of_each() {
    let said = printed(&["why-not", "claire-moreau", "--at", "2026-11-27 10:00"]);
    assert_says(
        &said,
        &[
            "Team `emea`\n  ✓ active\n  ✓ works now (Mon-Thu 09:00-18:00; Fri 09:00-17:00 on the rep's clock)",
            "weight 2 of 62, 3 %",
            "Team `enterprise`",
            "10 of 30 at this moment, 33 %",
            "leads come by rule `partners`, rule `enterprise`, rule `enterprise-by-budget`",
        ],
    );
}

#[test]
fn a_holiday_is_told_by_its_name_and_an_inactive_rep_as_inactive() {
    let said = printed(&["why-not", "grace-lin", "--at", "2026-11-26 10:00"]);
    assert_says(&said, &["✗ does not work now: Thanksgiving Day; works again Fri 2026-11-27 09:00"]);
    let said = printed(&["why-not", "vera-keller"]);
    assert_says(&said, &["✗ not active: `active` is no in roster.csv, so no lead comes"]);
    let told: Value =
        serde_json::from_str(&printed(&["--json", "why-not", "grace-lin", "--at", "2026-11-26 10:00"]))
            .unwrap();
    assert_eq!(told["teams"][0]["away"]["why"], "Thanksgiving Day");
    assert_eq!(told["teams"][0]["away"]["until_ms"], 1_795_788_000_000_i64);
}

#[test]
fn a_misspelled_rep_is_asked_after() {
    for (written, message) in [
        ("kim-poter", "no rep of roster.csv has the id `kim-poter`: did you mean kim-porter?"),
        ("qqq", "no rep of roster.csv has the id `qqq`: it stands in the first column"),
    ] {
        let output = beeline(&["why-not", written]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(message));
    }
}

#[test]
fn a_moment_that_makes_no_sense_is_said_so() {
    let output = beeline(&["why-not", "kim-porter", "--at", "24.12.2026"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_says(&said, &["`24.12.2026` is not written as year-month-day", "write 2026-12-24"]);
}
