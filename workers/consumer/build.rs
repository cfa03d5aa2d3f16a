//! Compiles `routing-config/destinations.toml` into the settings that the consumer embeds. A wrong
//! file fails the build with a message for whoever edits it.

use std::path::Path;

fn main() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config");
    let Some(out) = std::env::var_os("OUT_DIR") else {
        eprintln!("cargo did not set OUT_DIR");
        std::process::exit(1);
    };
    if let Err(failure) = beeline_compiler::embed_destinations_for_build_script(&config, Path::new(&out)) {
        eprintln!("{failure}");
        std::process::exit(1);
    }
}
