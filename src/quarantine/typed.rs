//! What somebody at the workbench types. The tables by which visitors' names, numbers and places are
//! read would be half of the Worker again that serves it: here they are written as they are stored.

use crate::phone::Phone;

/// The lengths of a number with its calling code, in digits (ITU-T E.164; the shortest in use).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// Characters that are not seen, but for line breaks: controls, and what hides or reorders others.
fn is_hidden(character: char) -> bool {
    let is_format = matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    is_format || character.is_control() && character != '\n'
}

/// The text without what is not seen, and without blanks around it.
pub fn text(typed: &str) -> String {
    let seen: String = typed.chars().filter(|character| !is_hidden(*character)).collect();
    seen.trim().to_owned()
}

/// A number with its calling code, such as `+49 30 901820`.
pub fn number(typed: &str) -> Option<Phone> {
    let rest = typed.strip_prefix('+')?;
    let is_part = |character: char| character.is_ascii_digit() || " -./()".contains(character);
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let is_number = rest.chars().all(is_part) && DIGITS.contains(&digits.len()) && !digits.starts_with('0');
    is_number.then(|| Phone {
        raw: typed.to_owned(),
        e164: Some(format!("+{digits}")),
        country: None,
        flag: None,
    })
}

/// A country by its code (ISO 3166-1 alpha-2), such as `DE`.
pub fn country(typed: &str) -> Option<String> {
    let is_code = typed.len() == 2 && typed.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_code.then(|| typed.to_ascii_uppercase())
}
