//! Why a lead went where it went, from the record of its decision alone.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use support::server::Server;
use support::{ENTERPRISE, GERMANY, beeline, command, decisions, files, json, lead_id, recorded, said};

fn before(name: &str) -> (PathBuf, Vec<Value>) {
    let folder = files(&format!("{name}-before"), &format!("{ENTERPRISE}\n{GERMANY}"));
    let leads: [&[&str]; 2] = [&["form=demo", "country=DE", "employees=30"], &["form=demo", "country=FR"]];
    let lines = (1..).zip(leads).map(|(number, lead)| recorded(&folder, number, lead)).collect();
    (folder, lines)
}

fn why(folder: &Path, number: u32, file: &Path) -> String {
    let output = beeline(folder, &["why", &lead_id(number), "--decisions", file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn by_the_files_that_decided_it_is_explained_as_any_lead_is() {
    let (folder, lines) = before("why-same");
    let told = why(&folder, 1, &decisions("why-same", &lines));
    for part in [
        "submission 1, accepted 2026-09-21 14:21:00 UTC through form `demo`.",
        "It went to emea (rule germany), by bundle ",
        "The files here are the ones that decided.",
        "To emea (rule germany): emea.",
        "✓ employees is 30; wanted: 20 or more",
        "to enterprise (rule enterprise), if employees were 1000 or more",
    ] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
}

#[test]
fn by_other_files_that_is_said_and_what_they_would_do_instead() {
    let (_, lines) = before("why-other");
    let file = decisions("why-other", &lines);
    let after =
        files("why-other-after", &format!("{ENTERPRISE}\n{}", GERMANY.replace("20 or more", "50 or more")));
    let told = why(&after, 1, &file);
    for part in [
        "The files here are not the ones that decided: they make bundle ",
        "The difference: emea (rule germany) → sales (the fallback)",
        "rule `germany` does not fit: employees is 30; wanted: 50 or more",
        "To sales (the fallback): sales.",
    ] {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    let told = why(&after, 2, &file);
    assert!(told.contains("They decide the same.") && !told.contains("The difference"), "{told}");
}

#[test]
fn the_latest_submission_of_a_lead_is_the_one_that_is_explained() {
    let (folder, mut lines) = before("why-latest");
    let mut latest = recorded(&folder, 1, &["form=demo", "country=DE", "employees=2000"]);
    latest["revision"] = 2.into();
    lines.insert(0, latest);
    let told = why(&folder, 1, &decisions("why-latest", &lines));
    assert!(told.contains("submission 2") && told.contains("It went to enterprise"), "{told}");
}

#[test]
fn the_same_files_that_decide_otherwise_are_an_error() {
    let (folder, mut lines) = before("why-drift");
    lines[0]["team"] = "sales".into();
    let file = decisions("why-drift", &lines);
    let output = beeline(&folder, &["why", &lead_id(1), "--decisions", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("The same files must decide the same"), "{}", said(&output));
}

#[test]
fn programs_are_told_the_record_and_the_explanation() {
    let (folder, lines) = before("why-json");
    let file = decisions("why-json", &lines);
    let told =
        json(&beeline(&folder, &["--json", "why", &lead_id(1), "--decisions", file.to_str().unwrap()]));
    assert_eq!(
        (&told["recorded"], &told["same_files"], &told["change"]),
        (&lines[0], &Value::Bool(true), &Value::Null)
    );
    assert_eq!(told["by_files_here"]["rules"][1]["fits"], true);
}

#[test]
fn a_lead_is_asked_for_where_it_is_kept() {
    let (folder, lines) = before("why-from");
    let body = format!("{}\n", lines[0]);
    let server = Server::start(move |path, _| match path.strip_prefix("/v1/ops/decisions/") {
        Some(id) if id == lead_id(1) => (200, "Beeline-Skipped: 0\r\n".into(), body.clone()),
        Some(id) if id == lead_id(2) => (200, "Beeline-Skipped: 1\r\n".into(), String::new()),
        _ => (404, String::new(), String::new()),
    });
    let ask = |number: u32| {
        let mut why = command(&folder, &["why", &lead_id(number), "--from", &server.url]);
        said(&why.env("BEELINE_OPS_TOKEN", "ops-token-0123456789-0123456789-0123456789").output().unwrap())
    };
    assert!(ask(1).contains("It went to emea (rule germany)"), "{}", ask(1));
    assert!(ask(2).contains("was taken before decisions were recorded"), "{}", ask(2));
    assert!(ask(3).contains("is on record there"), "{}", ask(3));
}

const TURN: &str = r#"{"turn":{"assigned":{"rep":"ana","name":"Ana Lima","how":"turn","table":[
{"rep":"ana","name":"Ana Lima","weight":2,"taken_today":3,"daily_cap":20,"standing":{"is":"chosen"},"owed":250000,"share":666667,"due":"(1 - 0.25) / 2 = 0.375"},
{"rep":"ben","name":"Ben Ode","weight":1,"taken_today":0,"standing":{"is":"closed","why":"off hours","until_ms":1790000400000},"owed":0,"due":"(1 - 0) / 1 = 1"}]}}}"#;

#[test]
fn who_has_a_lead_and_why_every_other_has_it_not_is_told_by_the_pools_of_its_teams() {
    let (folder, lines) = before("why-turn");
    let roster = "rep,name,team,weight,hours,time_zone,active\nana,Ana Lima,emea,2,Mon-Sun 00:00-24:00,Europe/Berlin,yes\n";
    fs::write(folder.join("roster.csv"), roster).unwrap();
    let body = format!("{}\n", lines[0]);
    let turn = format!("/v1/ops/pools/emea/turns/{}", lead_id(1));
    let server = Server::start(move |path, _| match path {
        path if path.starts_with("/v1/ops/decisions/") => {
            (200, "Beeline-Skipped: 0\r\n".into(), body.clone())
        }
        path if path == turn => (200, String::new(), TURN.to_owned()),
        _ => (404, String::new(), String::new()),
    });
    let ask = |arguments: &[&str]| {
        let mut why = command(&folder, arguments);
        why.env("BEELINE_OPS_TOKEN", "ops-token-0123456789-0123456789-0123456789").output().unwrap()
    };
    let why = said(&ask(&["why", &lead_id(1), "--from", &server.url]));
    for line in [
        "Ana Lima (`ana`) of team `emea` has it: it was their turn.",
        "✓ Ana Lima (`ana`), weight 2, 3 of 20 today: the lowest number was due first",
        "    next lead due in (1 - 0.25) / 2 = 0.375 rounds",
        "  Ben Ode (`ben`), weight 1, 0 today: off hours until 2026-09-21 14:20:00 UTC",
    ] {
        assert!(why.contains(line), "{why}");
    }
    let told = json(&ask(&["--json", "why", &lead_id(1), "--from", &server.url]));
    assert_eq!(told["turns"][0]["outcome"]["assigned"]["rep"], "ana");
}

#[test]
fn what_cannot_be_explained_is_said() {
    let (folder, lines) = before("why-wrong");
    let file = decisions("why-wrong", &lines);
    let file = file.to_str().unwrap();
    let id = lead_id(1);
    let refused: [(&[&str], &str); 4] = [
        (&["why", &id], "say where its decision is on record: --decisions FILE or --from URL"),
        (&["why", "ld_nonsense", "--decisions", file], "not a lead id: ld_ and 24 characters"),
        (&["why", "form=demo", "country=DE", "--decisions", file], "say one lead's id"),
        (&["why", &lead_id(9), "--decisions", file], "is on record there"),
    ];
    for (arguments, part) in refused {
        let output = beeline(&folder, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said(&output).contains(part), "{}", said(&output));
    }
}
