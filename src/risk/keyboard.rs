//! Runs of neighbouring keys: what is typed when nothing is to be said.

/// The letter rows of an American and a German keyboard. The French first row is left out:
/// Azer is a name.
const ROWS: [&[u8]; 5] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm", b"qwertzuiop", b"yxcvbnm"];

/// Fewer keys in a row are a syllable: "were", "poor".
const STRETCH: usize = 3;

/// Whether a word is nothing but runs of three keys or more: `asdf`, `qweasd`, `dfgdfg`.
/// Four letters are enough where a row begins, else it takes six: Wert is a name.
pub(super) fn is_walk(word: &str) -> bool {
    let enough = if word.starts_with(['q', 'Q', 'a', 'A', 'z', 'Z', 'y', 'Y']) { 4 } else { 6 };
    let mut rest = word.as_bytes();
    if rest.len() < enough {
        return false;
    }
    while !rest.is_empty() {
        let run = ROWS.iter().map(|row| run(row, rest)).max().unwrap_or(0);
        match rest.get(run..) {
            Some(after) if run >= STRETCH => rest = after,
            _ => return false,
        }
    }
    true
}

/// How many letters at the start of `text` follow each other on the row.
fn run(row: &[u8], text: &[u8]) -> usize {
    let Some(from) =
        text.first().and_then(|first| row.iter().position(|key| key.eq_ignore_ascii_case(first)))
    else {
        return 0;
    };
    let keys = row.iter().skip(from);
    keys.zip(text).take_while(|(key, letter)| key.eq_ignore_ascii_case(letter)).count()
}
