//! The Workers' wasm, built by worker-build with the pinned tools, and only when something changed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::paths::Workspace;
use crate::stamp::{Seal, Stamp};
use crate::toolchain::Road;
use crate::tools::{WASM_BINDGEN, WORKER_BUILD};
use crate::{process, setup};

/// What every Worker is made from, and by, besides its own folder.
const SHARED: [&str; 11] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "build",
    "data",
    "package-lock.json",
    "routing-config",
    "src",
    "tools/compiler",
    "workers/platform",
    "xtask/src/build.rs",
];

/// Build outputs, in a Worker's folder.
const OUTPUTS: [&str; 2] = ["build", "build-chaos"];

/// The three scripts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Worker {
    Edge,
    Ledger,
    Consumer,
}

impl Worker {
    pub const ALL: [Worker; 3] = [Worker::Edge, Worker::Ledger, Worker::Consumer];

    pub fn name(self) -> &'static str {
        match self {
            Worker::Edge => "edge",
            Worker::Ledger => "ledger",
            Worker::Consumer => "consumer",
        }
    }

    pub fn named(name: &str) -> Result<Worker> {
        let known = Worker::ALL.into_iter().find(|worker| worker.name() == name);
        known.with_context(|| format!("there is no Worker `{name}`: they are edge, ledger, consumer"))
    }

    /// Its wrangler configuration, at the root.
    pub fn configuration(self) -> &'static str {
        match self {
            Worker::Edge => "wrangler.toml",
            Worker::Ledger => "wrangler.ledger.toml",
            Worker::Consumer => "wrangler.consumer.toml",
        }
    }

    fn folder(self) -> String {
        format!("workers/{}", self.name())
    }
}

/// What a Worker is built for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Flavour {
    /// What is deployed.
    Production,
    /// With switches that make it panic or hang on request; for the panic suite only.
    Chaos,
}

impl Flavour {
    /// The output folder inside the Worker's.
    fn output(self) -> &'static str {
        match self {
            Flavour::Production => "build",
            Flavour::Chaos => "build-chaos",
        }
    }
}

/// The wasm file of a build.
pub fn wasm(workspace: &Workspace, worker: Worker, flavour: Flavour) -> PathBuf {
    output(workspace, worker, flavour).join("index_bg.wasm")
}

/// `cargo xtask build`.
pub fn run(workspace: &Workspace, debian: bool, chaos: bool, workers: &[Worker]) -> Result<()> {
    let road = setup::for_builds(workspace, debian)?;
    let flavour = if chaos { Flavour::Chaos } else { Flavour::Production };
    build(workspace, &road, flavour, workers)
}

/// Builds those of `workers` that are not as new as what they are made from.
pub fn build(workspace: &Workspace, road: &Road, flavour: Flavour, workers: &[Worker]) -> Result<()> {
    let mut shared = Stamp::of(&workspace.root, &SHARED)?;
    shared.add(&workspace.root, "web", &["playground"])?;
    for worker in workers {
        let stamp = stamp(workspace, road, flavour, *worker, shared.clone())?;
        let file = output(workspace, *worker, flavour).join(".beeline-stamp");
        if stamp.is_in(&file) && is_untouched(workspace, *worker, flavour, &file) {
            println!("    {} is up to date", label(*worker, flavour));
            continue;
        }
        fs::remove_file(&file).ok();
        run_worker_build(workspace, road, flavour, *worker)?;
        strip_names(workspace, flavour, *worker)?;
        if !is_whole(workspace, *worker, flavour) {
            bail!("worker-build left no index.js and index_bg.wasm in {}", workspace.shown(&file));
        }
        stamp.write(&file)?;
    }
    Ok(())
}

fn stamp(
    workspace: &Workspace,
    road: &Road,
    flavour: Flavour,
    worker: Worker,
    mut stamp: Stamp,
) -> Result<Seal> {
    stamp.add(&workspace.root, &worker.folder(), &OUTPUTS)?;
    stamp.fact("compiler", road.describe().as_bytes());
    stamp.fact("flavour", flavour.output().as_bytes());
    stamp.fact("worker-build", WORKER_BUILD.version.as_bytes());
    stamp.fact("wasm-bindgen", WASM_BINDGEN.version.as_bytes());
    Ok(stamp.finish())
}

fn run_worker_build(workspace: &Workspace, road: &Road, flavour: Flavour, worker: Worker) -> Result<()> {
    let mut command = workspace.command(WORKER_BUILD.binary(workspace));
    command.current_dir(workspace.root.join(worker.folder()));
    command.args(["--release", "--out-dir", flavour.output()]);
    if flavour == Flavour::Chaos {
        command.args(["--", "--features", "chaos"]);
    }
    road.prepare(workspace, &mut command)?;
    command.env("PATH", workspace.path_with_node(&road.path())?);
    command.env("WASM_BINDGEN_BIN", WASM_BINDGEN.binary(workspace));
    command.env("ESBUILD_BIN", workspace.root.join("node_modules/esbuild/bin/esbuild"));
    command.env("WASM_OPT_BIN", workspace.root.join("node_modules/binaryen/bin/wasm-opt"));
    let name = label(worker, flavour);
    let doing = format!("building {name} with {}", road.describe());
    process::run_logged(workspace, &doing, &format!("build-{name}"), command)
}

/// Function names are a seventh of the wasm, and worker-build always keeps them. A panic
/// says its file and line without them.
fn strip_names(workspace: &Workspace, flavour: Flavour, worker: Worker) -> Result<()> {
    let wasm = wasm(workspace, worker, flavour);
    let mut node = workspace.node()?;
    node.arg(workspace.root.join("node_modules/binaryen/bin/wasm-opt")).arg(&wasm);
    // No optimization passes: only what the file already uses has to be understood.
    node.args(["--all-features", "--strip-debug", "-o"]).arg(&wasm);
    let name = label(worker, flavour);
    process::run_logged(workspace, &format!("stripping {name}"), &format!("strip-{name}"), node)
}

fn output(workspace: &Workspace, worker: Worker, flavour: Flavour) -> PathBuf {
    workspace.root.join(worker.folder()).join(flavour.output())
}

/// Whether the build is still the one the stamp was written for, not one made by hand since.
fn is_untouched(workspace: &Workspace, worker: Worker, flavour: Flavour, stamp: &Path) -> bool {
    let written = |file: &Path| fs::metadata(file).and_then(|metadata| metadata.modified()).ok();
    let wasm = written(&wasm(workspace, worker, flavour));
    is_whole(workspace, worker, flavour) && wasm.is_some() && wasm <= written(stamp)
}

fn is_whole(workspace: &Workspace, worker: Worker, flavour: Flavour) -> bool {
    let output = output(workspace, worker, flavour);
    ["index.js", "index_bg.wasm"].iter().all(|file| output.join(file).is_file())
}

fn label(worker: Worker, flavour: Flavour) -> String {
    match flavour {
        Flavour::Production => worker.name().to_owned(),
        Flavour::Chaos => format!("{}-chaos", worker.name()),
    }
}
