//! `beeline examples`: tests for what no test tries yet.

use std::fs;

use anyhow::{Context, Result, bail};
use beeline_compiler::{Files, Trial, compile, trials};
use serde_json::json;

use crate::check;
use crate::command::Arguments;

/// The file that they are written to.
const TESTS: &str = "tests.toml";

/// Prints the tests, or adds them to `tests.toml`; whether the files are right.
pub fn examples(arguments: &Arguments, write: bool) -> Result<bool> {
    let Some(compiled) = check::compiled(arguments)? else { return Ok(false) };
    let found = trials(&compiled);
    if write && !found.is_empty() {
        append(arguments, &found)?;
    }
    let written: Vec<String> = found.iter().map(ToString::to_string).collect();
    if arguments.json {
        println!("{}", json!({ "tests": written, "written": write }));
    } else if found.is_empty() {
        println!("There is nothing to add: tests.toml tries every rule and both sides of every edge.");
    } else if write {
        println!(
            "{} tests were added to {TESTS}. Read them: they say what happens, not what should.",
            found.len()
        );
    } else {
        println!("{}", written.join("\n").trim_end());
    }
    Ok(true)
}

/// Puts the tests after what stands there, which stays as it is.
fn append(arguments: &Arguments, found: &[Trial]) -> Result<()> {
    let path = arguments.folder.join(TESTS);
    let mut text = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    if !text.is_empty() && !text.ends_with(b"\n") {
        text.push(b'\n');
    }
    for trial in found {
        if !text.is_empty() {
            text.push(b'\n');
        }
        text.extend(trial.to_string().bytes());
    }
    if let Err(problems) = compile(&Files::read(&arguments.folder)?.with(TESTS, text.clone())) {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        bail!("the tests do not hold, which is ours to mend; nothing was written: {first}");
    }
    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}
