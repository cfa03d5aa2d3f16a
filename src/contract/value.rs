//! What a body's value says, read as what a field holds. Blank is absent.

use super::error::{Fault, FieldCode};
use crate::intake::Scalar;
use crate::text;

/// Whole numbers are read up to here: fewer than 53 bits, which an `f64` holds exactly.
const TOO_LARGE: f64 = 9.0e15;

fn not(wanted: &str) -> Fault {
    Fault::saying(FieldCode::Type, format!("Must be {wanted}."))
}

/// Text without surrounding blanks and without control characters but line breaks.
pub(super) fn clean(text: &str) -> Option<String> {
    let text = text.trim_matches(|character: char| character.is_whitespace() || character.is_control());
    let unwanted = |character: char| character.is_control() && character != '\n';
    if text.is_empty() || is_invisible(text) {
        return None;
    }
    if !text.contains(unwanted) {
        return Some(text.to_owned());
    }
    Some(text.chars().filter(|character| !unwanted(*character)).collect())
}

/// Whether nothing of a text would be left to be shown: a zero width space is no name.
fn is_invisible(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_graphic()) && text::shown(text).trim().is_empty()
}

/// Text; a number is read as it is written.
pub(super) fn text(value: &Scalar) -> Result<Option<String>, Fault> {
    match value {
        Scalar::Text(text) => Ok(clean(text)),
        Scalar::Number(number) => Ok(Some(number.to_string())),
        Scalar::Boolean(_) | Scalar::List(_) => Err(not("text")),
    }
}

/// A finite number, from a JSON number or its digits.
pub(super) fn number(value: &Scalar) -> Result<Option<f64>, Fault> {
    let number = match value {
        Scalar::Number(number) => Some(*number),
        Scalar::Text(text) if text.trim().is_empty() => return Ok(None),
        Scalar::Text(text) => text.trim().parse::<f64>().ok(),
        Scalar::Boolean(_) | Scalar::List(_) => None,
    };
    number.filter(|number| number.is_finite()).map(Some).ok_or_else(|| not("a number"))
}

/// A whole number, zero or more.
pub(super) fn whole(value: &Scalar) -> Result<Option<i64>, Fault> {
    match number(value) {
        Ok(None) => Ok(None),
        Ok(Some(number)) if number.fract() == 0.0 && (0.0..TOO_LARGE).contains(&number) => {
            #[allow(clippy::cast_possible_truncation)] // whole and in range
            Ok(Some(number as i64))
        }
        _ => Err(not("a whole number, zero or more")),
    }
}

/// A whole number for a contract to bound: one beyond 32 bits stays beyond every bound.
pub(super) fn count(value: &Scalar) -> Result<Option<u32>, Fault> {
    Ok(whole(value)?.map(|number| u32::try_from(number).unwrap_or(u32::MAX)))
}

/// Yes or no; form bodies say `on`, `true`, `yes` or `1` when a box is ticked.
pub(super) fn boolean(value: &Scalar) -> Result<Option<bool>, Fault> {
    let said = match value {
        Scalar::Boolean(value) => return Ok(Some(*value)),
        Scalar::Text(text) => text.trim(),
        // A tick box after a hidden input of the same name: what was said last counts.
        Scalar::List(said) => said.last().map_or("", |last| last.trim()),
        Scalar::Number(_) => return Err(not("true or false")),
    };
    let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(said));
    if is_one_of(&["on", "true", "yes", "1"]) {
        return Ok(Some(true));
    }
    if is_one_of(&["off", "false", "no", "0", ""]) { Ok(Some(false)) } else { Err(not("true or false")) }
}

/// The texts of several choices: a list's, or what stands between semicolons, as HubSpot's
/// forms write them, unless all of it `is_choice`.
pub(super) fn several(value: &Scalar, is_choice: impl Fn(&str) -> bool) -> Result<Vec<&str>, Fault> {
    match value {
        Scalar::Text(text) if is_choice(text.trim()) => Ok(vec![text.trim()]),
        Scalar::Text(text) => Ok(text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect()),
        Scalar::List(parts) => {
            Ok(parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect())
        }
        Scalar::Number(_) | Scalar::Boolean(_) => Err(not("one or more of the choices")),
    }
}
