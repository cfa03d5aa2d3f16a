//! A change to a form's contract, as TOML to paste into `forms.toml`.

use super::shape::{Shape, ValueKind};

/// One entry of the contract: `[form.{form}.field.{name}]` and the settings below it.
pub(super) fn entry(form: &str, name: &str, settings: &str) -> String {
    format!("[form.{}.field.{}]\n{settings}", key(form), key(name))
}

/// The settings of a field that the contract does not have, guessed from what is sent.
pub(super) fn settings(name: &str, shape: Option<&Shape>) -> &'static str {
    let Some(shape) = shape else { return "type = \"text\"\n" };
    let called = |words: &[&str]| {
        let name = name.to_ascii_lowercase();
        words.iter().any(|word| name.contains(word))
    };
    let pattern = shape.pattern.as_str();
    let dials = |symbol: char| matches!(symbol, '9' | '+' | '-' | '(' | ')' | '.' | '/' | ' ');
    match shape.kind {
        ValueKind::Boolean => "type = \"boolean\"\n",
        ValueKind::Number => "type = \"number\"\n",
        ValueKind::List => {
            "type = \"choice\"\nmultiple = true\nchoices = [] # list what there is to choose from\n"
        }
        ValueKind::Text if pattern.contains('@') => "type = \"email\"\n",
        ValueKind::Text if called(&["country"]) => "type = \"country\"\n",
        ValueKind::Text if pattern == "9-9-9" && called(&["date", "day", "birth"]) => "type = \"date\"\n",
        ValueKind::Text if pattern.starts_with(['+', '(']) && pattern.chars().all(dials) => {
            "type = \"phone\"\n"
        }
        ValueKind::Text if called(&["phone", "mobile", "whatsapp"]) => "type = \"phone\"\n",
        ValueKind::Text if pattern == "9" => "type = \"number\"\n",
        ValueKind::Text => "type = \"text\"\n",
    }
}

/// A key: bare where TOML allows it, else quoted (TOML 1.0, "Keys").
fn key(name: &str) -> String {
    let is_bare =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if is_bare {
        return name.to_owned();
    }
    let mut quoted = String::with_capacity(name.len() + 2);
    quoted.push('"');
    for character in name.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            _ if character.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(character))),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
