//! Where things are: the workspace, its target folder, the per-user cache.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;

/// The folders a chore works in.
pub struct Workspace {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    /// What is kept per user and shared by clones: tools, and Debian's toolchain.
    pub cache: PathBuf,
}

impl Workspace {
    /// Finds the workspace from the package cargo runs, or else from the current folder upwards.
    pub fn locate() -> Result<Workspace> {
        let start = match env::var_os("CARGO_MANIFEST_DIR") {
            Some(package) => PathBuf::from(package),
            None => env::current_dir()?,
        };
        let root = start
            .ancestors()
            .find(|folder| folder.join("xtask/Cargo.toml").is_file())
            .context("this is not inside a clone of the project: run `cargo xtask` in one")?
            .to_owned();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(target) => env::current_dir()?.join(target),
            None => root.join("target"),
        };
        Ok(Workspace { cache: cache()?, root, target })
    }

    /// Where the output of the tool call `name` goes.
    pub fn log(&self, name: &str) -> PathBuf {
        self.target.join("xtask/logs").join(format!("{name}.log"))
    }

    /// A path as the reader would type it: relative to the workspace when it lies inside.
    pub fn shown<'a>(&self, path: &'a Path) -> std::path::Display<'a> {
        path.strip_prefix(&self.root).unwrap_or(path).display()
    }

    /// `program`, to be run at the root.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = process::command(program);
        command.current_dir(&self.root);
        command
    }

    /// Cargo, with rustup's active toolchain.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command("cargo");
        command.args(arguments).env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// The Node that `package.json` pins.
    pub fn node_binary(&self) -> PathBuf {
        self.root.join("node_modules/node/bin/node")
    }

    /// The pinned Node, which also finds itself and the pinned tools in `PATH`.
    pub fn node(&self) -> Result<Command> {
        let mut command = self.command(self.node_binary());
        command.env("PATH", self.path_with_node(&[])?);
        Ok(command)
    }

    /// Wrangler, which neither asks questions nor reports usage.
    pub fn wrangler(&self, arguments: &[&str]) -> Result<Command> {
        let mut command = self.node()?;
        command.arg("node_modules/wrangler/bin/wrangler.js").args(arguments);
        command.env("WRANGLER_SEND_METRICS", "false").env("CI", "1").env("NO_COLOR", "1");
        Ok(command)
    }

    /// `PATH` with `first`, then the pinned Node and its tools, in front.
    pub fn path_with_node(&self, first: &[PathBuf]) -> Result<OsString> {
        let mut folders = first.to_vec();
        folders.push(self.root.join("node_modules/node/bin"));
        folders.push(self.root.join("node_modules/.bin"));
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        env::join_paths(folders).context("a folder in PATH has a `:` in its name")
    }
}

fn cache() -> Result<PathBuf> {
    if let Some(cache) = env::var_os("BEELINE_CACHE") {
        return Ok(env::current_dir()?.join(cache));
    }
    if let Some(shared) = env::var_os("XDG_CACHE_HOME").filter(|shared| !shared.is_empty()) {
        return Ok(PathBuf::from(shared).join("beeline"));
    }
    let home = env::home_dir().context("there is no home folder: set BEELINE_CACHE to a folder for tools")?;
    Ok(home.join(".cache/beeline"))
}
