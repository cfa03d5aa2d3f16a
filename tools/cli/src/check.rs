//! `beeline check`.

use std::fs;

use anyhow::{Result, bail};
use beeline_compiler::{Compiled, Failure, Files, Problem, Severity, compile_with};
use clap::Args;
use serde_json::json;

use crate::command::Arguments;
use crate::markdown::Markdown;
use crate::message;
use crate::today;

/// Rows of a table: a comment holds 65,536 characters.
const SHOWN: usize = 50;

/// What `check` can be told.
#[derive(Clone, Debug, Args)]
pub struct Wish {
    /// Print Markdown, for a comment on a change
    #[arg(long)]
    markdown: bool,
}

/// Checks the files; whether nothing is wrong.
pub fn check(arguments: &Arguments, wish: &Wish) -> Result<bool> {
    if wish.markdown {
        return check_for_comment(arguments);
    }
    let Some(compiled) = right(arguments)? else { return Ok(false) };
    if !arguments.json {
        tell(arguments, &compiled.remarks);
    }
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

fn check_for_comment(arguments: &Arguments) -> Result<bool> {
    if arguments.json {
        bail!("choose one of --json and --markdown");
    }
    let outcome = compile_with(&Files::read(&arguments.folder)?, &today::options()?);
    let is_right = outcome.is_ok();
    match outcome {
        Ok(compiled) => print!("{}", as_markdown("Nothing is wrong", &compiled.remarks)),
        Err(problems) => print_as_wished(arguments, true, &problems),
    }
    Ok(is_right)
}

/// The compiled files, and in a line how much is remarked on them; what is wrong is printed.
pub fn compiled(arguments: &Arguments) -> Result<Option<Compiled>> {
    let compiled = right(arguments)?;
    if let Some(compiled) = &compiled {
        count(arguments, &compiled.remarks);
    }
    Ok(compiled)
}

/// The compiled files, whatever is remarked on them; what is wrong is printed.
pub fn right(arguments: &Arguments) -> Result<Option<Compiled>> {
    let files = Files::read(&arguments.folder)?;
    match compile_with(&files, &today::options()?) {
        Ok(compiled) => Ok(Some(compiled)),
        Err(problems) => {
            print(arguments, &problems);
            Ok(None)
        }
    }
}

/// Says what is wrong, for people or for programs.
pub fn print(arguments: &Arguments, problems: &[Problem]) {
    if arguments.json {
        println!("{}", json!({ "ok": false, "problems": problems.iter().map(as_json).collect::<Vec<_>>() }));
        return;
    }
    tell(arguments, problems);
    eprintln!("{}", Failure::summary(problems));
}

/// Says it as Markdown, if that is asked for.
pub fn print_as_wished(arguments: &Arguments, markdown: bool, problems: &[Problem]) {
    if markdown {
        print!("{}", as_markdown(&Failure::summary(problems), problems));
    } else {
        print(arguments, problems);
    }
}

fn as_markdown(title: &str, problems: &[Problem]) -> String {
    let mut page = Markdown::new();
    page.heading(title);
    if !problems.is_empty() {
        page.table(&["", "where", "what", "fix"]);
    }
    for Problem { severity, file, line, column, message, fix } in problems.iter().take(SHOWN) {
        page.row(&[message::word(*severity), &format!("{file}:{line}:{column}"), message, fix]);
    }
    let rest = problems.len().saturating_sub(SHOWN);
    if rest > 0 {
        page.paragraph(&format!("… and {rest} more (all of them with --json)"));
    }
    page.into_text()
}

/// Shows each with its line.
pub fn tell(arguments: &Arguments, problems: &[Problem]) {
    for problem in problems {
        let name = problem.file.rsplit('/').next().unwrap_or_default();
        // A file that is gone by now has its message all the same.
        let text = fs::read_to_string(arguments.folder.join(name)).unwrap_or_default();
        eprintln!("{}\n", message::shown(problem, &text));
    }
}

/// Says in a line how many remarks there are, and who shows them.
pub fn count(arguments: &Arguments, remarks: &[Problem]) {
    let number = |severity: Severity| remarks.iter().filter(|remark| remark.severity == severity).count();
    let counts =
        [Severity::Warning, Severity::Note].map(|severity| (number(severity), message::word(severity)));
    let counts = counts.iter().filter(|(number, _)| *number > 0);
    let counts: Vec<String> = counts
        .map(|(number, word)| format!("{number} {word}{}", if *number == 1 { "" } else { "s" }))
        .collect();
    if !arguments.json && !counts.is_empty() {
        eprintln!("{}: see `cargo beeline check`", counts.join(" and "));
    }
}

/// A problem for programs.
pub fn as_json(problem: &Problem) -> serde_json::Value {
    let Problem { severity, file, line, column, message, fix } = problem;
    let severity = message::word(*severity);
    let code = problem.code();
    json!({ "severity": severity, "code": code, "file": file, "line": line, "column": column, "message": message, "fix": fix })
}
