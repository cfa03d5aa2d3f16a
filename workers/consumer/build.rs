//! Compiles `routing-config/` into what the consumer embeds: destinations, points, and the bundle that
//! the edge embeds as well. A wrong file fails the build with a message for whoever edits it.

use std::path::Path;

fn main() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config");
    let Some(out) = std::env::var_os("OUT_DIR") else {
        eprintln!("cargo did not set OUT_DIR");
        std::process::exit(1);
    };
    let out = Path::new(&out);
    let embedded = beeline_compiler::embed_destinations_for_build_script(&config, out)
        .and_then(|()| beeline_compiler::embed_score_for_build_script(&config, out))
        .and_then(|()| beeline_compiler::embed_for_build_script(&config, out));
    if let Err(failure) = embedded {
        eprintln!("{failure}");
        std::process::exit(1);
    }
}
