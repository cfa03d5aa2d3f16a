//! What `routing-config/README.md` says that `cargo beeline check` says, when the shipped files
//! are broken on purpose.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SECTION: &str = "\n## What it says when something is wrong\n";

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config")
}

/// One way to break the files: which, what stands there, what is written instead, and what is
/// said about it.
struct Break {
    file: String,
    right: String,
    wrong: String,
    said: String,
}

/// "In `routing.toml`, `a` became `b`:", and a block of what is said.
fn breaks() -> Vec<Break> {
    let readme = fs::read_to_string(shipped().join("README.md")).unwrap();
    let section = readme.split(SECTION).nth(1).unwrap().split("\n## ").next().unwrap().to_owned();
    let parts = section.split("\nIn `").skip(1);
    parts
        .map(|part| {
            let (sentence, rest) = part.split_once("\n\n```text\n").unwrap();
            let mut quoted = sentence.split('`').step_by(2).map(str::to_owned);
            let mut next = || quoted.next().unwrap();
            let (file, right, wrong) = (next(), next(), next());
            Break { file, right, wrong, said: rest.split("```").next().unwrap().to_owned() }
        })
        .collect()
}

/// What the command says of the shipped files with that one change.
fn check(place: usize, change: &Break) -> String {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("readme-{place}/routing-config"));
    let _was_there = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for entry in fs::read_dir(shipped()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    let text = fs::read_to_string(folder.join(&change.file)).unwrap();
    assert!(text.contains(&change.right), "{} has no {}", change.file, change.right);
    fs::write(folder.join(&change.file), text.replacen(&change.right, &change.wrong, 1)).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_beeline"))
        .args(["check", "--folder"])
        .arg(&folder)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_readme_shows_what_is_said_of_five_mistakes() {
    let breaks = breaks();
    assert_eq!(breaks.len(), 5);
    for (place, change) in breaks.iter().enumerate() {
        let said = check(place, change);
        assert!(said.contains(&change.said), "the README says:\n{}\nand the command:\n{said}", change.said);
    }
}
