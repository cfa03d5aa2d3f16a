//! Words whose letters are of several scripts.

use super::{caseless, lookalike, shown};

/// Scripts whose letters are taken for one another's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
}

/// Whether one word has letters of two of the Latin, Greek and Cyrillic scripts, or, among
/// theirs, one of yet another script that looks like an ASCII letter (UTS 39).
///
/// Latin beside Chinese, Japanese, Korean, Hebrew or Arabic letters is how people write there:
/// `LG전자`. Styles and widths of a letter are that letter, and a sign such as `™` is none.
pub fn mixes_scripts(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let mut word = Word::default();
    shown(text).chars().any(|next| {
        word.take(next);
        word.is_mixed
    })
}

/// What is known of the word so far.
#[derive(Default)]
struct Word {
    script: Option<Script>,
    has_stranger: bool,
    is_mixed: bool,
}

impl Word {
    fn take(&mut self, next: char) {
        if next.is_alphabetic() {
            caseless::caseless(next.encode_utf8(&mut [0; 4]), &mut |letter| self.add(letter));
        } else if !is_accent(next) {
            *self = Self::default();
        }
    }

    fn add(&mut self, letter: char) {
        match script(letter) {
            Some(script) => {
                self.is_mixed |= self.script.is_some_and(|known| known != script);
                self.script = Some(script);
            }
            None => self.has_stranger |= !is_right_to_left(letter) && lookalike::of(letter).is_some(),
        }
        self.is_mixed |= self.has_stranger && self.script.is_some();
    }
}

/// Part of the letter before it: a word goes on after it.
fn is_accent(next: char) -> bool {
    let mut is_seen = next.is_ascii();
    caseless::caseless(next.encode_utf8(&mut [0; 4]), &mut |_| is_seen = true);
    !is_seen
}

/// The script of a letter without case, by Unicode's blocks.
const fn script(letter: char) -> Option<Script> {
    Some(match letter {
        'a'..='z'
        | '\u{aa}'..='\u{2af}'
        | '\u{1d00}'..='\u{1d25}'
        | '\u{1d62}'..='\u{1d65}'
        | '\u{1d6b}'..='\u{1d77}'
        | '\u{1d79}'..='\u{1dbe}'
        | '\u{1e00}'..='\u{1eff}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{a722}'..='\u{a7ff}'
        | '\u{ab30}'..='\u{ab64}' => Script::Latin,
        '\u{370}'..='\u{3e1}' | '\u{3f0}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Script::Greek,
        '\u{400}'..='\u{52f}'
        | '\u{1c80}'..='\u{1c8f}'
        | '\u{2de0}'..='\u{2dff}'
        | '\u{a640}'..='\u{a69f}' => Script::Cyrillic,
        _ => return None,
    })
}

/// Letters of Hebrew, Arabic and their neighbours, which stand apart from Latin ones on a line
/// whatever they look like.
const fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}')
}
