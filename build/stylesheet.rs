//! The pages' stylesheet: the files of `web/`, without what only those who edit them need.

use crate::{Fallible, table};

/// The files in their order: what comes later refines what came before.
const FILES: [&str; 6] = ["base.css", "frame.css", "form.css", "facts.css", "table.css", "message.css"];

pub fn write() -> Fallible<()> {
    let mut sheet = String::new();
    for file in FILES {
        println!("cargo:rerun-if-changed=web/{file}");
        let text =
            std::fs::read_to_string(format!("web/{file}")).map_err(|why| format!("web/{file}: {why}"))?;
        let rules = without_comments(&text).ok_or_else(|| format!("web/{file}: a comment has no end"))?;
        for line in rules.lines().map(str::trim).filter(|line| !line.is_empty()) {
            sheet.push_str(line);
            sheet.push('\n');
        }
    }
    table::write("beeline.css", sheet)
}

fn without_comments(text: &str) -> Option<String> {
    let Some((before, comment)) = text.split_once("/*") else { return Some(text.to_owned()) };
    let (_, after) = comment.split_once("*/")?;
    Some(format!("{before}{}", without_comments(after)?))
}
