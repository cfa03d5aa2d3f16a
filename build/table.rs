//! Reads the files in `data/`, and writes files for the crate to include.

use std::path::Path;

use crate::Fallible;

/// The lines of a file in `data/`, without comments.
pub fn lines(file: &str) -> Fallible<Vec<String>> {
    let text =
        std::fs::read_to_string(Path::new("data").join(file)).map_err(|why| format!("data/{file}: {why}"))?;
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    Ok(lines.map(str::to_owned).collect())
}

/// The lines of a file in `data/`, of as many fields between tabs.
pub fn rows<const FIELDS: usize>(file: &str) -> Fallible<Vec<[String; FIELDS]>> {
    let row = |line: String| {
        let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        fields.try_into().map_err(|_| format!("data/{file}: {line:?} is not {FIELDS} fields").into())
    };
    lines(file)?.into_iter().map(row).collect()
}

/// The lines of a file kept by hand, `name = CODE CODE`: the name and the codes.
pub fn aliases(file: &str) -> Fallible<Vec<(String, Vec<String>)>> {
    let alias = |line: String| {
        let (name, codes) =
            line.split_once(" = ").ok_or_else(|| format!("data/{file}: {line:?} has no ` = `"))?;
        Ok((name.to_owned(), codes.split_whitespace().map(str::to_owned).collect()))
    };
    lines(file)?.into_iter().map(alias).collect()
}

/// Writes a file for the crate to include.
pub fn write(file: &str, contents: impl AsRef<[u8]>) -> Fallible<()> {
    let directory = std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR for a build script")?;
    std::fs::write(Path::new(&directory).join(file), contents)?;
    Ok(())
}
