//! Text from strangers, made fit to be shown: nothing invisible, one line where one line
//! is meant, and cut to its room.

/// Stands for what was cut off.
const ELLIPSIS: char = '…';

/// Room a text takes, in UTF-16 units. Vendors say "characters" and some count these:
/// no other count of characters is larger.
pub fn width(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The text on one line: every run of blanks and line breaks is one space.
pub fn one_line(text: &str) -> String {
    let visible: String = text.chars().filter(|character| !is_invisible(*character)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text's lines, each on one line, without the empty ones.
pub fn lines(text: &str) -> Vec<String> {
    let is_break = |character| matches!(character, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    text.split(is_break).map(one_line).filter(|line| !line.is_empty()).collect()
}

/// As much of the text as `room` holds, cut between characters, with an ellipsis if
/// something is missing.
pub fn fit(text: &str, room: usize) -> String {
    fit_by(text, room, char::len_utf16)
}

/// The same, where a character takes `cost`.
pub fn fit_by(text: &str, room: usize, cost: impl Fn(char) -> usize) -> String {
    if text.chars().map(&cost).sum::<usize>() <= room {
        return text.to_owned();
    }
    let mut left = room.saturating_sub(cost(ELLIPSIS));
    let mut kept = String::new();
    for character in text.chars() {
        match left.checked_sub(cost(character)) {
            Some(rest) => left = rest,
            None => break,
        }
        kept.push(character);
    }
    kept.truncate(kept.trim_end().len());
    kept.push(ELLIPSIS);
    kept
}

/// Control characters, and format characters that reorder or hide text. Joiners stay:
/// scripts and emoji need them.
fn is_invisible(character: char) -> bool {
    let hides = matches!(character,
        '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}');
    hides || (character.is_control() && !character.is_whitespace())
}
