//! Something in `destinations.toml` that nobody reads where it stands.

use super::{SECTIONS, TOP};
use crate::document::Entry;
use crate::files;
use crate::reader::Reader;
use crate::suggest;

/// What opens a destination or says where it is: bindings of a deployment.
const BINDINGS: [&str; 15] = [
    "access_token",
    "api_key",
    "api_token",
    "base",
    "base_url",
    "client_id",
    "client_secret",
    "endpoint",
    "host",
    "instance_url",
    "password",
    "secret",
    "token",
    "url",
    "webhook_url",
];

/// What to do about it; nothing of another file's.
pub(crate) fn instead_of(reader: &mut Reader<'_>, entry: &Entry) -> Option<String> {
    if !reader.source.file.ends_with(files::DESTINATIONS) {
        return None;
    }
    if BINDINGS.contains(&entry.key.to_ascii_lowercase().as_str()) {
        let fix =
            "delete it: addresses, tokens and secrets are never in a file; a deployment has them as bindings";
        return Some(fix.to_owned());
    }
    let is_top = reader.heading.is_none();
    if is_top && entry.key == "inbox" {
        return Some("delete it: Beeline's own inbox has nothing to set".to_owned());
    }
    if is_top && ["destinations", "enabled", "on"].contains(&entry.key.to_ascii_lowercase().as_str()) {
        let fix = "delete it: which destinations get leads is a deployment's variable, DESTINATIONS";
        return Some(fix.to_owned());
    }
    if !is_top && entry.key == "on_repeat" {
        return Some("delete it: at a webhook the receiver decides what a repeat changes".to_owned());
    }
    if let Some(near) = suggest::closest(&entry.key, reader.fields.iter().map(|field| field.name)) {
        reader.misspelled.push(near);
        let near = if is_top { format!("[{near}]") } else { format!("`{near}`") };
        return Some(format!("did you mean {near}? Otherwise delete it"));
    }
    if let Some(section) = owner(entry) {
        return Some(format!("move it under the heading [{section}]: only that has it"));
    }
    let names: Vec<&str> = reader.fields.iter().map(|field| field.name).collect();
    // A form's or team's section belongs to another file, which is said elsewhere.
    (!is_top).then(|| format!("delete it; {} can have {}", reader.label, names.join(", ")))
}

/// The one destination that has such a setting.
fn owner(entry: &Entry) -> Option<&'static str> {
    let has = |fields: &[crate::reader::Field]| fields.iter().any(|field| field.name == entry.key);
    let mut owners = SECTIONS.iter().filter(|(_, fields)| has(fields)).map(|(name, _)| *name);
    let is_section = TOP.iter().any(|field| field.name == entry.key);
    match (owners.next(), owners.next(), is_section) {
        (Some(owner), None, false) => Some(owner),
        _ => None,
    }
}
