//! What a single value must look like.

use crate::countries;
use crate::suggest::{closest, quoted, slug};

/// Why a value is refused, as the end of a sentence, and what to write instead, if anybody
/// can tell.
pub(crate) type Refusal = (String, String);

pub(crate) fn refuse<T>(why: &str, instead: impl Into<String>) -> Result<T, Refusal> {
    Err((why.to_owned(), instead.into()))
}

/// The ids of entries stand in addresses, so they are narrow.
pub(crate) fn id(id: &str) -> Result<(), Refusal> {
    let allowed = |character: char| matches!(character, 'a'..='z' | '0'..='9' | '-');
    if (1..=40).contains(&id.len()) && id.chars().all(allowed) {
        return Ok(());
    }
    refuse("an id is 1 to 40 small letters, digits and hyphens", slug(id))
}

/// A form's id must not look like a lead's: both stand in the same place of an address.
pub(crate) fn form_id(form: &str) -> Result<(), Refusal> {
    match form.strip_prefix("ld_") {
        Some(rest) => refuse("ids that begin with ld_ belong to leads", slug(rest)),
        None => id(form),
    }
}

/// A heading or name for people.
pub(crate) fn label(text: &str) -> Result<(), Refusal> {
    words(text, 120)
}

/// Words for people, a sentence or two.
pub(crate) fn sentences(text: &str) -> Result<(), Refusal> {
    words(text, 500)
}

fn words(text: &str, most: usize) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return refuse("and must not be empty", "");
    }
    if text.chars().any(char::is_control) {
        return refuse("and must stand on one line", quoted(&text.replace(char::is_control, " ")));
    }
    if text.chars().count() > most {
        return refuse(&format!("and must be of {most} characters at most"), "");
    }
    Ok(())
}

/// The name of a form's own field.
pub(crate) fn field_name(name: &str) -> Result<(), Refusal> {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.');
    let parts_begin =
        |name: &str| name.split('.').all(|part| part.starts_with(|it: char| it.is_ascii_alphanumeric()));
    let begins = name.starts_with(|first: char| first.is_ascii_lowercase());
    if name.len() <= 64 && begins && name.bytes().all(allowed) && parts_begin(name) {
        return Ok(());
    }
    refuse(
        "a field's name is 1 to 64 small letters, digits, _ and dots, and begins with a letter",
        as_field_name(name),
    )
}

/// A field's name made of what was written.
fn as_field_name(text: &str) -> String {
    let name = slug(&text.replace(['.', '_'], "-")).replace('-', "_");
    match name.trim_start_matches(|first: char| !first.is_ascii_lowercase()) {
        "" | "an_id" => "budget".to_owned(),
        name => name.to_owned(),
    }
}

/// A country whose phone numbers may lack their prefix.
pub(crate) fn country(code: &str) -> Result<(), Refusal> {
    if countries::is_country(code) {
        return Ok(());
    }
    let instead = countries::meant(code).map_or(String::new(), |code| quoted(&code));
    refuse("and must be a country's two capital letters (ISO 3166), such as \"US\" or \"GB\"", instead)
}

/// A country, or a word for several.
pub(crate) fn country_or_group(code: &str) -> Result<(), Refusal> {
    if countries::meant_by(code).next().is_some() {
        return Ok(());
    }
    let instead = countries::one_or_several_meant(code).map_or(String::new(), |code| quoted(&code));
    refuse("and must be a country's two capital letters (ISO 3166), \"EU\" or \"EEA\"", instead)
}

/// Whether the text of a setting is one of a few words.
pub(crate) fn one_of(name: &str, text: &str, words: &[&str]) -> Result<(), Refusal> {
    if words.contains(&text) {
        return Ok(());
    }
    let all: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    let why = match all.split_last() {
        Some((last, others)) if !others.is_empty() => {
            format!("and can only be {} or {last}", others.join(", "))
        }
        _ => format!("and can only be {}", all.concat()),
    };
    let instead = match closest(text, words.iter().copied()) {
        Some(near) => quoted(near),
        None => all.join(&format!(", or {name} = ")),
    };
    Err((why, instead))
}
