//! What the consumer's build script does.

use std::fs;
use std::path::{Path, PathBuf};

use beeline::destination::settings::Settings;
use beeline_compiler::{compile_dir, embed_destinations_for_build_script};

use super::DESTINATIONS;

/// A fresh folder with an empty `routing-config` and an empty `out` inside.
fn workplace(name: &str) -> (PathBuf, PathBuf) {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("destinations-{name}"));
    let _was_there = fs::remove_dir_all(&root);
    let (config, out) = (root.join("routing-config"), root.join("out"));
    fs::create_dir_all(&config).unwrap();
    fs::create_dir_all(&out).unwrap();
    (config, out)
}

fn embedded(out: &Path) -> Settings {
    serde_json::from_str(&fs::read_to_string(out.join("destinations.json")).unwrap()).unwrap()
}

#[test]
fn the_consumer_reads_what_the_file_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config");
    let (_, out) = workplace("shipped");
    assert_eq!(embed_destinations_for_build_script(&folder, &out), Ok(()));
    assert_eq!(embedded(&out), compile_dir(&folder).unwrap().destinations);
}

#[test]
fn without_the_file_the_consumer_has_no_destination() {
    let (config, out) = workplace("none");
    assert_eq!(embed_destinations_for_build_script(&config, &out), Ok(()));
    assert_eq!(embedded(&out), Settings::default());
}

#[test]
fn a_wrong_file_fails_the_build_with_the_message_alone() {
    let (config, out) = workplace("wrong");
    fs::write(config.join("destinations.toml"), DESTINATIONS.replace("\"refuse\"", "\"ask\"")).unwrap();
    let failure = embed_destinations_for_build_script(&config, &out).unwrap_err();
    let expected = "routing-config/destinations.toml:18:14: salesforce: `duplicates` is \"ask\", and can only be \
                    \"save\", \"attach\" or \"refuse\"\n  fix: duplicates = \"save\", or duplicates = \"attach\", \
                    or duplicates = \"refuse\"\n1 problem; nothing was built";
    assert_eq!(failure.to_string(), expected);
    assert!(!out.join("destinations.json").exists());
}
