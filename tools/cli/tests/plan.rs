//! What `cargo beeline plan` says of recorded decisions and changed files.

#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::{Value, json};
use support::{ENTERPRISE, GERMANY, beeline, decisions, files, lead_id, recorded, said, shipped};

/// Files as they were, and three leads of theirs.
fn before(name: &str) -> (PathBuf, Vec<Value>) {
    let folder = files(&format!("{name}-before"), &format!("{ENTERPRISE}\n{GERMANY}"));
    let leads: [&[&str]; 3] = [
        &["form=demo", "country=DE", "employees=30"],
        &["form=demo", "country=DE", "employees=2000"],
        &["form=demo", "country=FR"],
    ];
    let lines = (1..).zip(leads).map(|(number, lead)| recorded(&folder, number, lead)).collect();
    (folder, lines)
}

fn plan(folder: &Path, file: &Path, more: &[&str]) -> Output {
    beeline(folder, &[&["plan", "--decisions", file.to_str().unwrap()], more].concat())
}

#[test]
fn the_files_that_decided_change_nothing() {
    let (folder, lines) = before("same");
    let planned =
        plan(&folder, &decisions("same", &lines), &["--max-changed", "0", "--max-fallback-increase", "0"]);
    assert!(planned.status.success(), "{}", said(&planned));
    let said = said(&planned);
    assert!(said.starts_with("3 leads decided about again, accepted 2026-09-21 "), "{said}");
    assert!(said.contains("0 leads go to another team (0 %)."), "{said}");
    assert!(!said.contains("Rules that decided none"), "{said}");
    let idle =
        files("idle-rules", &format!("{ENTERPRISE}\n{GERMANY}").replace("1000 or more", "5000 or more"));
    let said = self::said(&plan(&idle, &decisions("idle-rules", &lines), &[]));
    assert!(said.contains("\nRules that decided none of these leads: `enterprise`.\n"), "{said}");
}

