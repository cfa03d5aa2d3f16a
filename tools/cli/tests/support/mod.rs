//! The real command on copies of the project's own files.

#![allow(dead_code, clippy::unwrap_used, clippy::panic)] // each test file uses a part

pub mod server;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

pub fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../routing-config")
}

/// The command, to be run on a folder.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beeline"));
    command.arg("--folder").arg(folder).args(arguments).env("NO_COLOR", "1").env_remove("BEELINE_OPS_TOKEN");
    command
}

pub fn beeline(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

pub fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", said(output)))
}

/// An empty folder of this name.
pub fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _was_there = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A copy of the project's own files, in a folder of this name.
pub fn copied(name: &str) -> PathBuf {
    let folder = folder(name);
    // Its folder of schemas is not configuration.
    for entry in fs::read_dir(shipped()).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    add_later_holidays(&folder);
    folder
}

/// A holiday of every region in each year that calendars reach: what is said of a region without any in the coming year is
/// said by the clock, whatever a test is about.
fn add_later_holidays(folder: &Path) {
    let path = folder.join("holidays.csv");
    let mut text = fs::read_to_string(&path).unwrap();
    let regions: BTreeSet<String> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(','))
        .map(|(region, _)| region.into())
        .collect();
    for (region, year) in regions.iter().flat_map(|region| (2028..=2035).map(move |year| (region, year))) {
        writeln!(text, "{region},{year}-01-02,A day of the tests,").unwrap();
    }
    fs::write(path, text).unwrap();
}

/// Replaces a text in one of a folder's files, where it stands first.
#[track_caller]
pub fn replace(folder: &Path, file: &str, right: &str, wrong: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(right), "{file} has no {right}");
    fs::write(folder.join(file), text.replacen(right, wrong, 1)).unwrap();
}

/// A copy of the project's own files with one text replaced by another.
#[track_caller]
pub fn broken(name: &str, file: &str, right: &str, wrong: &str) -> PathBuf {
    let folder = copied(name);
    replace(&folder, file, right, wrong);
    folder
}

/// Small files of a test's own: `demo` leads go to `emea` from Germany with 20 employees or
/// more, to `enterprise` with 1000 or more, and else to `sales`.
pub fn files(name: &str, rules: &str) -> PathBuf {
    let folder = folder(name);
    let form = "[form.demo]\ntitle = \"Demo\"\nlane = \"hot\"\ndedup_window_seconds = 600\nthank_you_url = \"/thanks\"\n";
    let team = |id: &str| format!("[team.{id}]\nname = \"{id}\"\nsla_seconds = 300\n");
    let teams = ["sales", "emea", "enterprise"].map(team).join("\n");
    fs::write(folder.join("forms.toml"), form).unwrap();
    fs::write(folder.join("routing.toml"), format!("fallback = \"sales\"\n\n{teams}\n{rules}")).unwrap();
    folder
}

pub const ENTERPRISE: &str =
    "[[rule]]\nid = \"enterprise\"\nteam = \"enterprise\"\nwhen = { employees = \"1000 or more\" }\n";
pub const GERMANY: &str =
    "[[rule]]\nid = \"germany\"\nteam = \"emea\"\nwhen = { country = \"DE\", employees = \"20 or more\" }\n";

/// What a lead is said to be, and what the command says of it, recorded as the edge records it.
pub fn recorded(folder: &Path, number: u32, lead: &[&str]) -> Value {
    let why = json(&beeline(folder, &[&["--json", "why"], lead].concat()));
    let mut facts = why["facts"].clone();
    let at_ms = 1_790_000_400_000_i64 + i64::from(number) * 60_000;
    facts["at_ms"] = at_ms.into();
    facts["minute"] = (14 * 60 + 20 + number).into(); // of that Monday, in UTC
    serde_json::json!({
        "lead_id": lead_id(number), "revision": 1, "at_ms": at_ms, "kind": "real", "form": facts["form"],
        "bundle": why["bundle"], "team": why["team"], "rule": why["rule"], "facts": facts,
    })
}

pub fn lead_id(number: u32) -> String {
    let mut digest = [7; 32];
    digest[..4].copy_from_slice(&number.to_be_bytes());
    let shard = beeline::identity::Shard::of(beeline::identity::Region::Eu, 0);
    beeline::identity::LeadId::new(shard, &digest).to_string()
}

/// A file of these decisions in a folder of this name.
pub fn decisions(name: &str, lines: &[Value]) -> PathBuf {
    let path = folder(&format!("{name}-decisions")).join("decisions.jsonl");
    let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(&path, lines).unwrap();
    path
}
