//! The playground: a page that compiles routing files in the browser, as a folder of static files.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::paths::Workspace;
use crate::process::{self, Group};
use crate::setup;
use crate::stamp::{Seal, Stamp};
use crate::toolchain::{Road, WASM};
use crate::tools::WASM_BINDGEN;

/// Names the built folder to its test.
pub const VARIABLE: &str = "PLAYGROUND";

/// How the names of its tests begin.
pub const TESTS: &str = "tests/workerd/browser_playground";

/// What its wasm is made from, and by, besides the stylesheet of all pages.
const MADE_FROM: [&str; 11] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "build",
    "data",
    "package-lock.json",
    "src",
    "tools/compiler",
    "tools/playground/Cargo.toml",
    "tools/playground/src",
    "xtask/src/playground.rs",
];

/// Of the stylesheet of all pages, what this one has too.
const SHARED_STYLES: [&str; 3] = ["web/base.css", "web/frame.css", "web/form.css"];

/// The wasm, as wasm-bindgen names it.
const MODULE: &str = "beeline_playground";

/// What rustc's wasm uses: nothing newer gets in.
const WASM_FEATURES: [&str; 6] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-reference-types",
];

/// Where it is built to.
pub fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target.join("playground")
}

/// `cargo xtask playground`.
pub fn run(workspace: &Workspace, debian: bool, port: u16) -> Result<()> {
    let road = setup::for_builds(workspace, debian)?;
    build(workspace, &road)?;
    println!("    {} can be served by any web server", workspace.shown(&folder(workspace)));
    let mut node = workspace.node()?;
    node.arg("tools/playground/serve.mjs").arg(folder(workspace)).arg(port.to_string());
    println!("==> serving; Ctrl-C ends it");
    let ended = Group::start(node)?.wait(|| ());
    match process::interruption() {
        Some(_) => Ok(()),
        None => {
            bail!("the server ended by itself ({}); `--port` chooses another port than {port}", ended?)
        }
    }
}

/// Builds it: the wasm, unless it is as new as what it is made from, and what is copied around it.
pub fn build(workspace: &Workspace, road: &Road) -> Result<()> {
    let (folder, stamp) = (folder(workspace), stamp(workspace, road)?);
    let file = folder.join("wasm/.beeline-stamp");
    if stamp.is_in(&file) {
        println!("    the playground's wasm is up to date");
    } else {
        compile(workspace, road, &folder)?;
        println!("    its wasm is {:.1} KB, compressed", compressed(workspace, &folder)? as f64 / 1000.0);
        stamp.write(&file)?;
    }
    clear_all_but_wasm(&folder)?;
    copy_page(workspace, &folder)?;
    copy_example(workspace, &folder.join("example"))
}

fn stamp(workspace: &Workspace, road: &Road) -> Result<Seal> {
    let mut stamp = Stamp::of(&workspace.root, &MADE_FROM)?;
    stamp.add(&workspace.root, "web", &["playground"])?;
    stamp.fact("compiler", road.describe().as_bytes());
    stamp.fact("wasm-bindgen", WASM_BINDGEN.version.as_bytes());
    Ok(stamp.finish())
}

/// What is no longer part of the page must not be served with it.
fn clear_all_but_wasm(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let cleared = match path.is_dir() {
            true if path.ends_with("wasm") => Ok(()),
            true => fs::remove_dir_all(&path),
            false => fs::remove_file(&path),
        };
        cleared.with_context(|| format!("cannot clear {}", path.display()))?;
    }
    Ok(())
}

fn compile(workspace: &Workspace, road: &Road, folder: &Path) -> Result<()> {
    fs::remove_dir_all(folder.join("wasm")).ok();
    let mut cargo = workspace.cargo(&["build", "--release", "--target", WASM, "-p", "beeline-playground"]);
    road.prepare(workspace, &mut cargo)?;
    cargo.env("PATH", workspace.path_with_node(&road.path())?);
    let doing = format!("building the playground with {}", road.describe());
    process::run_logged(workspace, &doing, "build-playground", cargo)?;
    let mut glue = workspace.command(WASM_BINDGEN.binary(workspace));
    glue.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(folder.join("wasm"));
    glue.arg(road.target(workspace).join(WASM).join("release").join(format!("{MODULE}.wasm")));
    process::run_logged(workspace, "making its JavaScript", "glue-playground", glue)?;
    let mut node = workspace.node()?;
    node.arg("node_modules/binaryen/bin/wasm-opt").arg(wasm(folder));
    node.args(WASM_FEATURES).args(["-O", "--strip-debug", "-o"]).arg(wasm(folder));
    process::run_logged(workspace, "making it smaller", "opt-playground", node)
}

fn wasm(folder: &Path) -> PathBuf {
    folder.join("wasm").join(format!("{MODULE}_bg.wasm"))
}

fn copy_page(workspace: &Workspace, folder: &Path) -> Result<()> {
    for style in SHARED_STYLES {
        copy_into(&workspace.root.join(style), folder)?;
    }
    let page = fs::read_dir(workspace.root.join("web/playground")).context("web/playground")?;
    page.into_iter().try_for_each(|entry| copy_into(&entry?.path(), folder))
}

/// The shipped configuration, and the list of its files.
fn copy_example(workspace: &Workspace, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let mut names = Vec::new();
    for entry in fs::read_dir(workspace.root.join("routing-config")).context("routing-config")? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "toml" || kind == "csv") {
            copy_into(&path, folder)?;
            names.extend(path.file_name().map(|name| format!("{:?}", name.to_string_lossy())));
        }
    }
    names.sort();
    fs::write(folder.join("files.json"), format!("[{}]\n", names.join(",")))?;
    Ok(())
}

fn copy_into(file: &Path, folder: &Path) -> Result<()> {
    let name = file.file_name().with_context(|| format!("{} has no name", file.display()))?;
    fs::copy(file, folder.join(name)).with_context(|| format!("cannot copy {}", file.display()))?;
    Ok(())
}

/// The bytes of the wasm after `gzip -9`.
fn compressed(workspace: &Workspace, folder: &Path) -> Result<usize> {
    let mut gzip = workspace.command("gzip");
    gzip.args(["-9", "-c"]).arg(wasm(folder));
    Ok(process::output_bytes(gzip)?.len())
}
