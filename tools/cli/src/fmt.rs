//! `beeline fmt`: lays the files out, without changing what they mean.

use std::fs;

use anyhow::{Context, Result, bail};
use beeline_compiler::{Files, compile, laid_out};
use serde_json::json;

use crate::check;
use crate::command::Arguments;

/// Lays the files out, or only says which are not; whether all is well.
pub fn fmt(arguments: &Arguments, only_check: bool) -> Result<bool> {
    let Some(compiled) = check::compiled(arguments)? else {
        eprintln!("Files with mistakes in them are left as they are.");
        return Ok(false);
    };
    let files = Files::read(&arguments.folder)?;
    let formatted = laid_out(&files);
    match compile(&formatted) {
        Ok(same)
            if same.hash == compiled.hash
                && same.destinations == compiled.destinations
                && same.score == compiled.score => {}
        _ => {
            bail!("laid out, the files would mean something else, which is ours to mend; nothing was written")
        }
    }
    let changed: Vec<(&str, &[u8])> =
        formatted.iter().zip(files.iter()).filter(|(new, old)| new != old).map(|(new, _)| new).collect();
    for (name, contents) in changed.iter().filter(|_| !only_check) {
        let path = arguments.folder.join(name);
        fs::write(&path, contents).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let names: Vec<&str> = changed.iter().map(|(name, _)| *name).collect();
    let ok = names.is_empty() || !only_check;
    if arguments.json {
        println!("{}", json!({ "ok": ok, "changed": names }));
        return Ok(ok);
    }
    let what = if only_check { "would be changed" } else { "was changed" };
    names.iter().for_each(|name| println!("{name} {what}"));
    if names.is_empty() {
        println!("Every file is laid out as it should be.");
    }
    Ok(ok)
}
