//! `.dev.vars`, made from the committed example: random where the example says so.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;

use anyhow::{Context, Result};

use crate::paths::Workspace;

const FILE: &str = ".dev.vars";
const EXAMPLE: &str = ".dev.vars.example";

/// The value that asks for 32 random bytes.
const RANDOM: &str = "random:32";

/// Makes `.dev.vars`, or adds the keys it lacks. What stands in it is never changed.
pub fn ensure(workspace: &Workspace) -> Result<()> {
    let example = fs::read_to_string(workspace.root.join(EXAMPLE)).context(EXAMPLE)?;
    let path = workspace.root.join(FILE);
    let existing = match fs::read_to_string(&path) {
        Ok(existing) => existing,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).context(FILE),
    };
    let added = missing(&example, &existing, &mut random_hex)?;
    if added.is_empty() {
        return Ok(());
    }
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(&path).context(FILE)?;
    file.write_all(added.as_bytes()).context(FILE)?;
    println!("==> development secrets written to {FILE}");
    Ok(())
}

/// The value of `key` in `.dev.vars`.
pub fn value(workspace: &Workspace, key: &str) -> Result<String> {
    let text = fs::read_to_string(workspace.root.join(FILE)).context(FILE)?;
    let found = text.lines().filter_map(assignment).find(|(name, _)| *name == key);
    let (_, value) = found.with_context(|| format!("{FILE} has no {key}: run `cargo xtask setup`"))?;
    Ok(value.trim_matches(['"', '\'']).to_owned())
}

/// What to append to `existing` so that it has every key of `example`, with the comments above it.
fn missing(example: &str, existing: &str, random: &mut impl FnMut() -> Result<String>) -> Result<String> {
    let present: BTreeSet<&str> = existing.lines().filter_map(assignment).map(|(name, _)| name).collect();
    let (mut added, mut comments) = (String::new(), String::new());
    for line in example.lines() {
        match assignment(line) {
            Some((name, _)) if present.contains(name) => comments.clear(),
            Some((name, value)) => {
                let value = if value == RANDOM { random()? } else { value.to_owned() };
                added.push_str(&format!("{comments}{name}={value}\n"));
                comments.clear();
            }
            None => comments.push_str(&format!("{line}\n")),
        }
    }
    if !added.is_empty() && !existing.is_empty() && !existing.ends_with('\n') {
        added.insert(0, '\n');
    }
    Ok(added)
}

/// The name and value of a line, unless it is a comment or blank.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim();
    (!name.starts_with('#')).then(|| (name, value.trim()))
}

fn random_hex() -> Result<String> {
    let mut bytes = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "# Signs ids.\nKEY=random:32\n\n# Names the key.\nKEY_ID=k1\nTOKEN=\n";

    fn added_to(existing: &str) -> String {
        missing(EXAMPLE, existing, &mut || Ok("5ec2e7".into())).unwrap()
    }

    #[test]
    fn a_new_file_has_every_key_its_comment_and_fresh_secrets() {
        assert_eq!(added_to(""), "# Signs ids.\nKEY=5ec2e7\n\n# Names the key.\nKEY_ID=k1\nTOKEN=\n");
    }

    #[test]
    fn an_existing_file_only_gains_the_keys_it_lacks() {
        assert_eq!(added_to("KEY=mine\nTOKEN = xoxb\n"), "\n# Names the key.\nKEY_ID=k1\n");
        assert_eq!(added_to("KEY=mine\nKEY_ID=k2"), "\nTOKEN=\n");
    }

    #[test]
    fn a_complete_file_stays_as_it_is() {
        let complete = added_to("");
        assert_eq!(added_to(&complete), "");
        assert_eq!(added_to("TOKEN=\nKEY_ID=\nKEY=\n"), "");
    }

    #[test]
    fn a_key_in_a_comment_is_not_a_key() {
        assert!(added_to("# KEY=old\nKEY_ID=k1\nTOKEN=\n").contains("KEY=5ec2e7"));
    }

    #[test]
    fn secrets_are_32_bytes_and_differ() {
        let (one, other) = (random_hex().unwrap(), random_hex().unwrap());
        assert_eq!(one.len(), 64);
        assert_ne!(one, other);
    }

    #[test]
    fn the_committed_example_has_no_secret_in_it() {
        let example = include_str!("../../.dev.vars.example");
        for (name, value) in example.lines().filter_map(assignment) {
            let is_secret = ["_KEY", "_TOKEN", "_SECRET"].iter().any(|end| name.ends_with(end));
            // A vendor's own is for whoever has an account there to fill in.
            assert!(!is_secret || value == RANDOM || value.is_empty(), "{name} must be `{RANDOM}` or empty");
        }
    }
}
