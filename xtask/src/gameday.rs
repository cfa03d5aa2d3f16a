//! Outage drills, on builds that are as new as the code.

use anyhow::Result;

use crate::build::{self, Flavour, Worker};
use crate::paths::Workspace;
use crate::{process, setup};

/// `cargo xtask gameday`: all arguments are the drills' own.
pub fn run(workspace: &Workspace, debian: bool, arguments: &[String]) -> Result<()> {
    let road = setup::for_builds(workspace, debian)?;
    build::build(workspace, &road, Flavour::Production, &Worker::ALL)?;
    let mut node = workspace.node()?;
    node.arg("gameday/run.mjs").args(arguments).env("WRANGLER_SEND_METRICS", "false");
    process::run_shown("gameday", node)
}
