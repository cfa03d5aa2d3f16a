//! The packages that `package.json` pins: wrangler, workerd, esbuild, binaryen, Node itself.

use std::fs;

use anyhow::{Context, Result};

use crate::paths::Workspace;
use crate::process;
use crate::stamp::Stamp;

/// Installs the packages unless `node_modules` was made from these very manifests.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    let stamp = Stamp::of(&workspace.root, &["package.json", "package-lock.json"])?.finish();
    let file = workspace.root.join("node_modules/.beeline-stamp");
    if stamp.is_in(&file) && workspace.node_binary().is_file() {
        return Ok(());
    }
    let mut version = workspace.command("npm");
    version.arg("--version");
    process::output(version).context("Node 20 or newer with npm is needed: https://nodejs.org")?;
    install(workspace)?;
    let mut node = process::command(workspace.node_binary());
    node.arg("--version");
    process::output(node).context(
        "the package `node` did not bring its program: install scripts must be allowed \
         (`npm config set ignore-scripts false`), then run this again",
    )?;
    stamp.write(&file)
}

/// `npm ci`; or, where the lock file was written on a machine whose registry lacks the
/// packages of other systems, an install that is just as pinned and leaves the lock file alone.
fn install(workspace: &Workspace) -> Result<()> {
    let mut ci = workspace.command("npm");
    ci.args(["ci", "--no-audit", "--no-fund"]);
    let Err(refusal) = process::run_logged(workspace, "installing npm packages", "npm", ci) else {
        return Ok(());
    };
    let told = fs::read_to_string(workspace.log("npm")).unwrap_or_default();
    if !only_optional_packages_are_missing(&told) {
        return Err(refusal);
    }
    println!("    package-lock.json lacks packages of other systems, which `npm ci` insists on");
    let mut exact = workspace.command("npm");
    exact.args(["install", "--no-save", "--no-audit", "--no-fund"]);
    process::run_logged(workspace, "installing npm packages as locked", "npm", exact)
}

/// Whether all that `npm ci` misses in the lock file are optional packages the registry
/// does not have: npm names those without a version.
fn only_optional_packages_are_missing(told: &str) -> bool {
    let complaints: Vec<&str> = told
        .lines()
        .filter_map(|line| line.strip_prefix("npm error "))
        .filter(|line| line.starts_with("Missing: ") || line.starts_with("Invalid: "))
        .collect();
    !complaints.is_empty()
        && complaints.iter().all(|line| line.starts_with("Missing: ") && line.contains("@ from lock file"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_is_incomplete_only_when_packages_without_a_version_are_missing() {
        let elsewhere =
            "npm error code EUSAGE\nnpm error Missing: @cloudflare/workerd-darwin-64@ from lock file\n";
        assert!(only_optional_packages_are_missing(elsewhere));
        let stale = format!("{elsewhere}npm error Missing: zod@4.6.8 from lock file\n");
        assert!(!only_optional_packages_are_missing(&stale));
        let other =
            format!("{elsewhere}npm error Invalid: lock file's zod@4.6.7 does not satisfy zod@5.0.0\n");
        assert!(!only_optional_packages_are_missing(&other));
        assert!(!only_optional_packages_are_missing("npm error network"));
    }
}
