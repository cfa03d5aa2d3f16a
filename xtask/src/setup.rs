//! Brings what a machine lacks. Each step looks first, and is done at once when satisfied.

use std::time::Instant;

use anyhow::Result;

use crate::paths::Workspace;
use crate::toolchain::{self, Road};
use crate::tools::{CARGO_DENY, WASM_BINDGEN, WORKER_BUILD};
use crate::{bottlecrm, browser, npm, secrets};

/// `cargo xtask setup`: everything any chore needs.
pub fn run(workspace: &Workspace, debian: bool) -> Result<()> {
    let started = Instant::now();
    let road = for_checks(workspace, debian)?;
    browser::ensure(workspace)?;
    bottlecrm::ensure(workspace)?;
    println!("setup: complete, with {}, in {:.1} s", road.describe(), started.elapsed().as_secs_f32());
    Ok(())
}

/// What building and running the Workers needs.
pub fn for_builds(workspace: &Workspace, debian: bool) -> Result<Road> {
    npm::ensure(workspace)?;
    secrets::ensure(workspace)?;
    let road = toolchain::ensure(workspace, debian)?;
    WASM_BINDGEN.ensure(workspace)?;
    WORKER_BUILD.ensure(workspace)?;
    Ok(road)
}

/// What checking needs besides.
pub fn for_checks(workspace: &Workspace, debian: bool) -> Result<Road> {
    let road = for_builds(workspace, debian)?;
    CARGO_DENY.ensure(workspace)?;
    Ok(road)
}
