//! What the ids and paths of other vendors must look like.

use beeline::webhook::Path;

use crate::rules::{Refusal, refuse};
use crate::suggest::quoted;

/// The id of a Slack channel (C, G) or member (U, W).
pub(crate) fn slack_id(id: &str) -> Result<(), Refusal> {
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    if id.starts_with(['C', 'G', 'U', 'W']) && (8..=20).contains(&id.len()) && id.bytes().all(allowed) {
        return Ok(());
    }
    let why = "and must be the id of a Slack channel or member: in Slack choose \"Copy link\", and take \
               what follows the last /";
    refuse(why, "")
}

/// A Salesforce organization.
pub(crate) fn oid(id: &str) -> Result<(), Refusal> {
    let shaped = [15, 18].contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if shaped && id.starts_with("00D") {
        return Ok(());
    }
    refuse("and must be the 15 or 18 characters, beginning with 00D, that Salesforce put on the page", "")
}

/// A HubSpot account.
pub(crate) fn portal(id: &str) -> Result<(), Refusal> {
    if (1..=12).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit()) && !id.starts_with('0') {
        return Ok(());
    }
    refuse("and must be the number of the HubSpot account", "")
}

/// A HubSpot form: a UUID (RFC 9562).
pub(crate) fn form_guid(id: &str) -> Result<(), Refusal> {
    let parts: Vec<&str> = id.split('-').collect();
    let hex = |part: &str| part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(|part| hex(part)) {
        return Ok(());
    }
    let small = id.trim().trim_matches(['{', '}']).to_ascii_lowercase();
    let instead = if small != id && form_guid(&small).is_ok() { quoted(&small) } else { String::new() };
    refuse("and must be the form's id from the address of its editor, in small letters", instead)
}

/// A HubSpot subscription type.
pub(crate) fn subscription(id: &str) -> Result<(), Refusal> {
    portal(id).map_err(|_| ("is not the number of a subscription type".to_owned(), String::new()))
}

/// A field as a vendor calls it.
pub(crate) fn foreign_name(name: &str) -> Result<(), Refusal> {
    if (1..=100).contains(&name.len()) && !name.chars().any(|it| it.is_control() || it.is_whitespace()) {
        return Ok(());
    }
    refuse("must be 1 to 100 characters without blanks", "")
}

/// The name of a secret binding. What was written is never shown: it may be the secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.len() <= 64
        && name.bytes().all(allowed)
}

/// The way to a value in what a provider sends.
pub(crate) fn path(path: &str) -> Result<(), Refusal> {
    Path::compile(path).map(|_| ()).map_err(|problem| (format!("and {problem}"), String::new()))
}
