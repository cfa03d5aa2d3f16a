//! What the edge's build script does.

use std::fs;
use std::path::{Path, PathBuf};

use beeline::warm::score::Sheet;
use beeline_compiler::{Failure, compile_dir, embed_for_build_script, embed_score_for_build_script};

use crate::support::{FORMS, ROUTING};

/// A fresh folder with an empty `routing-config` and an empty `out` inside.
fn workplace(name: &str) -> std::io::Result<(PathBuf, PathBuf)> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&root);
    let (config, out) = (root.join("routing-config"), root.join("out"));
    fs::create_dir_all(&config)?;
    fs::create_dir_all(&out)?;
    Ok((config, out))
}

#[test]
fn the_bundle_and_its_hash_are_written_for_the_build() {
    let (config, out) = workplace("written").unwrap();
    fs::write(config.join("forms.toml"), FORMS).unwrap();
    fs::write(config.join("routing.toml"), ROUTING).unwrap();
    fs::write(config.join("README.md"), "not configuration").unwrap();
    fs::write(config.join(".forms.toml.swp"), "an editor's").unwrap();

    assert_eq!(embed_for_build_script(&config, &out), Ok(()));
    let compiled = compile_dir(&config).unwrap();
    assert_eq!(fs::read(out.join("bundle.json")).unwrap(), compiled.bytes);
    assert_eq!(fs::read_to_string(out.join("bundle_hash.txt")).unwrap(), compiled.hash);
}

#[test]
fn a_wrong_file_fails_the_build_with_the_message_alone() {
    let (config, out) = workplace("wrong").unwrap();
    fs::write(config.join("forms.toml"), FORMS.replace("\"hot\"", "\"warm\"")).unwrap();
    fs::write(config.join("routing.toml"), ROUTING).unwrap();

    let failure = embed_for_build_script(&config, &out).unwrap_err();
    let expected = "routing-config/forms.toml:3:8: form `demo`: `lane` is \"warm\", and can only be \"hot\" or \
                    \"standard\"\n  fix: lane = \"hot\", or lane = \"standard\"\n1 problem; nothing was built";
    assert_eq!(failure.to_string(), expected);
    assert!(!out.join("bundle.json").exists());
}

#[test]
fn the_points_file_is_written_for_the_build_of_who_scores_leads() {
    let (config, out) = workplace("score").unwrap();
    fs::write(config.join("forms.toml"), FORMS).unwrap();
    fs::write(config.join("routing.toml"), ROUTING).unwrap();
    let embedded = || {
        assert_eq!(embed_score_for_build_script(&config, &out), Ok(()));
        serde_json::from_slice::<Option<Sheet>>(&fs::read(out.join("score.json")).unwrap()).unwrap()
    };
    assert_eq!(embedded(), None);

    let line = "[[line]]\nwhen = { lane = \"hot\" }\npoints = 5\nreason = \"Waits\"\n";
    fs::write(config.join("score.toml"), format!("least = 0\nmost = 9\n{line}")).unwrap();
    assert_eq!(embedded(), compile_dir(&config).unwrap().score);
    assert!(embedded().is_some());

    fs::write(config.join("score.toml"), "least = 0\nmost = 0\n").unwrap();
    assert!(embed_score_for_build_script(&config, &out).is_err());
}

#[test]
fn a_missing_folder_fails_the_build_without_a_machine_path() {
    let (config, out) = workplace("missing").unwrap();
    fs::remove_dir(&config).unwrap();
    let failure = embed_for_build_script(&config, &out).unwrap_err();
    assert_eq!(failure.to_string(), "cannot read the folder routing-config: it is not there");
}

#[test]
fn a_folder_in_place_of_a_file_fails_the_build() {
    let (config, out) = workplace("folder").unwrap();
    fs::create_dir(config.join("forms.toml")).unwrap();
    let failure = embed_for_build_script(&config, &out).unwrap_err();
    assert!(
        matches!(&failure, Failure::Inaccessible { what, .. } if what == "cannot read routing-config/forms.toml")
    );
}
