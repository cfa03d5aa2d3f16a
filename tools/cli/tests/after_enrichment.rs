//! What is said of leads of which something is found out later.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod support;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::{beeline, files, json as told, said};

/// Large companies go to the team for them, by a rule with these lines more.
fn folder(name: &str, lines: &str) -> PathBuf {
    let when = "when = { enriched.employees = \"1000 or more\" }";
    let rule = format!("[[rule]]\nid = \"large\"\nteam = \"enterprise\"\n{when}\n{lines}\n");
    files(&format!("after-enrichment-{name}"), &rule)
}

fn first(folder: &Path, employees: &str) -> Value {
    told(&beeline(folder, &["--json", "why", "form=demo", employees]))["first"].clone()
}

const MOVES: &str = "after_enrichment = true";

#[test]
fn why_says_where_the_lead_goes_first_and_that_it_moves() {
    let folder = folder("moves", MOVES);
    let why = said(&beeline(&folder, &["why", "form=demo", "enriched.employees=5000"]));
    let expected = "To enterprise (rule large): enterprise.\nWhen it comes, it goes to sales (the fallback), and moves once the rest is found out, unless somebody has claimed it by then.\n";
    assert!(why.contains(expected), "{why}");
    assert_eq!(
        first(&folder, "enriched.employees=5000"),
        json!({ "team": "sales", "rule": "fallback", "moves": true })
    );
}

#[test]
fn why_says_that_it_stays_where_the_rule_may_not_move_it() {
    let folder = folder("stays", "");
    let why = said(&beeline(&folder, &["why", "form=demo", "enriched.employees=5000"]));
    let expected = "When it comes, it goes to sales (the fallback), and stays there: rule large does not say after_enrichment.\n";
    assert!(why.contains(expected), "{why}");
    assert_eq!(first(&folder, "enriched.employees=5000")["moves"], json!(false));
}

#[test]
fn of_a_lead_that_stays_with_its_team_it_is_said_so() {
    let why = said(&beeline(&folder("same", MOVES), &["why", "form=demo", "enriched.employees=5"]));
    assert!(why.contains("When it comes, it goes to sales (the fallback), and stays there.\n"), "{why}");
}

#[test]
fn of_a_lead_of_which_nothing_is_found_out_nothing_is_said() {
    let folder = folder("nothing", MOVES);
    assert!(!said(&beeline(&folder, &["why", "form=demo"])).contains("When it comes"));
    assert_eq!(first(&folder, "country=DE"), Value::Null);
}
