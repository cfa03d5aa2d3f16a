//! The Rust programs that builds and checks call, installed once per user and version.

use std::path::PathBuf;

use anyhow::Result;

use crate::paths::Workspace;
use crate::process;

/// A program, its pinned version and where its source is.
pub struct Tool {
    name: &'static str,
    /// As pinned; unit tests hold it to what the Workers' manifests say.
    pub version: &'static str,
    binary: &'static str,
    source: Source,
}

enum Source {
    /// A package on crates.io, of the tool's name.
    Registry,
    /// A folder of this repository.
    Folder(&'static str),
}

/// Turns a Worker's crate into what wrangler uploads.
pub const WORKER_BUILD: Tool =
    Tool { name: "worker-build", version: "0.8.7", binary: "worker-build", source: Source::Registry };

/// Writes the JavaScript between the wasm and the platform; worker-build calls it.
pub const WASM_BINDGEN: Tool = Tool {
    name: "wasm-bindgen",
    version: "0.2.130",
    binary: "wasm-bindgen",
    source: Source::Folder("tools/wasm-bindgen"),
};

/// Checks licences, sources and who may use what.
pub const CARGO_DENY: Tool =
    Tool { name: "cargo-deny", version: "0.20.2", binary: "cargo-deny", source: Source::Registry };

/// Builds and runs the fuzz targets, when they are asked for.
pub const CARGO_FUZZ: Tool =
    Tool { name: "cargo-fuzz", version: "0.13.2", binary: "cargo-fuzz", source: Source::Registry };

impl Tool {
    /// Where the program is, once it is installed.
    pub fn binary(&self, workspace: &Workspace) -> PathBuf {
        self.folder(workspace).join("bin").join(self.binary)
    }

    /// Installs the program unless the cache has it.
    pub fn ensure(&self, workspace: &Workspace) -> Result<()> {
        if self.binary(workspace).is_file() {
            return Ok(());
        }
        let mut install = workspace.cargo(&["install", "--locked", "--root"]);
        install.arg(self.folder(workspace));
        install.env("CARGO_TARGET_DIR", workspace.target.join("xtask/tools").join(self.name));
        build_quickly(&mut install);
        match self.source {
            Source::Registry => install.args([self.name, "--version", self.version]),
            Source::Folder(folder) => install.args(["--path", folder]),
        };
        let doing = format!("installing {} {} (some 2 min, once per machine)", self.name, self.version);
        process::run_logged(workspace, &doing, self.name, install)
    }

    fn folder(&self, workspace: &Workspace) -> PathBuf {
        workspace.cache.join("tools").join(format!("{}-{}", self.name, self.version))
    }
}

/// Tools are tuned to run fast; compiling them fast halves the wait for them.
fn build_quickly(install: &mut std::process::Command) {
    install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1").env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    install.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256");
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn tools_are_the_versions_the_workers_depend_on() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
        let manifest: toml::Table =
            toml::from_str(&fs::read_to_string(format!("{root}/Cargo.toml")).unwrap()).unwrap();
        let dependencies = &manifest["workspace"]["dependencies"];
        let pin = |tool: &Tool| Some(format!("={}", tool.version));
        assert_eq!(dependencies["worker"]["version"].as_str().map(str::to_owned), pin(&WORKER_BUILD));
        assert_eq!(dependencies["wasm-bindgen"].as_str().map(str::to_owned), pin(&WASM_BINDGEN));

        let Source::Folder(folder) = WASM_BINDGEN.source else {
            panic!("wasm-bindgen is built from a folder")
        };
        let own: toml::Table =
            toml::from_str(&fs::read_to_string(format!("{root}/{folder}/Cargo.toml")).unwrap()).unwrap();
        assert_eq!(own["package"]["version"].as_str(), Some(WASM_BINDGEN.version));
    }
}
