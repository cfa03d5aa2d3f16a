//! For the build script of a Worker that carries the bundle inside.

use std::fs;
use std::path::Path;

use crate::files;
use crate::{Failure, compile_dir};

/// Compiles `config_dir` into `out_dir` as `bundle.json` and `bundle_hash.txt`, and has
/// cargo run the build script again when a file there changes.
///
/// A build script prints the failure and exits with 1, so that whoever wrote the files
/// reads what is wrong with them, and no backtrace.
pub fn embed_for_build_script(config_dir: &Path, out_dir: &Path) -> Result<(), Failure> {
    println!("cargo:rerun-if-changed={}", config_dir.display());
    for path in files::known_paths(config_dir) {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    let compiled = compile_dir(config_dir)?;
    write(out_dir, "bundle.json", &compiled.bytes)?;
    write(out_dir, "bundle_hash.txt", compiled.hash.as_bytes())
}

fn write(folder: &Path, name: &str, contents: &[u8]) -> Result<(), Failure> {
    fs::write(folder.join(name), contents)
        .map_err(|error| Failure::inaccessible(format!("cannot write {name} to the build folder"), &error))
}
