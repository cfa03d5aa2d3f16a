//! Bytes as text.

use super::MOST_BYTES;
use super::cell::Position;
use super::cursor::Cursor;
use super::findings::Findings;
use super::foreign;
use crate::problem::shown;

const SAVE_AS_UTF_8: &str = "save the table again: in Excel as type \"CSV UTF-8 (Comma delimited)\", in LibreOffice \
                             with the character set \"Unicode (UTF-8)\"";

/// What the bytes 0x80 to 0x9F are in Windows-1252, as browsers read it
/// (<https://encoding.spec.whatwg.org/index-windows-1252.txt>); five of them are nothing.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text of a file, as far as there is one. Bytes of an older encoding become the characters
/// that they most likely are.
pub(super) fn decode(bytes: &[u8], findings: &mut Findings) -> Option<String> {
    if bytes.len() > MOST_BYTES {
        let message = "the file is larger than 4 MiB, and at most that much is read";
        let fix = "make sure that this is the right file, and delete the lines that nobody needs";
        findings.error(Position::START, message, fix);
        return None;
    }
    if let Some((message, fix)) = foreign::by_first_bytes(bytes) {
        findings.error(Position::START, message, fix);
        return None;
    }
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => utf_16(rest, u16::from_le_bytes, findings),
        [0xfe, 0xff, rest @ ..] => utf_16(rest, u16::from_be_bytes, findings),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf_8(rest, findings),
        rest => utf_8(rest, findings),
    };
    if let Some((message, fix)) = foreign::by_first_words(&text) {
        findings.error(Position::START, message, fix);
        return None;
    }
    is_text(&text, findings).then_some(text)
}

/// Whether there are no zeros in it: UTF-16 without its mark is full of them, programs and
/// pictures have some.
fn is_text(text: &str, findings: &mut Findings) -> bool {
    let Some((before, _)) = text.split_once('\0') else { return true };
    let beginning = text.chars().take(1_000);
    let (zeros, others): (Vec<char>, Vec<char>) = beginning.partition(|character| *character == '\0');
    if zeros.len() * 3 > others.len() {
        let message =
            "the file is in the text encoding UTF-16, but does not begin with the mark that says so";
        findings.error(Position::START, message, SAVE_AS_UTF_8);
    } else {
        let message = "here stands a zero byte, which no text has";
        let fix = "make sure that this is the right file, and save the table again as CSV";
        findings.error(end_of(before), message, fix);
    }
    false
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16, findings: &mut Findings) -> String {
    let pairs = bytes.chunks_exact(2);
    let is_cut = !pairs.remainder().is_empty();
    let units = pairs.filter_map(|pair| pair.try_into().ok().map(unit));
    let mut text = String::with_capacity(bytes.len());
    let mut first_lost = None;
    for decoded in char::decode_utf16(units) {
        if decoded.is_err() && first_lost.is_none() {
            first_lost = Some(text.len());
        }
        text.push(decoded.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    let first_lost = first_lost.or_else(|| is_cut.then_some(text.len()));
    if let Some(at) = first_lost {
        let message = "here only half of a character is left: the file is damaged, or cut off";
        let before = text.get(..at).unwrap_or_default();
        findings.error(end_of(before), message, SAVE_AS_UTF_8);
    }
    text
}

fn utf_8(bytes: &[u8], findings: &mut Findings) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut first_foreign = None;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first_foreign.get_or_insert(text.len());
        }
        text.extend(chunk.invalid().iter().map(|byte| windows_1252(*byte)));
    }
    match first_foreign {
        Some(at) => tell_older_encoding(&text, at, findings),
        None => tell_lost_letter(&text, findings),
    }
    text
}

fn windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|place| WINDOWS_1252.get(usize::from(place)));
    special.copied().unwrap_or(char::from(byte))
}

fn tell_older_encoding(text: &str, at: usize, findings: &mut Findings) {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let is_letter = |character: char| character.is_alphanumeric() || character == '-';
    let head = before.rsplit(|character| !is_letter(character)).next().unwrap_or_default();
    let tail = after.split(|character| !is_letter(character)).next().unwrap_or_default();
    let word = format!("{head}{tail}");
    let meant = if tail.is_empty() {
        String::new()
    } else {
        format!("; this word is then most likely \"{}\"", shown(&word))
    };
    let message =
        "from here on the file is not in the text encoding UTF-8, but in an older one (Windows-1252)";
    findings.error(end_of(before), message, format!("{SAVE_AS_UTF_8}{meant}"));
}

/// A program that did not know the encoding has put this character in place of a letter.
fn tell_lost_letter(text: &str, findings: &mut Findings) {
    if let Some((before, _)) = text.split_once(char::REPLACEMENT_CHARACTER) {
        let message = "here a letter was lost when a program saved the file in the wrong text encoding";
        findings.error(end_of(before), message, "type it again, here and wherever else a \u{fffd} stands");
    }
}

fn end_of(text: &str) -> Position {
    Cursor::new(text).behind_characters(text.chars().count()).at
}
