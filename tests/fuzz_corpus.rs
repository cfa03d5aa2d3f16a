//! The kept corpus of the fuzz targets, replayed without a fuzzer: what was found once stays
//! found.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

#[path = "../fuzz/src/targets/mod.rs"]
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// One input, which a person may want to read.
const MAX_INPUT_BYTES: u64 = 16 * 1024;
/// All of them: a clone stays small, and a replay takes seconds.
const MAX_INPUTS: usize = 320;
const MAX_CORPUS_BYTES: u64 = 600 * 1024;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(name)
}

fn names_in(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn inputs() -> impl Iterator<Item = (fn(&[u8]), PathBuf)> {
    targets::ALL.into_iter().flat_map(|(name, target)| {
        let corpus = folder("corpus").join(name);
        names_in(&corpus).into_iter().map(move |file| (target, corpus.join(file)))
    })
}

#[test]
fn every_kept_input_has_the_properties_of_its_target() {
    for (target, input) in inputs() {
        println!("{}", input.display());
        target(&fs::read(&input).unwrap());
    }
}

#[test]
fn every_target_has_a_program_and_a_corpus_that_begins_with_something() {
    let names: BTreeSet<String> = targets::ALL.into_iter().map(|(name, _)| name.to_owned()).collect();
    let programs: BTreeSet<String> = names.iter().map(|name| format!("{name}.rs")).collect();
    assert_eq!(names_in(&folder("fuzz_targets")), programs);
    assert_eq!(names_in(&folder("corpus")), names);
    for name in &names {
        assert!(!names_in(&folder("corpus").join(name)).is_empty(), "{name} has no corpus");
        let program = fs::read_to_string(folder("fuzz_targets").join(format!("{name}.rs"))).unwrap();
        assert!(program.contains(&format!("targets::{name}(data)")), "{name} calls another target");
    }
    let manifest: toml::Table = toml::from_str(&fs::read_to_string(folder("Cargo.toml")).unwrap()).unwrap();
    let declared =
        manifest["bin"].as_array().unwrap().iter().map(|bin| bin["name"].as_str().unwrap().to_owned());
    assert_eq!(declared.collect::<BTreeSet<_>>(), names);
}

#[test]
fn the_corpus_stays_small() {
    let sizes: Vec<(PathBuf, u64)> =
        inputs().map(|(_, input)| (input.clone(), fs::metadata(&input).unwrap().len())).collect();
    for (input, bytes) in &sizes {
        assert!(*bytes <= MAX_INPUT_BYTES, "{} has {bytes} bytes", input.display());
    }
    let bytes: u64 = sizes.iter().map(|(_, bytes)| bytes).sum();
    assert!(sizes.len() <= MAX_INPUTS && bytes <= MAX_CORPUS_BYTES, "{} inputs, {bytes} bytes", sizes.len());
}

/// The fuzz package has a lock file of its own; what it is built with is what is shipped.
#[test]
fn the_fuzz_package_depends_on_the_versions_of_the_workspace() {
    let read = |path: PathBuf| -> toml::Table { toml::from_str(&fs::read_to_string(path).unwrap()).unwrap() };
    let version = |dependency: &toml::Value| {
        let version = dependency.get("version").unwrap_or(dependency);
        version.as_str().map(str::to_owned)
    };
    let root = read(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let ours = root["workspace"]["dependencies"].as_table().unwrap();
    let fuzz = read(folder("Cargo.toml"));
    let shared = fuzz["dependencies"].as_table().unwrap().iter();
    let shared = shared.filter(|(name, _)| !["beeline", "libfuzzer-sys"].contains(&name.as_str()));
    for (name, dependency) in shared {
        assert_eq!(version(dependency), version(&ours[name]), "{name}");
    }
}

/// RFC 4231, section 4.3: what the targets tell a forgery by is an HMAC.
#[test]
fn the_targets_sign_as_the_specification_has_it() {
    let signature = targets::oracle::hmac(b"Jefe", b"what do ya want for nothing?");
    let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(data_encoding::HEXLOWER.encode(&signature), expected);
}
