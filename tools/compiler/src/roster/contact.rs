//! The columns `slack_id` and `phone`: how a rep is told of a lead.

use crate::analysis::Lint;
use crate::csv::{Record, are_digits, is_scientific};
use crate::rules::{Refusal, refuse};

/// A member of a Slack workspace
/// (<https://docs.slack.dev/reference/objects/user-object>: begins with U, or W in an enterprise).
pub(super) fn slack_id(id: &str) -> Result<String, Refusal> {
    if is_member(id) {
        return Ok(id.to_owned());
    }
    const COPY: &str =
        "something like U0123456789: in Slack open the person's profile, and choose \"Copy member ID\"";
    let capitals = id.to_ascii_uppercase();
    if is_member(&capitals) {
        return refuse("and a Slack id has capital letters", capitals);
    }
    if id.starts_with(['C', 'G', 'D']) && is_member(&format!("U{}", id.get(1..).unwrap_or_default())) {
        return refuse("which is a channel in Slack, not a person", COPY);
    }
    refuse("and must be the id of a person in Slack", COPY)
}

fn is_member(id: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    id.starts_with(['U', 'W']) && (8..=20).contains(&id.len()) && id.bytes().all(allowed)
}

/// A phone number as E.164 has it: +, then 7 to 15 digits, the country's first
/// (<https://www.itu.int/rec/T-REC-E.164>).
pub(super) fn phone(number: &str) -> Result<String, Refusal> {
    if is_e164(number) {
        return Ok(number.to_owned());
    }
    if is_scientific(number) {
        return refuse(
            "which a spreadsheet made of a phone number, and its last digits are lost",
            "the number again, such as +4915123456789, and format the column as text before you save",
        );
    }
    let why = "and must be + and the number with its country code, without blanks";
    refuse(why, suggestion(number).unwrap_or_default())
}

fn is_e164(number: &str) -> bool {
    let digits = number.strip_prefix('+').unwrap_or_default();
    let begins = digits.starts_with(|first: char| first.is_ascii_digit() && first != '0');
    begins && (7..=15).contains(&digits.len()) && are_digits(digits)
}

/// The number with what was left out or is too much, if nothing has to be guessed but a plus
/// sign that a spreadsheet took away.
fn suggestion(number: &str) -> Option<String> {
    let number = number.trim_start_matches('\'').replace("(0)", "");
    let decoration =
        |it: char| it.is_whitespace() || is_invisible(it) || matches!(it, '-' | '–' | '/' | '(' | ')' | '.');
    let bare: String = number.chars().filter(|it| !decoration(*it)).collect();
    let international = match bare.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None if bare.starts_with('+') => bare.clone(),
        None => format!("+{bare}"),
    };
    let is_guess = bare.len() < international.len();
    let fix = if is_guess {
        format!("{international}, if that begins with the country code")
    } else {
        international.clone()
    };
    let is_long_enough = !is_guess || bare.len() > 10;
    Some(fix).filter(|_| is_e164(&international) && is_long_enough)
}

/// Marks of direction and width that come along when a number is copied.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Tells of an active rep whom no message can reach.
pub(super) fn warn_unreachable(record: &mut Record<'_>, is_active: Option<bool>) {
    let is_empty = |name| record.line.cell(name).is_none_or(|cell| cell.is_empty());
    let Some(cell) = record.optional("rep").filter(|_| is_active == Some(true)) else { return };
    if is_empty("slack_id") && is_empty("phone") {
        let message =
            format!("{} has neither a `slack_id` nor a `phone`, and is told of no lead", record.label());
        let fix = "write one of them, such as U0123456789 in `slack_id` or +4915123456789 in `phone`";
        record.findings.remark(Lint::Untold, cell.start(), message, fix);
    }
}
