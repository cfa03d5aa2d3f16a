//! Runs the fuzz targets of `fuzz/` on the stable toolchain.
//!
//! libFuzzer and the sanitizer need compiler flags that stable keeps to itself;
//! `RUSTC_BOOTSTRAP` opens them for this one build. What is found on the way stays in the
//! target folder: the kept corpus is changed by hand only.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::paths::Workspace;
use crate::process;
use crate::tools::CARGO_FUZZ;

const PROGRAMS: &str = "fuzz/fuzz_targets";
/// The longest input: a whole body, which is 64 KiB, and the lines of settings before it.
const MAX_INPUT_BYTES: u32 = 70_000;
/// An input that takes longer hangs: a real one takes microseconds.
const INPUT_SECONDS: u32 = 5;

/// `cargo xtask fuzz`: all targets when none is named, each for this long, one after another.
pub fn run(workspace: &Workspace, seconds: u32, named: &[String]) -> Result<()> {
    let targets = chosen(known(workspace)?, named)?;
    CARGO_FUZZ.ensure(workspace)?;
    // One target named: cargo-fuzz builds one or all.
    let mut build = command(workspace, "build");
    if let [target] = targets.as_slice() {
        build.arg(target);
    }
    process::run_logged(workspace, "building the fuzz targets", "fuzz", build)?;
    for target in &targets {
        fuzz(workspace, target, seconds)?;
    }
    println!("fuzz: nothing found in {seconds} s of each of {} targets", targets.len());
    Ok(())
}

fn fuzz(workspace: &Workspace, target: &str, seconds: u32) -> Result<()> {
    let found = workspace.target.join("fuzz/found").join(target);
    fs::create_dir_all(&found).with_context(|| format!("cannot make {}", found.display()))?;
    let mut fuzz = command(workspace, "run");
    // New inputs go to the first folder; both are read.
    fuzz.arg(target).arg(&found).arg(format!("fuzz/corpus/{target}")).arg("--");
    fuzz.arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={MAX_INPUT_BYTES}"));
    fuzz.arg(format!("-timeout={INPUT_SECONDS}")).args(["-print_final_stats=1", "-verbosity=0"]);
    process::run_shown(&format!("fuzzing {target} for {seconds} s"), fuzz)
        .with_context(|| format!("{target} has a finding: fuzz/README.md says what to do with it"))
}

fn command(workspace: &Workspace, subcommand: &str) -> Command {
    let mut command = workspace.command(CARGO_FUZZ.binary(workspace));
    command.args([subcommand, "--fuzz-dir", "fuzz", "--sanitizer", "address", "--target-dir"]);
    command.arg(workspace.target.join("fuzz"));
    command.env("RUSTC_BOOTSTRAP", "1");
    command
}

/// Every target, by its program.
fn known(workspace: &Workspace) -> Result<Vec<String>> {
    let mut targets = Vec::new();
    for entry in fs::read_dir(workspace.root.join(PROGRAMS)).context(PROGRAMS)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        targets.extend(name.strip_suffix(".rs").map(str::to_owned));
    }
    targets.sort();
    Ok(targets)
}

/// The targets that are named, or all.
fn chosen(known: Vec<String>, named: &[String]) -> Result<Vec<String>> {
    if let Some(stranger) = named.iter().find(|name| !known.contains(name)) {
        bail!("there is no fuzz target `{stranger}`: there are {}", known.join(", "));
    }
    Ok(if named.is_empty() { known } else { named.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn all_targets_run_unless_some_are_named() {
        let known = || names(&["email", "phone"]);
        assert_eq!(chosen(known(), &[]).unwrap(), known());
        assert_eq!(chosen(known(), &names(&["phone"])).unwrap(), names(&["phone"]));
    }

    #[test]
    fn a_target_that_is_not_there_is_named_with_those_that_are() {
        let refusal = chosen(names(&["email", "phone"]), &names(&["emial"])).unwrap_err().to_string();
        assert!(refusal.contains("`emial`") && refusal.contains("email, phone"), "{refusal}");
    }
}
