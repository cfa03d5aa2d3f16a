//! `beeline test`: the leads of `tests.toml`, and how much of the table they try.

use anyhow::Result;
use beeline_compiler::{Compiled, Coverage};
use serde_json::json;

use crate::check;
use crate::command::Arguments;

/// Tries the tests; whether they pass and enough is tried.
pub fn test(arguments: &Arguments, fail_under: Option<u8>) -> Result<bool> {
    let Some(compiled) = check::compiled(arguments)? else { return Ok(false) };
    let bundle = &compiled.bundle;
    let coverage = Coverage::of(bundle, compiled.cases.iter().map(|case| &case.facts));
    let percent = coverage.percent();
    let enough = fail_under.is_none_or(|least| percent >= usize::from(least));
    let untried: Vec<String> = coverage.untried(bundle).iter().map(ToString::to_string).collect();
    if arguments.json {
        let told =
            json!({ "ok": enough, "tests": compiled.cases.len(), "percent": percent, "untried": untried });
        println!("{told}");
        return Ok(enough);
    }
    print(&compiled, &untried, percent);
    if !enough {
        println!("That is less than the {} % that were asked for.", fail_under.unwrap_or_default());
    }
    Ok(enough)
}

fn print(compiled: &Compiled, untried: &[String], percent: usize) {
    println!("{} tests pass.", compiled.cases.len());
    println!(
        "They try {percent} % of {} rules and both sides of their conditions.",
        compiled.bundle.rules().len()
    );
    for line in untried {
        println!("  not tried: {line}");
    }
}
