//! What `routing-config/README.md` says that `cargo beeline check` says, when the shipped files
//! are broken on purpose.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod support;

use std::fs;

use support::{beeline, broken, shipped};

const SECTION: &str = "\n## What it says when something is wrong\n";

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
    let name = format!("readme-{place}/routing-config");
    let folder = broken(&name, &change.file, &change.right, &change.wrong);
    let output = beeline(&folder, &["check"]);
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
