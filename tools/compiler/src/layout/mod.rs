//! One way to lay files out, so that a change shows what was changed and nothing else. What a
//! file means stays: remarks, the order of everything, and every value as it is written.

mod table;
mod toml;

use crate::files::Files;

/// The same files, each as it is to be laid out, in order of their names. For files in which
/// nothing is wrong: of others there is no telling what stands where.
pub fn laid_out(files: &Files) -> Files {
    files.iter().fold(files.clone(), |all, (name, contents)| {
        let text = || std::str::from_utf8(contents.strip_prefix(b"\xef\xbb\xbf").unwrap_or(contents)).ok();
        let laid_out =
            if name.ends_with(".csv") { table::laid_out(contents) } else { text().map(toml::laid_out) };
        match laid_out {
            Some(text) => all.with(name, text),
            None => all,
        }
    })
}
