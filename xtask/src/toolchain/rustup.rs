//! rustup's active toolchain, which one command can teach wasm.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::WASM;
use crate::paths::Workspace;
use crate::process;

/// The toolchain that `rustc` in `PATH` belongs to.
pub struct Active {
    /// Its version, as in `1.95.0`.
    pub release: String,
    host: String,
    sysroot: PathBuf,
}

/// Asks the active `rustc` about itself.
pub fn active() -> Result<Active> {
    let ask = |question: &str| {
        let mut rustc = process::command("rustc");
        rustc.arg(question);
        process::output(rustc).context("Rust is needed: https://rustup.rs")
    };
    let version = ask("-vV")?;
    let field = |name: &str| version.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
    Ok(Active {
        release: field("release: ").context("rustc does not tell its release")?,
        host: field("host: ").context("rustc does not tell its host")?,
        sysroot: ask("--print=sysroot")?.trim().into(),
    })
}

/// `rustup target add`.
pub fn add_wasm(workspace: &Workspace) -> Result<()> {
    let mut rustup = workspace.command("rustup");
    rustup.args(["target", "add", WASM]);
    process::run_logged(workspace, &format!("adding {WASM} to rustup's toolchain"), "rustup", rustup)
}

impl Active {
    /// Whether it can compile for wasm.
    pub fn has_wasm(&self) -> bool {
        self.rustlib(WASM).join("lib").is_dir()
    }

    /// The linker for wasm, which every toolchain of rustup has.
    pub fn linker(&self) -> Result<PathBuf> {
        let linker = self.rustlib(&self.host).join("bin/rust-lld");
        if !linker.is_file() {
            anyhow::bail!("{} is missing: is this Rust from rustup? (https://rustup.rs)", linker.display());
        }
        Ok(linker)
    }

    fn rustlib(&self, target: &str) -> PathBuf {
        self.sysroot.join("lib/rustlib").join(target)
    }
}
