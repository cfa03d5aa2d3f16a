//! Everything that must hold before a change lands; CI runs nothing else.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::build::{self, Flavour, Worker};
use crate::paths::Workspace;
use crate::stages::Stages;
use crate::toolchain::Road;
use crate::{bottlecrm, browser, check, playground, process, setup, size};

/// Tests of the vendors' doubles and of the real CRM, which need no build.
const VENDOR_TESTS: &str = "tests/vendors";

const WORKERD_TESTS: &str = "tests/workerd";

/// How the names of those begin that drive a browser.
const BROWSER_TESTS: &str = "tests/workerd/browser_";

/// `cargo xtask test`. With filters, only tests: native ones whose path contains one of
/// them, and files in `tests/vendors` and `tests/workerd` whose name does.
pub fn run(workspace: &Workspace, debian: bool, filters: &[String]) -> Result<()> {
    let whole = filters.is_empty();
    let vendors = test_files(workspace, VENDOR_TESTS, filters)?;
    let files = test_files(workspace, WORKERD_TESTS, filters)?;
    let mut stages = Stages::new();
    let road = stages.run("setup", || set_up(workspace, debian, whole, [&vendors, &files]))?;
    if whole {
        check::lint(workspace, &road, &mut stages)?;
    }
    if !vendors.is_empty() {
        stages.run("vendor tests", || of_vendors(workspace, &vendors))?;
    }
    stages.run("native tests", || native(workspace, filters))?;
    if whole || !files.is_empty() {
        stages.run("build", || build::build(workspace, &road, Flavour::Production, &Worker::ALL))?;
    }
    if whole {
        stages.run("size", || size::check(workspace))?;
    }
    if !files.is_empty() {
        stages.run("chaos build", || {
            build::build(workspace, &road, Flavour::Chaos, &Worker::ALL)?;
            size::check_chaos(workspace)
        })?;
        if opens_the_playground(&files) {
            stages.run("playground", || playground::build(workspace, &road))?;
        }
        stages.run("workerd tests", || workerd(workspace, &files))?;
    }
    stages.report("test");
    Ok(())
}

/// What these test files need besides what builds and checks do.
fn set_up(workspace: &Workspace, debian: bool, whole: bool, files: [&[String]; 2]) -> Result<Road> {
    if files.iter().any(|files| drives_a_browser(files)) {
        browser::ensure(workspace)?;
    }
    if files.iter().any(|files| bottlecrm::is_needed(files)) {
        bottlecrm::ensure(workspace)?;
    }
    match whole {
        true => setup::for_checks(workspace, debian),
        false => setup::for_builds(workspace, debian),
    }
}

fn native(workspace: &Workspace, filters: &[String]) -> Result<()> {
    let mut cargo = workspace.cargo(&["test", "--workspace"]);
    if !filters.is_empty() {
        cargo.args(["--lib", "--bins", "--tests", "--"]).args(filters);
    }
    process::run_shown("cargo test", cargo)
}

/// The test files of a folder, those that a filter names if there is one.
fn test_files(workspace: &Workspace, folder: &'static str, filters: &[String]) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(workspace.root.join(folder)).context(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let wanted = filters.is_empty() || filters.iter().any(|filter| name.contains(filter));
        if wanted && name.ends_with(".test.mjs") {
            files.push(format!("{folder}/{name}"));
        }
    }
    files.sort();
    Ok(files)
}

fn drives_a_browser(files: &[String]) -> bool {
    files.iter().any(|file| file.starts_with(BROWSER_TESTS))
}

fn opens_the_playground(files: &[String]) -> bool {
    files.iter().any(|file| file.starts_with(playground::TESTS))
}

fn of_vendors(workspace: &Workspace, files: &[String]) -> Result<()> {
    let mut node = workspace.node()?;
    node.args(["--test", "--test-reporter=spec"]).args(files);
    with_bottlecrm(workspace, files, &mut node)?;
    process::run_shown("node --test", node)
}

/// Says where the real CRM is, to files that start it.
fn with_bottlecrm(workspace: &Workspace, files: &[String], node: &mut Command) -> Result<()> {
    if bottlecrm::is_needed(files) {
        node.env(bottlecrm::VARIABLE, bottlecrm::ensure(workspace)?);
    }
    Ok(())
}

/// One file at a time: each starts a workerd of its own.
fn workerd(workspace: &Workspace, files: &[String]) -> Result<()> {
    let mut node = workspace.node()?;
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(files);
    node.env("WRANGLER_SEND_METRICS", "false");
    // The native tests have built it.
    node.env("BEELINE", workspace.target.join("debug/beeline"));
    with_bottlecrm(workspace, files, &mut node)?;
    if drives_a_browser(files) {
        node.env(browser::VARIABLE, browser::ensure(workspace)?);
        node.env(playground::VARIABLE, playground::folder(workspace));
    }
    process::run_shown("node --test", node)
}
