//! `beeline test`: the leads of `tests.toml`, and how much of the table they try.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use beeline_compiler::{Compiled, Coverage, Files, Problem, Tried, tried};
use clap::Args;
use serde_json::{Value, json};

use crate::check;
use crate::command::Arguments;
use crate::junit::{self, Case};
use crate::markdown::Markdown;
use crate::today;

/// Lines of a comment; the rest is counted.
const SHOWN: usize = 50;

/// What `test` can be told.
#[derive(Clone, Debug, Args)]
pub struct Wish {
    /// Fail if fewer than so many percent of the rules and conditions are tried
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    fail_under: Option<u8>,
    /// Write every test and how it ended to this file, as JUnit XML
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Print Markdown, for a comment on a change
    #[arg(long)]
    markdown: bool,
}

/// How the tests went.
struct Report<'a> {
    compiled: &'a Compiled,
    failures: &'a [Problem],
    percent: usize,
    untried: Vec<String>,
    /// What was asked for and is not reached.
    missed: Option<u8>,
}

/// Tries the tests; whether they pass and enough is tried.
pub fn test(arguments: &Arguments, wish: &Wish) -> Result<bool> {
    if wish.markdown && arguments.json {
        bail!("choose one of --json and --markdown");
    }
    let Tried { compiled, failures } = match tried(&Files::read(&arguments.folder)?, &today::options()?) {
        Ok(tried) => tried,
        Err(problems) => {
            write_junit(wish, problems.iter().map(wrong_file).collect())?;
            check::print_as_wished(arguments, wish.markdown, &problems);
            return Ok(false);
        }
    };
    let report = Report::of(&compiled, &failures, wish.fail_under);
    write_junit(wish, report.cases(arguments))?;
    report.print(arguments, wish.markdown);
    Ok(failures.is_empty() && report.missed.is_none())
}

fn write_junit(wish: &Wish, cases: Vec<Case>) -> Result<()> {
    let Some(path) = &wish.junit else { return Ok(()) };
    let xml = junit::written("routing-config", &cases);
    fs::write(path, xml).with_context(|| format!("cannot write {}", path.display()))
}

/// A file that cannot be tried is a test that fails.
fn wrong_file(problem: &Problem) -> Case {
    Case {
        class: problem.file.clone(),
        name: format!("line {}, character {}", problem.line, problem.column),
        failure: Some(told(problem)),
    }
}

fn told(problem: &Problem) -> String {
    format!("{}; fix: {}", problem.message, problem.fix)
}

impl<'a> Report<'a> {
    fn of(compiled: &'a Compiled, failures: &'a [Problem], fail_under: Option<u8>) -> Self {
        let coverage = Coverage::of(&compiled.bundle, compiled.cases.iter().map(|case| &case.facts));
        let percent = coverage.percent();
        let missed = fail_under.filter(|least| percent < usize::from(*least));
        let untried = coverage.untried(&compiled.bundle).iter().map(ToString::to_string).collect();
        Self { compiled, failures, percent, untried, missed }
    }

    fn cases(&self, arguments: &Arguments) -> Vec<Case> {
        let folder = arguments.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let failure = |line: usize| self.failures.iter().find(|problem| problem.line == line).map(told);
        let tests = self.compiled.cases.iter().map(|case| Case {
            class: format!("{folder}/tests.toml"),
            name: case.name.clone(),
            failure: failure(case.line),
        });
        let missed = self.missed.map(|least| Case {
            class: folder.clone(),
            name: "enough of the rules and conditions is tried".to_owned(),
            failure: Some(format!("{} % are tried, and {least} % were asked for", self.percent)),
        });
        tests.chain(missed).collect()
    }

    fn print(&self, arguments: &Arguments, as_markdown: bool) {
        if as_markdown {
            print!("{}", self.markdown());
        } else if arguments.json {
            println!("{}", self.json());
        } else {
            check::count(arguments, &self.compiled.remarks);
            check::tell(arguments, self.failures);
            self.print_text();
        }
    }

    fn json(&self) -> Value {
        let ok = self.failures.is_empty() && self.missed.is_none();
        json!({
            "ok": ok, "tests": self.compiled.cases.len(), "percent": self.percent, "untried": self.untried,
            "problems": self.failures.iter().map(check::as_json).collect::<Vec<_>>(),
        })
    }

    fn print_text(&self) {
        println!("{}\n{}", self.outcome(), self.coverage());
        self.untried.iter().for_each(|line| println!("  not tried: {line}"));
        self.missed().iter().for_each(|line| println!("{line}"));
    }

    fn markdown(&self) -> String {
        let mut page = Markdown::new();
        page.heading(&self.outcome());
        self.failures.iter().for_each(|problem| page.item(&told(problem)));
        page.paragraph(&self.coverage());
        self.missed().iter().for_each(|line| page.paragraph(line));
        self.untried.iter().take(SHOWN).for_each(|line| page.item(&format!("not tried: {line}")));
        let rest = self.untried.len().saturating_sub(SHOWN);
        if rest > 0 {
            page.paragraph(&format!("… and {rest} more (all of them with --json)"));
        }
        page.into_text()
    }

    fn outcome(&self) -> String {
        let tests = self.compiled.cases.len();
        match self.failures.len() {
            0 => format!("{tests} tests pass."),
            failed => format!("{failed} of {tests} tests fail."),
        }
    }

    fn coverage(&self) -> String {
        let rules = self.compiled.bundle.rules().len();
        format!("They try {} % of {rules} rules and both sides of their conditions.", self.percent)
    }

    fn missed(&self) -> Option<String> {
        self.missed.map(|least| format!("That is less than the {least} % that were asked for."))
    }
}
