//! Debian's Rust, for a machine where rustup may not fetch the wasm target.
//!
//! The packages are unpacked into the per-user cache: that needs no root, and leaves the
//! machine's own packages and `rustc` as they are. Debian ships no standard library for
//! `wasm32-unknown-unknown`, so it is built once from Debian's copy of its source.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{WASM, rustup};
use crate::paths::Workspace;
use crate::process;

/// The packages that are asked for; what they depend on comes along.
const PACKAGES: [&str; 2] = ["rustc-web", "rust-web-src"];

/// Unpacks every package of the current folder under `$0`: of the sources only the library's.
const UNPACK: &str = r#"
set -f
for package in $(ls); do
    case $package in
        rust-web-src_*) wanted='./usr/src/rustc-*/library ./usr/lib/rustlib/src' ;;
        *) wanted=. ;;
    esac
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$0" --wildcards $wanted || exit
done
"#;

/// A folder that holds this file is complete.
const COMPLETE: &str = "complete";

/// Debian's compiler with a standard library for wasm.
pub struct Toolchain {
    /// The version of Debian's package.
    pub version: String,
    /// A folder with `rustc`.
    pub bin: PathBuf,
    /// rustup's linker: Debian's compiler comes without one for wasm.
    pub linker: PathBuf,
}

/// The toolchain, if the cache has it.
pub fn ready(workspace: &Workspace, active: &rustup::Active) -> Result<Option<Toolchain>> {
    let Ok(entries) = fs::read_dir(folder(workspace)) else { return Ok(None) };
    let versions = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|version| version.join(COMPLETE).is_file())
        .max();
    let Some(newest) = versions else { return Ok(None) };
    let version = newest.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Some(Toolchain { version, bin: newest.join("bin"), linker: active.linker()? }))
}

/// The toolchain, fetched and built if need be.
pub fn ensure(workspace: &Workspace, active: &rustup::Active) -> Result<Toolchain> {
    if let Some(toolchain) = ready(workspace, active)? {
        return Ok(toolchain);
    }
    active.linker()?;
    let apt = Apt::new(workspace)?;
    let version = apt.candidate()?;
    let home = folder(workspace).join(&version);
    fs::remove_dir_all(&home).ok();
    fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
    apt.unpack(&home)?;
    write_compiler(&home)?;
    require_language(workspace, &home)?;
    build_std(workspace, &home, &version)?;
    apt.forget()?;
    fs::write(home.join(COMPLETE), "")?;
    ready(workspace, active)?.context("the toolchain that was just made is gone")
}

fn folder(workspace: &Workspace) -> PathBuf {
    workspace.cache.join("debian-rust")
}

/// apt with lists and downloads in a folder of its own.
struct Apt<'a> {
    workspace: &'a Workspace,
    folder: PathBuf,
}

impl Apt<'_> {
    /// Fetches the package lists.
    fn new(workspace: &Workspace) -> Result<Apt<'_>> {
        let apt = Apt { workspace, folder: workspace.cache.join("apt") };
        fs::remove_dir_all(&apt.folder).ok();
        for part in ["lists/partial", "cache/archives/partial", "packages"] {
            fs::create_dir_all(apt.folder.join(part))?;
        }
        let mut update = apt.command("apt-get");
        update.arg("update");
        process::run_logged(workspace, "fetching Debian's package lists", "apt-update", update)
            .context("Debian's Rust needs apt-get: on another system let rustup add the wasm target")?;
        Ok(apt)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = process::command(program);
        command.current_dir(self.folder.join("packages"));
        for (option, part) in [("Dir::State::Lists", "lists"), ("Dir::Cache", "cache")] {
            command.arg("-o").arg(format!("{option}={}", self.folder.join(part).display()));
        }
        command.args(["-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User=root"]).env("LC_ALL", "C");
        command
    }

    /// The version that would be fetched.
    fn candidate(&self) -> Result<String> {
        let mut policy = self.command("apt-cache");
        policy.arg("policy").args(PACKAGES);
        let told = process::output(policy)?;
        let mut versions = told.lines().filter_map(|line| line.trim().strip_prefix("Candidate: "));
        match versions.next() {
            Some(version) if version != "(none)" => Ok(version.to_owned()),
            _ => bail!("this machine's apt sources have no `{}`: add Debian's security archive", PACKAGES[0]),
        }
    }

    /// Compiler, libraries and source, and whatever of their dependencies this machine lacks.
    fn names(&self) -> Result<BTreeSet<String>> {
        let mut depends = self.command("apt-cache");
        depends.args(["depends", "--recurse", "--important"]).args(PACKAGES);
        let closure = process::output(depends)?;
        let named = |line: &&str| line.starts_with(|first: char| first.is_ascii_alphanumeric());
        let own = closure.lines().filter(named).filter(|name| name.contains("rust") || name.contains("llvm"));
        let mut names: BTreeSet<String> = own.map(str::to_owned).collect();
        let mut install = self.command("apt-get");
        install.args(["install", "--simulate", "--no-install-recommends"]).args(PACKAGES);
        // When this machine's packages conflict, it has what Rust needs besides Rust.
        let missing = process::output(install).unwrap_or_default();
        let installs = missing.lines().filter_map(|line| line.strip_prefix("Inst ")?.split(' ').next());
        names.extend(installs.map(str::to_owned));
        Ok(names)
    }

    /// Downloads the packages and unpacks them under `home`, the sources in part.
    fn unpack(&self, home: &Path) -> Result<()> {
        let mut download = self.command("apt-get");
        download.arg("download").args(self.names()?);
        process::run_logged(self.workspace, "downloading Debian's Rust (140 MB)", "apt-download", download)?;
        let mut unpack = process::command("sh");
        unpack.current_dir(self.folder.join("packages")).args(["-c", UNPACK]).arg(home);
        process::run_logged(self.workspace, "unpacking Debian's Rust", "apt-unpack", unpack)
    }

    /// Removes lists and packages: unpacked they are of no more use.
    fn forget(self) -> Result<()> {
        fs::remove_dir_all(&self.folder).with_context(|| format!("cannot remove {}", self.folder.display()))
    }
}

