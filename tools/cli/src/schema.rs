//! `beeline schema`: what editors complete and check the files by.

use std::fs;

use anyhow::{Context, Result};
use beeline_compiler::schemas;

use crate::command::Arguments;

/// The folder in the folder of the files.
const FOLDER: &str = "schema";

/// Prints the schemas, or writes them.
pub fn schema(arguments: &Arguments, write: bool) -> Result<bool> {
    let folder = arguments.folder.join(FOLDER);
    if write {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    for schema in schemas() {
        if !write {
            print!("{}", schema.text);
            continue;
        }
        let path = folder.join(&schema.name);
        fs::write(&path, &schema.text).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{} is what {} is completed by", path.display(), schema.file);
    }
    Ok(true)
}
