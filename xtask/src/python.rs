//! The Python that the tests' CRM runs on: one that the machine has, else Debian's.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::paths::Workspace;
use crate::{apt, process};

/// Names a Python that is not in `PATH`.
pub const VARIABLE: &str = "PYTHON";

/// For an older one pip has only versions of years ago, and takes them without a word.
const OLDEST: (u32, u32) = (3, 12);

/// What it is called in `PATH`.
const PROGRAMS: [&str; 4] = ["python3.14", "python3.13", "python3.12", "python3"];

/// Prints the version, and `venv` if it can make an environment of its own: Debian's can only with
/// `python3-venv`.
const PROBE: &str = "
import importlib.util, sys
venv = all(importlib.util.find_spec(name) for name in ('venv', 'ensurepip'))
print('%d.%d' % sys.version_info[:2], 'venv' if venv else '')
";

/// What a Python says of itself.
#[derive(Debug, PartialEq)]
struct Found {
    version: (u32, u32),
    has_venv: bool,
}

/// The program, installed unless the machine has one that will do.
pub fn ensure(workspace: &Workspace) -> Result<PathBuf> {
    let mut seen = Vec::new();
    if let Some(program) = search(&mut seen)? {
        return Ok(program);
    }
    let lack = lack(&seen);
    let install = || {
        let doing = "installing Debian's python3 and python3-venv (some 50 MB, once per machine)";
        apt::install(workspace, doing, &["python3", "python3-venv"])?;
        search(&mut Vec::new())?.context("Debian's package `python3` is too old here")
    };
    install().with_context(|| lack)
}

/// The first that will do; `seen` gets what the others are.
fn search(seen: &mut Vec<Found>) -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os(VARIABLE) {
        let program = PathBuf::from(named);
        match probe(&program) {
            Some(found) if found.will_do() => return Ok(Some(program)),
            Some(found) => bail!(
                "{VARIABLE} names Python {}: the tests of the real CRM need {} or later with its module venv",
                found.describe(),
                oldest()
            ),
            None => bail!("{VARIABLE} is `{}`, and that does not run", program.display()),
        }
    }
    for program in PROGRAMS.iter().map(PathBuf::from).chain(of_pyenv()) {
        match probe(&program) {
            Some(found) if found.will_do() => return Ok(Some(program)),
            Some(found) => seen.push(found),
            None => {}
        }
    }
    Ok(None)
}

/// Nothing of a program that does not run, as a shim of pyenv's that stands for no version.
fn probe(program: &Path) -> Option<Found> {
    let mut python = process::command(program);
    python.args(["-c", PROBE]);
    Found::parse(&process::output(python).ok()?)
}

/// Those that pyenv keeps, whichever it has put into `PATH`.
fn of_pyenv() -> Vec<PathBuf> {
    let home = || env::home_dir().map(|home| home.join(".pyenv"));
    let Some(root) = env::var_os("PYENV_ROOT").map(PathBuf::from).or_else(home) else { return Vec::new() };
    let versions = fs::read_dir(root.join("versions")).into_iter().flatten().flatten();
    let mut programs: Vec<PathBuf> = versions.map(|version| version.path().join("bin/python3")).collect();
    programs.sort();
    programs
}

impl Found {
    fn parse(told: &str) -> Option<Found> {
        let (version, venv) = told.trim_end_matches('\n').split_once(' ')?;
        let (major, minor) = version.split_once('.')?;
        Some(Found { version: (major.parse().ok()?, minor.parse().ok()?), has_venv: venv == "venv" })
    }

    fn will_do(&self) -> bool {
        self.version >= OLDEST && self.has_venv
    }
}

/// What is missing, and how to get it.
fn lack(seen: &[Found]) -> String {
    let mut names: Vec<String> = seen.iter().map(Found::describe).collect();
    names.dedup();
    let found = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    format!(
        "the tests of the real CRM need Python {} or later with its module venv, and this machine has {found}: \
         run `apt-get install python3 python3-venv` as root (Debian 13 or later), or install one from \
         https://www.python.org/downloads and set {VARIABLE} to it",
        oldest()
    )
}

fn oldest() -> String {
    format!("{}.{}", OLDEST.0, OLDEST.1)
}

impl Found {
    fn describe(&self) -> String {
        let (major, minor) = self.version;
        let without = if self.version >= OLDEST && !self.has_venv { " without venv" } else { "" };
        format!("{major}.{minor}{without}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_python_will_do_from_3_12_on_if_it_can_make_an_environment() {
        let will_do = |told: &str| Found::parse(told).map(|found| found.will_do());
        assert_eq!(will_do("3.12 venv\n"), Some(true));
        assert_eq!(will_do("4.0 venv\n"), Some(true));
        assert_eq!(will_do("3.11 venv\n"), Some(false));
        assert_eq!(will_do("2.7 venv\n"), Some(false));
        assert_eq!(will_do("3.13 \n"), Some(false));
        assert_eq!(will_do("pyenv: python3.14: command not found\n"), None);
    }

    #[test]
    fn what_is_missing_is_named_with_what_was_found() {
        let seen = ["3.11 venv\n", "3.13 \n"].map(|told| Found::parse(told).unwrap());
        let told = lack(&seen);
        assert!(told.contains("this machine has 3.11, 3.13 without venv: run `apt-get install"), "{told}");
        assert!(lack(&[]).contains("this machine has none"));
    }
}
