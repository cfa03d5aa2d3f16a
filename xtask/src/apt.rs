//! Debian's packages, put into the machine: as root, or with sudo as long as that asks for no password.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::paths::Workspace;
use crate::process;

/// Installs packages; where the machine's package lists are missing or stale, with new ones.
pub fn install(workspace: &Workspace, doing: &str, packages: &[&str]) -> Result<()> {
    if !Path::new("/usr/bin/apt-get").is_file() {
        bail!("without apt-get this is not done for you");
    }
    let log = format!("apt-{}", packages.first().copied().unwrap_or_default());
    let attempt = || {
        let mut install = command(&["install", "--yes", "--no-install-recommends"]);
        install.args(packages);
        process::run_logged(workspace, doing, &log, install)
    };
    attempt().or_else(|_| {
        process::run_logged(workspace, "fetching Debian's package lists", "apt-lists", command(&["update"]))?;
        attempt()
    })
}

fn command(arguments: &[&str]) -> Command {
    let is_root = rustix::process::geteuid().is_root();
    let mut command = process::command(if is_root { "apt-get" } else { "sudo" });
    if !is_root {
        command.args(["-n", "apt-get"]);
    }
    // A machine that was just set up may be busy with an apt of its own.
    command.args(["-o", "DPkg::Lock::Timeout=120"]).args(arguments);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
