//! Something in `destinations.toml` that nobody reads where it stands.

use super::{SECTIONS, TOP, leaving};
use crate::document::Entry;
use crate::files;
use crate::reader::{Field, Reader};
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
    if leaving::FIELDS.iter().any(|field| field.name == entry.key) {
        return Some(of_a_field(reader).to_owned());
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

/// What to do about something that only an entry of `fields` has.
fn of_a_field(reader: &Reader<'_>) -> &'static str {
    let is_entry = reader.heading.as_ref().is_some_and(|heading| heading.ends_with(".fields"));
    if is_entry {
        "delete it: at a webhook the receiver decides what a repeat changes"
    } else {
        "write it into an entry of `fields`, such as { from = \"email\", to = \"email\" }"
    }
}

/// Whether a section of another file is about a destination. Two of them have a namesake in forms,
/// with `fields` of its own.
pub(crate) fn is_destination(entry: &Entry) -> bool {
    let section = SECTIONS.iter().find(|(name, _)| *name == entry.key);
    let is_of = |setting: &Entry, fields: &[Field]| fields.iter().any(|field| field.name == setting.key);
    section.is_some_and(|(_, fields)| {
        entry.inner().iter().any(|setting| setting.key != "fields" && is_of(setting, fields))
    })
}

/// The one destination that has such a setting.
fn owner(entry: &Entry) -> Option<&'static str> {
    let has = |fields: &[Field]| fields.iter().any(|field| field.name == entry.key);
    let mut owners = SECTIONS.iter().filter(|(_, fields)| has(fields)).map(|(name, _)| *name);
    let is_section = TOP.iter().any(|field| field.name == entry.key);
    match (owners.next(), owners.next(), is_section) {
        (Some(owner), None, false) => Some(owner),
        _ => None,
    }
}
