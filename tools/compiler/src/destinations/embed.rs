//! For the build script of the Worker that delivers.

use std::fs;
use std::path::Path;

use super::destinations;
use crate::files::{self, Files};
use crate::problem::Failure;

/// Compiles `destinations.toml` of `config_dir` into `out_dir` as `destinations.json`, and has
/// cargo run the build script again when it changes. Without the file no destination is
/// configured, and the inbox gets every lead.
///
/// A build script prints the failure and exits with 1.
pub fn embed_destinations_for_build_script(config_dir: &Path, out_dir: &Path) -> Result<(), Failure> {
    println!("cargo:rerun-if-changed={}", config_dir.join(files::DESTINATIONS).display());
    let settings = destinations(&Files::read(config_dir)?).map_err(Failure::Problems)?;
    let text = serde_json::to_vec(&settings)
        .map_err(|error| Failure::inaccessible("cannot write destinations.json", &error.into()))?;
    fs::write(out_dir.join("destinations.json"), text)
        .map_err(|error| Failure::inaccessible("cannot write destinations.json to the build folder", &error))
}
