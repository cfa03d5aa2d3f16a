//! What `cargo beeline` says of the project's own files, and of wrong ones.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config")
}

fn beeline(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_beeline"))
        .arg("--folder")
        .arg(folder)
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A copy of the shipped files with one text replaced by another.
fn broken(name: &str, file: &str, right: &str, wrong: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _was_there = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    // Its folder of schemas is not configuration.
    for entry in fs::read_dir(shipped()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(right), "{file} has no {right}");
    fs::write(folder.join(file), text.replacen(right, wrong, 1)).unwrap();
    folder
}

#[test]
fn the_shipped_files_are_right_and_their_tests_try_every_rule_and_condition() {
    let checked = beeline(&shipped(), &["check"]);
    assert!(checked.status.success(), "{}", said(&checked));
    assert!(said(&checked).starts_with("Nothing is wrong: 3 forms, 4 teams, "), "{}", said(&checked));
    let tested = beeline(&shipped(), &["test", "--fail-under", "100"]);
    assert!(tested.status.success(), "{}", said(&tested));
}

#[test]
fn a_wrong_line_is_shown_with_what_to_write_instead() {
    let folder = broken("wrong", "routing.toml", "\"uk-ireland\"", "\"uk-irland\"");
    let checked = beeline(&folder, &["check"]);
    assert_eq!(checked.status.code(), Some(1));
    let said = said(&checked);
    for part in [
        "no line of territories.csv has that territory",
        "wrong/routing.toml:",
        "^^^^^^^^^^^",
        "write \"uk-ireland\"",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
    assert!(said.ends_with("1 problem; nothing was built\n"), "{said}");
    let json = beeline(&folder, &["check", "--json"]);
    let told: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&told["ok"], &told["problems"][0]["severity"]), (&Value::Bool(false), &Value::from("error")));
}

#[test]
fn a_rule_that_no_test_tries_is_named() {
    let folder = broken(
        "untried",
        "routing.toml",
        "[[rule]]\n",
        "[[rule]]\nid = \"never-tried\"\nteam = \"sales\"\nwhen = { source = \"nobody\" }\n\n[[rule]]\n",
    );
    let tested = beeline(&folder, &["test"]);
    assert!(tested.status.success());
    assert!(said(&tested).contains("rule `never-tried` decides about no lead"), "{}", said(&tested));
    assert_eq!(beeline(&folder, &["test", "--fail-under", "100"]).status.code(), Some(1));
}

#[test]
fn a_change_that_sends_a_test_s_lead_elsewhere_is_a_problem_of_that_test() {
    let folder = broken("elsewhere", "routing.toml", "\"1000 or more\"", "\"10000 or more\"");
    let checked = beeline(&folder, &["check"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(
        said(&checked).contains(
            "test `A large company goes to Enterprise, wherever it is`: the lead goes to team `sales` by rule `fallback`, and must go to team `enterprise` by rule `enterprise`"
        ),
        "{}",
        said(&checked)
    );
}

#[test]
fn why_says_each_condition_and_what_would_have_changed_the_team() {
    let why = beeline(&shipped(), &["why", "form=demo", "country=DE", "employees=150"]);
    let said_so = said(&why);
    for part in [
        "Team `emea` (Europe, Middle East and Africa), by rule `emea`.",
        "✗ employees is 150; wanted: 1000 or more",
        "✓ territory is dach; wanted: one of dach, rest-of-europe, uk-ireland",
        "to `enterprise` (rule `enterprise`), if employees were 1000 or more",
        "to `sales` (rule `fallback`), if employees were 19 or fewer or not known",
    ] {
        assert!(said_so.contains(part), "{part} is not in {said_so}");
    }
    let json = beeline(&shipped(), &["--json", "why", "form=demo", "country=DE", "employees=150"]);
    let told: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&told["team"], &told["facts"]["territory"]), (&Value::from("emea"), &Value::from("dach")));
}

#[test]
fn what_is_said_of_a_lead_must_make_sense() {
    let why = beeline(&shipped(), &["why", "form=demo", "contry=DE", "employees=many"]);
    assert_eq!(why.status.code(), Some(2));
    let said = said(&why);
    assert!(
        said.contains("`contry` is nothing that is known of a lead: write country in its place"),
        "{said}"
    );
    assert!(said.contains("`employees` is \"many\", and must be numbers"), "{said}");
}

#[test]
fn examples_try_what_no_test_does_and_leave_what_stands_there() {
    let folder = broken("examples", "tests.toml", "[[test]]", "# Written by hand.\n[[test]]");
    let by_hand = fs::read_to_string(folder.join("tests.toml")).unwrap();
    let few = by_hand.split("[[test]]").take(2).collect::<Vec<_>>().join("[[test]]");
    fs::write(folder.join("tests.toml"), few.trim_end()).unwrap();
    assert_eq!(beeline(&folder, &["test", "--fail-under", "100"]).status.code(), Some(1));
    let printed = beeline(&folder, &["examples"]);
    assert!(String::from_utf8_lossy(&printed.stdout).starts_with("[[test]]\nname = "), "{}", said(&printed));
    let written = beeline(&folder, &["examples", "--write"]);
    assert!(written.status.success(), "{}", said(&written));
    let text = fs::read_to_string(folder.join("tests.toml")).unwrap();
    assert!(text.starts_with(few.trim_end()), "{text}");
    assert!(text.ends_with(&*String::from_utf8_lossy(&printed.stdout)), "{text}");
    let tested = beeline(&folder, &["test", "--fail-under", "100"]);
    assert!(tested.status.success(), "{}", said(&tested));
    let again = beeline(&folder, &["examples", "--write"]);
    assert!(said(&again).contains("There is nothing to add"), "{}", said(&again));
    assert_eq!(fs::read_to_string(folder.join("tests.toml")).unwrap(), text);
}

#[test]
fn fmt_lays_files_out_and_leaves_wrong_ones_alone() {
    let folder = broken("fmt", "routing.toml", "fallback = \"sales\"", "fallback=\"sales\"");
    assert_eq!(beeline(&folder, &["fmt", "--check"]).status.code(), Some(1));
    let before = said(&beeline(&folder, &["check"]));
    assert!(beeline(&folder, &["fmt"]).status.success());
    assert!(beeline(&folder, &["fmt", "--check"]).status.success());
    let text = fs::read_to_string(folder.join("routing.toml")).unwrap();
    assert!(text.contains("\nfallback = \"sales\"\n"), "{text}");
    let bundle = |said: &str| said.split("Bundle ").nth(1).unwrap().split('.').next().unwrap().to_owned();
    assert_eq!(bundle(&before), bundle(&said(&beeline(&folder, &["check"]))));
    let wrong = broken("fmt-wrong", "routing.toml", "fallback = \"sales\"", "fallback=\"slaes\"");
    let told = beeline(&wrong, &["fmt"]);
    assert_eq!(told.status.code(), Some(1));
    assert!(said(&told).contains("left as they are"), "{}", said(&told));
    assert!(fs::read_to_string(wrong.join("routing.toml")).unwrap().contains("fallback=\"slaes\""));
}
