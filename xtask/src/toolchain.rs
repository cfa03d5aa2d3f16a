//! The compiler of the Workers: rustup's, or Debian's where rustup may not fetch the wasm target.

mod debian;
mod rustup;

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::paths::Workspace;

/// What the Workers are compiled for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// How this machine compiles for wasm.
pub enum Road {
    /// rustup's active toolchain, which has the target.
    Rustup(rustup::Active),
    /// Debian's compiler and standard library, with the linker of rustup's active toolchain.
    Debian(debian::Toolchain),
}

/// The road of this machine, made passable if need be.
///
/// Debian's is taken when asked for, when rustup's is closed, and from then on until
/// rustup has the target after all.
pub fn ensure(workspace: &Workspace, ask_for_debian: bool) -> Result<Road> {
    let active = rustup::active()?;
    if ask_for_debian || env::var_os("BEELINE_DEBIAN_TOOLCHAIN").is_some_and(|value| value == "1") {
        return debian::ensure(workspace, &active).map(Road::Debian);
    }
    if active.has_wasm() {
        return Ok(Road::Rustup(active));
    }
    if let Some(toolchain) = debian::ready(workspace, &active)? {
        return Ok(Road::Debian(toolchain));
    }
    match rustup::add_wasm(workspace) {
        Ok(()) => Ok(Road::Rustup(active)),
        Err(refusal) => {
            println!("rustup cannot add {WASM} here ({}); taking Debian's Rust", first_line(&refusal));
            debian::ensure(workspace, &active)
                .map(Road::Debian)
                .with_context(|| format!("{WASM} is needed and `rustup target add {WASM}` failed"))
        }
    }
}

impl Road {
    /// The compiler, for people and for stamps.
    pub fn describe(&self) -> String {
        match self {
            Road::Rustup(active) => format!("rustup's rustc {}", active.release),
            Road::Debian(toolchain) => format!("Debian's rustc {}", toolchain.version),
        }
    }

    /// Cargo's target folder for the Workers: one per road, so that changing roads rebuilds nothing.
    pub fn target(&self, workspace: &Workspace) -> PathBuf {
        match self {
            Road::Rustup(_) => workspace.target.clone(),
            Road::Debian(_) => workspace.target.join("debian"),
        }
    }

    /// Folders that stand first in `PATH`, for tools that call `rustc` by name.
    pub fn path(&self) -> Vec<PathBuf> {
        match self {
            Road::Rustup(_) => Vec::new(),
            Road::Debian(toolchain) => vec![toolchain.bin.clone()],
        }
    }

    /// Sets what cargo needs to compile for wasm on this road.
    pub fn prepare(&self, workspace: &Workspace, command: &mut Command) -> Result<()> {
        command.env("CARGO_TARGET_DIR", self.target(workspace));
        command.env("CARGO_ENCODED_RUSTFLAGS", remap_paths(workspace)?);
        if let Road::Debian(toolchain) = self {
            command.env("RUSTC", toolchain.bin.join("rustc"));
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &toolchain.linker);
        }
        Ok(())
    }
}

/// Flags that keep the folders of this machine out of panic messages.
fn remap_paths(workspace: &Workspace) -> Result<String> {
    let from = [(cargo_home()?, "cargo"), (workspace.root.clone(), "beeline")];
    let flags: Vec<String> = from
        .iter()
        .map(|(folder, name)| format!("--remap-path-prefix={}=/{name}", folder.display()))
        .collect();
    Ok(flags.join("\x1f"))
}

/// Where cargo keeps the sources of crates.
pub fn cargo_home() -> Result<PathBuf> {
    match env::var_os("CARGO_HOME") {
        Some(home) => Ok(PathBuf::from(home)),
        None => Ok(env::home_dir().context("there is no home folder: set CARGO_HOME")?.join(".cargo")),
    }
}

fn first_line(error: &anyhow::Error) -> String {
    let text = error.to_string();
    let told = text.lines().find(|line| line.starts_with("error:")).or(text.lines().next());
    told.unwrap_or_default().to_owned()
}
