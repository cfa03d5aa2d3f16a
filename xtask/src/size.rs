//! What a production build may weigh, and what it must not contain.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::build::{self, Flavour, Worker};
use crate::paths::Workspace;
use crate::{process, toolchain};

const BUDGET: &str = "xtask/size-budget.toml";

/// In the wasm of every build with chaos switches, and of no other.
const CHAOS_MARKER: &str = "beeline-chaos";

/// `xtask/size-budget.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    kilobytes: BTreeMap<String, u64>,
}

/// One line of the table: a Worker, what it weighs in bytes, what it may weigh in KB.
struct Line {
    worker: Worker,
    bytes: u64,
    kilobytes: u64,
}

/// Holds the production builds to their budget, and to containing nothing they must not.
pub fn check(workspace: &Workspace) -> Result<()> {
    let budget = parse(&fs::read_to_string(workspace.root.join(BUDGET)).context(BUDGET)?)?;
    let mut lines = Vec::new();
    for worker in Worker::ALL {
        let bytes = compressed(workspace, worker)?;
        lines.push(Line { worker, bytes, kilobytes: budget.kilobytes[worker.name()] });
    }
    print!("{}", table(&lines));
    let over: Vec<&str> = lines.iter().filter(|line| line.is_over()).map(|line| line.worker.name()).collect();
    if !over.is_empty() {
        bail!("over budget: {} ({BUDGET} says how to raise it)", over.join(", "));
    }
    Worker::ALL.into_iter().try_for_each(|worker| check_content(workspace, worker))
}

/// The chaos builds have the marker: else looking for it in production builds would prove nothing.
pub fn check_chaos(workspace: &Workspace) -> Result<()> {
    for worker in Worker::ALL {
        let wasm = build::wasm(workspace, worker, Flavour::Chaos);
        if contains(&fs::read(&wasm)?, CHAOS_MARKER) {
            return Ok(());
        }
    }
    bail!("no chaos build contains `{CHAOS_MARKER}`: a production build with the switches would go unnoticed")
}

fn parse(text: &str) -> Result<Budget> {
    let budget: Budget = toml::from_str(text).context(BUDGET)?;
    for worker in Worker::ALL {
        if !budget.kilobytes.contains_key(worker.name()) {
            bail!("{BUDGET} has no budget for `{}`", worker.name());
        }
    }
    for name in budget.kilobytes.keys() {
        Worker::named(name).context(BUDGET)?;
    }
    Ok(budget)
}

/// The bytes of a Worker's wasm after `gzip -9`.
fn compressed(workspace: &Workspace, worker: Worker) -> Result<u64> {
    let mut gzip = workspace.command("gzip");
    gzip.args(["-9", "-c"]).arg(build::wasm(workspace, worker, Flavour::Production));
    Ok(process::output_bytes(gzip)?.len() as u64)
}

impl Line {
    fn is_over(&self) -> bool {
        self.bytes > self.kilobytes * 1000
    }
}

fn table(lines: &[Line]) -> String {
    let mut table = format!("    {:<10} {:>9} {:>10} {:>6}\n", "worker", "gzip KB", "budget KB", "used");
    for line in lines {
        table.push_str(&format!(
            "    {:<10} {:>9.1} {:>10} {:>5} %{}\n",
            line.worker.name(),
            line.bytes as f64 / 1000.0,
            line.kilobytes,
            line.bytes / (line.kilobytes * 10).max(1),
            if line.is_over() { "  over" } else { "" }
        ));
    }
    table
}

fn check_content(workspace: &Workspace, worker: Worker) -> Result<()> {
    let wasm = build::wasm(workspace, worker, Flavour::Production);
    let bytes = fs::read(&wasm)?;
    if contains(&bytes, CHAOS_MARKER) {
        bail!("{} contains the chaos switches (`{CHAOS_MARKER}`)", workspace.shown(&wasm));
    }
    for folder in [&workspace.root, &workspace.cache, &toolchain::cargo_home()?] {
        if contains(&bytes, &folder.to_string_lossy()) {
            bail!("{} contains a path of this machine ({})", workspace.shown(&wasm), folder.display());
        }
    }
    Ok(())
}

fn contains(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_budget_is_readable() {
        let budget = parse(include_str!("../size-budget.toml")).unwrap();
        assert_eq!(budget.kilobytes.len(), Worker::ALL.len());
    }

    #[test]
    fn a_budget_names_every_worker_and_nothing_else() {
        let refusal = |text: &str| format!("{:#}", parse(text).unwrap_err());
        let full = "[kilobytes]\nedge = 1\nledger = 2\nconsumer = 3\n";
        assert_eq!(parse(full).unwrap().kilobytes["ledger"], 2);
        assert!(refusal("[kilobytes]\nedge = 1\nledger = 2\n").contains("no budget for `consumer`"));
        assert!(refusal(&format!("{full}other = 4\n")).contains("no Worker `other`"));
        assert!(refusal(&format!("{full}edge = 4\n")).contains("duplicate key"));
        assert!(refusal(&full.replace("= 1", "= -1")).contains(BUDGET));
    }

    #[test]
    fn a_worker_is_over_budget_above_it_only() {
        let line = |bytes| Line { worker: Worker::Edge, bytes, kilobytes: 400 };
        assert!(!line(400_000).is_over());
        assert!(line(400_001).is_over());
        assert_eq!(
            table(&[line(123_456), line(500_000)]),
            "    worker       gzip KB  budget KB   used\n\
             \x20   edge           123.5        400    30 %\n\
             \x20   edge           500.0        400   125 %  over\n"
        );
    }

    #[test]
    fn a_marker_is_found_wherever_it_stands() {
        assert!(contains(b"\0asm beeline-chaos\0", CHAOS_MARKER));
        assert!(!contains(b"\0asm beeline", CHAOS_MARKER));
    }
}