#[test]
fn a_changed_lead_is_told_with_both_reasons_and_the_condition_that_made_the_difference() {
    let (_, lines) = before("reasons");
    let after =
        files("reasons-after", &format!("{ENTERPRISE}\n{}", GERMANY.replace("20 or more", "50 or more")));
    let file = decisions("reasons", &lines);
    let text = said(&plan(&after, &file, &[]));
    for part in [
        "1 lead goes to another team (33.33 %).",
        "The fallback had 1 lead and has 2, 1 of them newly.",
        &lead_id(1),
        "emea (rule germany) → sales (the fallback)",
        "rule `germany` does not fit: employees is 30; wanted: 50 or more",
        "no rule fits it",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains(&lead_id(2)), "it stays where it was: {text}");
    let told = support::json(&plan(&after, &file, &["--json"]));
    assert_eq!(told["changes"][0]["difference"]["what"], "no_longer_fits");
    assert_eq!(told["summary"]["changed"], 1);
    let gains: Vec<_> = told["summary"]["teams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|team| (team["team"].as_str().unwrap(), team["gained"].clone(), team["lost"].clone()))
        .collect();
    assert_eq!(
        gains,
        [("emea", 0.into(), 1.into()), ("enterprise", 0.into(), 0.into()), ("sales", 1.into(), 0.into())]
    );
}

#[test]
fn a_change_beyond_the_policy_fails_and_says_what_is_not_allowed() {
    let (_, lines) = before("policy");
    let (after, file) = (files("policy-after", ENTERPRISE), decisions("policy", &lines));
    let code = |more: &[&str]| plan(&after, &file, more).status.code();
    assert_eq!(code(&["--max-changed", "33.34", "--max-fallback-increase", "1"]), Some(0));
    assert_eq!(code(&["--max-changed", "33"]), Some(1));
    assert_eq!(code(&["--max-fallback-increase", "0", "--json"]), Some(1));
    assert_eq!(code(&["--max-fallback-increase", "0", "--markdown"]), Some(1));
    let text = said(&plan(&after, &file, &["--max-changed", "33"]));
    assert!(text.contains("Not allowed: 1 of 3 leads go to another team, 33.33 %, and 33 % may."), "{text}");
    assert_eq!(code(&["--max-changed", "lots"]), Some(2));
    assert_eq!(code(&["--json", "--markdown"]), Some(2));
}

#[test]
fn the_same_files_that_decide_otherwise_fail_without_any_policy() {
    let (folder, mut lines) = before("drift");
    lines[0]["team"] = "sales".into();
    lines[0]["rule"] = "fallback".into();
    let planned = plan(&folder, &decisions("drift", &lines), &[]);
    assert_eq!(planned.status.code(), Some(1));
    let text = said(&planned);
    assert!(
        text.contains("The same files decide otherwise:")
            && text.contains("the same files must decide the same"),
        "{text}"
    );
}

#[test]
fn every_wrong_line_is_named_with_its_place_and_repeats_nothing_of_it() {
    let (folder, lines) = before("wrong");
    let file = decisions("wrong", &lines);
    let right = fs::read_to_string(&file).unwrap();
    let long = format!("{{\"x\":\"{}\"}}", "y".repeat(70_000));
    let wrong = format!("{right}\nada@example.com\n{long}\n{{\"lead_id\":\"ada@example.com\"}}\n{right}");
    fs::write(&file, wrong).unwrap();
    let planned = plan(&folder, &file, &[]);
    assert_eq!(planned.status.code(), Some(2));
    let text = said(&planned);
    for part in [
        "decisions.jsonl:5 is no recorded decision: not an object of JSON",
        "decisions.jsonl:6 is longer than 65536 bytes",
        "decisions.jsonl:7 has a wrong `lead_id`: it must be a lead's id",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains("ada@") && !text.contains(".jsonl:8"), "{text}");
    fs::write(&file, "\n".repeat(1_000_001)).unwrap();
    let text = said(&plan(&folder, &file, &[]));
    assert!(text.contains("has more than 1000000 lines: export a shorter time"), "{text}");
    fs::write(&file, "\n").unwrap();
    let text = said(&plan(&folder, &file, &[]));
    assert!(text.contains("has no decision: nothing was tried"), "{text}");
}

#[test]
fn many_changed_leads_are_cut_off_for_people_and_all_there_for_programs() {
    let (folder, _) = before("many");
    let lines: Vec<Value> = (0..60)
        .map(|number| recorded(&folder, number, &["form=demo", "country=DE", "employees=30"]))
        .collect();
    let (after, file) = (files("many-after", ENTERPRISE), decisions("many", &lines));
    let text = said(&plan(&after, &file, &[]));
    assert!(text.contains("… and 40 more (all of them with --json)"), "{text}");
    assert_eq!(text.matches("accepted 2026-09-21 ").count(), 21, "20 leads, and the period: {text}");
    let markdown = said(&plan(&after, &file, &["--markdown"]));
    assert!(markdown.contains("… and 10 more"), "{markdown}");
    assert_eq!(support::json(&plan(&after, &file, &["--json"]))["changes"].as_array().unwrap().len(), 60);
}

#[test]
fn markdown_means_nothing_but_what_it_says() {
    let (folder, mut lines) = before("markdown");
    lines[0]["team"] = "<img src=x>|@everyone\n# ![x](https://example.com)".into();
    let planned = plan(&folder, &decisions("markdown", &[lines.remove(0)]), &["--markdown"]);
    let text = said(&planned);
    let rows: Vec<&str> = text.lines().filter(|line| line.contains("everyone")).collect();
    assert!(!rows.is_empty(), "{text}");
    for sign in ["<", "@", "![", "https://", "\n#  "] {
        assert!(!text.contains(sign), "{sign} in {text}");
    }
    for row in rows.iter().filter(|row| row.starts_with('|')) {
        let cells = row.matches('|').count();
        assert!(cells == 6 || cells == 4, "{row}");
    }
}

#[test]
fn monitors_and_forms_that_are_gone_are_left_out_and_told() {
    let (_, mut lines) = before("left-out");
    lines[0]["kind"] = "synthetic".into();
    lines[1]["form"] = "webinar".into();
    lines[1]["facts"]["form"] = "webinar".into();
    let repeated = json!({ "revision": 2 });
    let mut again = lines[2].clone();
    again["revision"] = repeated["revision"].clone();
    lines.push(again);
    let after = files("left-out-after", "");
    let text = said(&plan(&after, &decisions("left-out", &lines), &[]));
    for part in [
        "1 lead decided about again",
        "of form `webinar`, which these files do not have",
        "1 lead of monitors",
        "1 decisions that a later one",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn a_byte_order_mark_and_the_line_ends_of_windows_are_nothing() {
    let (folder, lines) = before("windows");
    let file = decisions("windows", &lines);
    let text = format!("\u{feff}{}", fs::read_to_string(&file).unwrap().replace('\n', "\r\n"));
    fs::write(&file, text).unwrap();
    let planned = plan(&folder, &file, &[]);
    assert!(said(&planned).starts_with("3 leads decided about again"), "{}", said(&planned));
}

#[test]
fn a_file_that_is_not_there_is_said_to_be() {
    let planned = plan(&shipped(), Path::new("nowhere.jsonl"), &[]);
    assert_eq!(planned.status.code(), Some(2));
    assert!(said(&planned).contains("cannot read nowhere.jsonl: it is not there"), "{}", said(&planned));
}
