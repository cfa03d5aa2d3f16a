//! Weights, caps and whether a rep is active.

use beeline_compiler::roster;

use crate::support::{anna, assert_told, roster_of, told_of_anna};

#[test]
fn a_weight_of_nothing() {
    assert_told(
        &told_of_anna(&[("weight", "0")]),
        "roster.csv:2:24: rep `anna`: `weight` is \"0\", and a rep with weight 0 would be in the team and never get a lead",
        "write 1 or more; to keep leads away for a time, write no in `active`",
    );
}

#[test]
fn weights_and_caps_within_limits() {
    for (column, values) in
        [("weight", ["1", "100"]), ("daily_cap", ["1", "1000"]), ("daily_cap", ["", " 7 "])]
    {
        for value in values {
            assert_eq!(told_of_anna(&[(column, value)]), [""; 0], "{column} {value}");
        }
    }
}

#[test]
fn weights_and_caps_that_are_no_whole_number_within_limits() {
    let cases = [
        ("weight", "24", "101", "100", "write something like 10"),
        ("weight", "24", "10.0", "100", "write 10"),
        ("weight", "24", "-1", "100", "write something like 10"),
        ("weight", "24", "ten", "100", "write something like 10"),
        ("daily_cap", "27", "1001", "1000", "write something like 20"),
        ("daily_cap", "27", "20.5", "1000", "write something like 20"),
        ("daily_cap", "27", "99999999999999999999", "1000", "write something like 20"),
    ];
    for (column, at, written, most, fix) in cases {
        let why = format!("and must be a whole number from 1 to {most}");
        let message = format!("roster.csv:2:{at}: rep `anna`: `{column}` is \"{written}\", {why}");
        assert_told(&told_of_anna(&[(column, written)]), &message, fix);
    }
}

#[test]
fn a_cap_of_nothing() {
    assert_told(
        &told_of_anna(&[("daily_cap", "0")]),
        "roster.csv:2:27: rep `anna`: `daily_cap` is \"0\", and a rep with a cap of 0 would never get a lead",
        "write 1 or more, or nothing where there is no cap; to keep leads away for a time, write no in `active`",
    );
}

#[test]
fn yes_and_no_as_people_and_spreadsheets_write_it() {
    let active = |written: &str| {
        let text = roster_of(&[anna(&[("active", written)])]);
        roster::read("roster.csv", text.as_bytes(), None).reps.first().map(|rep| rep.is_active)
    };
    for yes in ["yes", "Yes", "y", "TRUE", "1", "x", "WAHR", "ja", "Oui", "sí"] {
        assert_eq!(active(yes), Some(true), "{yes}");
    }
    for no in ["no", "N", "false", "0", "FALSCH", "nein", "non"] {
        assert_eq!(active(no), Some(false), "{no}");
    }
    assert_eq!(active("maybe"), None);
    let told = told_of_anna(&[("active", "maybe")]);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].ends_with("rep `anna`: `active` is \"maybe\", and must be yes or no\n  fix: write yes or no"),
        "{told:?}"
    );
}

#[test]
fn what_must_be_there() {
    for (column, example) in [
        ("name", "Anna Becker"),
        ("team", "sales"),
        ("weight", "10"),
        ("hours", "Mon-Fri 09:00-17:00"),
        ("time_zone", "Europe/Berlin"),
        ("active", "yes"),
    ] {
        let told = told_of_anna(&[(column, "")]);
        assert_eq!(told.len(), 1, "{told:?}");
        let end = format!("rep `anna` has no `{column}`\n  fix: write something like {example}");
        assert!(told[0].ends_with(&end), "{told:?}");
    }
}
