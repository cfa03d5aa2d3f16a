//! `beeline check`.

use std::fs;

use anyhow::Result;
use beeline_compiler::{Compiled, Failure, Files, Options, Problem, compile_with};
use serde_json::json;

use crate::command::Arguments;
use crate::message;
use crate::today;

/// Checks the files; whether nothing is wrong.
pub fn check(arguments: &Arguments) -> Result<bool> {
    let Some(compiled) = compiled(arguments)? else { return Ok(false) };
    let (forms, teams) = (compiled.bundle.forms().len(), compiled.bundle.teams().len());
    let (rules, tests) = (compiled.bundle.rules().len(), compiled.cases.len());
    if arguments.json {
        let counts = json!({ "forms": forms, "teams": teams, "rules": rules, "tests": tests });
        println!(
            "{}",
            json!({ "ok": true, "bundle": compiled.hash, "counts": counts, "problems": compiled.remarks.iter().map(as_json).collect::<Vec<_>>() })
        );
    } else {
        println!(
            "Nothing is wrong: {forms} forms, {teams} teams, {rules} rules, {tests} tests. Bundle {}.",
            compiled.hash
        );
    }
    Ok(true)
}

/// The compiled files; what is wrong with them is printed.
pub fn compiled(arguments: &Arguments) -> Result<Option<Compiled>> {
    let files = Files::read(&arguments.folder)?;
    match compile_with(&files, &Options { today_ms: Some(today::now_ms()?) }) {
        Ok(compiled) => {
            if !arguments.json {
                tell(arguments, &compiled.remarks);
            }
            Ok(Some(compiled))
        }
        Err(problems) => {
            print(arguments, &problems);
            Ok(None)
        }
    }
}

fn print(arguments: &Arguments, problems: &[Problem]) {
    if arguments.json {
        println!("{}", json!({ "ok": false, "problems": problems.iter().map(as_json).collect::<Vec<_>>() }));
        return;
    }
    tell(arguments, problems);
    eprintln!("{}", Failure::summary(problems));
}

fn tell(arguments: &Arguments, problems: &[Problem]) {
    for problem in problems {
        let name = problem.file.rsplit('/').next().unwrap_or_default();
        // A file that is gone by now has its message all the same.
        let text = fs::read_to_string(arguments.folder.join(name)).unwrap_or_default();
        eprintln!("{}\n", message::shown(problem, &text));
    }
}

fn as_json(problem: &Problem) -> serde_json::Value {
    let Problem { severity, file, line, column, message, fix } = problem;
    let severity = message::word(*severity);
    json!({ "severity": severity, "file": file, "line": line, "column": column, "message": message, "fix": fix })
}
