//! How many points a lead has, and what for.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod support;

use std::fs;

use serde_json::json;
use support::{beeline, broken, copied, json, said, shipped};

#[test]
fn every_line_that_counted_is_told_with_what_it_asked_for() {
    let output = beeline(&shipped(), &["score", "form=demo", "employees=5000", "enriched.mail=null_mx"]);
    assert!(output.status.success());
    let told = said(&output);
    assert!(told.starts_with("5 of 100\n"), "{told}");
    for line in [
        "   +40  Large company                    employees is 5000; wanted: 1000 or more\n",
        "   +15  Waits for an answer              lane is hot; wanted: hot\n",
        "   -50  Mail cannot arrive               enriched.mail is null_mx; wanted: one of no_such_domain, null_mx\n",
        "Not known: field.budget, consent.call, enriched.employees, enriched.line\n",
    ] {
        assert!(told.contains(line), "{line:?} is not in\n{told}");
    }
}

#[test]
fn a_lead_of_the_tests_is_scored_by_its_name() {
    let name = "A large company goes to Enterprise, wherever it is";
    let told = json(&beeline(&shipped(), &["--json", "score", name]));
    assert_eq!(told["score"]["points"], json!(55));
    assert_eq!(told["score"]["reasons"][0], json!({ "line": 1, "points": 40, "reason": "Large company" }));
    assert_eq!(told["facts"]["employees"], json!(5000));
}

#[test]
fn without_a_lead_those_of_the_tests_are_scored() {
    let told = said(&beeline(&shipped(), &["score"]));
    let tests = fs::read_to_string(shipped().join("tests.toml")).unwrap().matches("[[test]]").count();
    assert_eq!(told.lines().filter(|line| line.contains(" of 100  ")).count(), tests, "{told}");
    assert!(told.contains("    55 of 100  A large company goes to Enterprise, wherever it is\n"), "{told}");
    let as_json = json(&beeline(&shipped(), &["--json", "score"]));
    assert_eq!(as_json["tests"].as_array().unwrap().len(), tests);
}

#[test]
fn a_score_beyond_the_bounds_says_what_the_lines_sum_up_to() {
    let told = said(&beeline(&shipped(), &["score", "form=contact", "enriched.mail=null_mx"]));
    assert!(told.starts_with("0 of 100\n"), "{told}");
    assert!(told.contains("The lines sum up to -50, and a lead has 0 to 100.\n"), "{told}");
}

#[test]
fn a_test_that_is_not_there_is_looked_for_among_those_that_are() {
    let output = beeline(&shipped(), &["score", "A partner goes to Enterprize"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("did you mean `A partner goes to Enterprise`?"), "{}", said(&output));
}

#[test]
fn without_the_file_it_says_so() {
    let folder = copied("no-points/routing-config");
    fs::remove_file(folder.join("score.toml")).unwrap();
    let output = beeline(&folder, &["score", "form=demo"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("has no score.toml"), "{}", said(&output));
    assert!(beeline(&folder, &["check"]).status.success());
}

#[test]
fn a_mistake_in_the_file_is_found_by_check() {
    let folder = broken("bad-points/routing-config", "score.toml", "points = 40", "points = 0");
    let output = beeline(&folder, &["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("line `Large company`: `points` is 0, which changes nothing"));
}
