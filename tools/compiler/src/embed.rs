//! For the build scripts of Workers that carry inside what the files say.

use std::fs;
use std::path::Path;

use crate::files;
use crate::{Compiled, Failure, compile_dir};

/// Compiles `config_dir` into `out_dir` as `bundle.json` and `bundle_hash.txt`, and has
/// cargo run the build script again when a file there changes.
///
/// A build script prints the failure and exits with 1, so that whoever wrote the files
/// reads what is wrong with them, and no backtrace.
pub fn embed_for_build_script(config_dir: &Path, out_dir: &Path) -> Result<(), Failure> {
    let compiled = compiled(config_dir)?;
    write(out_dir, "bundle.json", &compiled.bytes)?;
    write(out_dir, "bundle_hash.txt", compiled.hash.as_bytes())
}

/// The same with the points file alone, as `score.json`: a
/// [`Sheet`](beeline::warm::score::Sheet), or `null` if there is no such file.
pub fn embed_score_for_build_script(config_dir: &Path, out_dir: &Path) -> Result<(), Failure> {
    let score = serde_json::json!(compiled(config_dir)?.score);
    write(out_dir, "score.json", score.to_string().as_bytes())
}

fn compiled(config_dir: &Path) -> Result<Compiled, Failure> {
    println!("cargo:rerun-if-changed={}", config_dir.display());
    for path in files::known_paths(config_dir) {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    compile_dir(config_dir)
}

fn write(folder: &Path, name: &str, contents: &[u8]) -> Result<(), Failure> {
    fs::write(folder.join(name), contents)
        .map_err(|error| Failure::inaccessible(format!("cannot write {name} to the build folder"), &error))
}
