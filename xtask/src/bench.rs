//! The bench, on builds that are as new as the code.

use std::path::PathBuf;

use anyhow::Result;

use crate::build::{self, Flavour, Worker};
use crate::paths::Workspace;
use crate::toolchain::{Road, WASM};
use crate::{process, setup};

/// The package that is the evaluator and nothing else.
const EVALUATOR: &str = "beeline-bench-routing";

/// Its two builds.
struct Evaluator {
    native: PathBuf,
    wasm: PathBuf,
}

/// Builds the evaluator for this machine and for wasm.
fn evaluator(workspace: &Workspace, road: &Road) -> Result<Evaluator> {
    let native = workspace.cargo(&["build", "--release", "--package", EVALUATOR, "--bin", EVALUATOR]);
    process::run_logged(workspace, "building the evaluator", "bench-routing", native)?;
    let mut wasm =
        workspace.cargo(&["build", "--release", "--package", EVALUATOR, "--lib", "--target", WASM]);
    road.prepare(workspace, &mut wasm)?;
    process::run_logged(workspace, "building the evaluator for wasm", "bench-routing-wasm", wasm)?;
    let file = format!("{}.wasm", EVALUATOR.replace('-', "_"));
    Ok(Evaluator {
        native: workspace.target.join("release").join(EVALUATOR),
        wasm: road.target(workspace).join(WASM).join("release").join(file),
    })
}

/// `beeline`, and what makes up decisions for it.
fn command(workspace: &Workspace) -> Result<[PathBuf; 2]> {
    let package = "beeline-cli";
    let build = workspace.cargo(&["build", "--release", "--package", package, "--bins", "--examples"]);
    process::run_logged(workspace, "building the command", "bench-command", build)?;
    let release = workspace.target.join("release");
    Ok([release.join("beeline"), release.join("examples/decisions")])
}

/// `cargo xtask bench`: all arguments are the bench's own.
pub fn run(workspace: &Workspace, debian: bool, arguments: &[String]) -> Result<()> {
    let road = setup::for_builds(workspace, debian)?;
    build::build(workspace, &road, Flavour::Production, &Worker::ALL)?;
    let rules = evaluator(workspace, &road)?;
    let [beeline, decisions] = command(workspace)?;
    let mut node = workspace.node()?;
    node.arg("bench/run.mjs").args(arguments).env("WRANGLER_SEND_METRICS", "false");
    node.env("BEELINE_BENCH_ROUTING", rules.native).env("BEELINE_BENCH_ROUTING_WASM", rules.wasm);
    node.env("BEELINE_BENCH_CLI", beeline).env("BEELINE_BENCH_DECISIONS", decisions);
    process::run_shown("bench", node)
}
