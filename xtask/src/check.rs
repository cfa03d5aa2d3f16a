//! What is checked about the code without running it. Nothing here is advisory.

use std::process::Command;

use anyhow::Result;

use crate::build::{self, Flavour, Worker};
use crate::paths::Workspace;
use crate::stages::Stages;
use crate::toolchain::{Road, WASM};
use crate::tools::CARGO_DENY;
use crate::{process, setup, size};

/// The packages that become wasm.
const WORKERS: [&str; 8] =
    ["-p", "beeline-platform", "-p", "beeline-edge", "-p", "beeline-ledger", "-p", "beeline-consumer"];

/// `cargo xtask check`.
pub fn run(workspace: &Workspace, debian: bool) -> Result<()> {
    let mut stages = Stages::new();
    let road = stages.run("setup", || setup::for_checks(workspace, debian))?;
    lint(workspace, &road, &mut stages)?;
    stages.run("build", || build::build(workspace, &road, Flavour::Production, &Worker::ALL))?;
    stages.run("size", || size::check(workspace))?;
    stages.report("check");
    Ok(())
}

/// The stages that need no build of the Workers.
pub fn lint(workspace: &Workspace, road: &Road, stages: &mut Stages) -> Result<()> {
    stages.run("format", || logged(workspace, "cargo fmt", workspace.cargo(&["fmt", "--all", "--check"])))?;
    stages.run("lints", || {
        let everything = ["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"];
        logged(workspace, "cargo clippy", workspace.cargo(&everything))?;
        lint_wasm(workspace, road)
    })?;
    stages.run("documentation", || {
        // Of a program only the lib is documented: `beeline` is both a program's and a lib's name.
        let mut doc = workspace.cargo(&["doc", "--quiet", "--workspace", "--no-deps", "--lib"]);
        doc.env("RUSTDOCFLAGS", "-D warnings");
        logged(workspace, "cargo doc", doc)
    })?;
    stages.run("licences", || {
        let mut deny = workspace.command(CARGO_DENY.binary(workspace));
        deny.args(["--workspace", "--all-features", "check", "licenses", "bans", "sources"]);
        logged(workspace, "cargo deny", deny)
    })
}

/// Lints what is compiled for wasm only, with the chaos switches.
fn lint_wasm(workspace: &Workspace, road: &Road) -> Result<()> {
    if let Road::Debian(_) = road {
        println!(
            "    code for {WASM} only is not linted here: that takes rustup's toolchain with the target"
        );
        return Ok(());
    }
    let mut clippy = workspace.cargo(&["clippy", "--quiet", "--target", WASM, "--features", "chaos"]);
    clippy.args(WORKERS).args(["--", "-D", "warnings"]);
    logged(workspace, "cargo clippy for wasm", clippy)
}

fn logged(workspace: &Workspace, doing: &str, command: Command) -> Result<()> {
    process::run_logged(workspace, doing, &doing.replace(' ', "-"), command)
}