/// A `rustc` that finds the libraries it was unpacked with.
fn write_compiler(home: &Path) -> Result<()> {
    let mut folders = Vec::new();
    for parent in ["usr/lib", "lib"] {
        let found = fs::read_dir(home.join(parent)).into_iter().flatten();
        folders.extend(found.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| has_library(path)));
    }
    let libraries: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
    let script = format!(
        "#!/bin/sh\nLD_LIBRARY_PATH='{}' exec '{}' \"$@\"\n",
        libraries.join(":"),
        home.join("usr/bin/rustc").display()
    );
    let rustc = home.join("bin/rustc");
    fs::create_dir_all(home.join("bin"))?;
    fs::write(&rustc, script)?;
    Ok(fs::set_permissions(&rustc, fs::Permissions::from_mode(0o755))?)
}

/// Whether a folder directly holds shared libraries.
fn has_library(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().contains(".so"))
}

/// Refuses a compiler that is older than the code.
fn require_language(workspace: &Workspace, home: &Path) -> Result<()> {
    let mut rustc = process::command(home.join("bin/rustc"));
    rustc.arg("--version");
    let told = process::output(rustc).context("Debian's compiler does not start")?;
    let manifest: toml::Table = toml::from_str(&fs::read_to_string(workspace.root.join("Cargo.toml"))?)?;
    let wanted = manifest["workspace"]["package"]["rust-version"].as_str().unwrap_or_default();
    let found = told.split(' ').nth(1).unwrap_or_default();
    if minor(found) < minor(wanted) {
        bail!(
            "Debian's Rust here is {found} and the Workers need {wanted}: add Debian's security archive \
             to the apt sources, or let rustup add {WASM}"
        );
    }
    Ok(())
}

/// The `95` of `1.95.0`.
fn minor(version: &str) -> u32 {
    version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(0)
}

/// Builds the standard library for wasm with an empty crate, and puts it where the compiler looks.
fn build_std(workspace: &Workspace, home: &Path, version: &str) -> Result<()> {
    let scratch = home.join("std");
    fs::create_dir_all(scratch.join("src"))?;
    fs::write(
        scratch.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n",
    )?;
    fs::write(scratch.join("src/lib.rs"), "#![no_std]\n")?;
    let mut flags = String::from("-Cembed-bitcode=yes");
    for (folder, name) in [(home, format!("debian-rust-{version}")), (&super::cargo_home()?, "cargo".into())]
    {
        flags.push_str(&format!("\x1f--remap-path-prefix={}=/{name}", folder.display()));
    }
    let mut cargo = process::command("cargo");
    cargo.current_dir(&scratch).args(["build", "--release", "--target", WASM]);
    cargo.args(["-Z", "build-std=std,panic_abort"]).env("RUSTC_BOOTSTRAP", "1");
    cargo.env("RUSTC", home.join("bin/rustc")).env("CARGO_TARGET_DIR", scratch.join("target"));
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags);
    process::run_logged(workspace, "building the standard library for wasm (about 1 min)", "std", cargo)?;
    place_std(&scratch.join(format!("target/{WASM}/release/deps")), home)?;
    Ok(fs::remove_dir_all(scratch)?)
}

fn place_std(built: &Path, home: &Path) -> Result<()> {
    let libraries = home.join("usr/lib/rustlib").join(WASM).join("lib");
    fs::create_dir_all(&libraries)?;
    for entry in fs::read_dir(built)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::rename(&path, libraries.join(&name))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::minor;

    #[test]
    fn versions_are_compared_by_their_second_number() {
        assert_eq!(minor("1.96.0"), 96);
        assert_eq!(minor("1.91"), 91);
        assert_eq!(minor("garbage"), 0);
    }
}
