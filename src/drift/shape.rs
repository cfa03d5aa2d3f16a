//! What a value looks like, without what it says.

use serde::{Deserialize, Serialize};

use crate::intake::Scalar;

/// The longest pattern, in symbols.
const MAX_SYMBOLS: usize = 12;
/// Letters and digits in a row that a pattern tells apart. With three, nothing four
/// characters long can be read off it, whatever the value is.
const MAX_IN_WORD: usize = 3;
/// Stands for the rest of a word.
const REST_OF_WORD: char = '~';

/// What kind of value a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueKind {
    /// Text.
    Text,
    /// A JSON number.
    Number,
    /// A JSON boolean.
    Boolean,
    /// Several values.
    List,
}

/// What a value looks like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Its kind.
    pub kind: ValueKind,
    /// A text has at most so many characters: the next power of two, 0 for an empty one. 0
    /// for other kinds.
    pub length_up_to: u32,
    /// The order of character classes: `A` capitals, `a` small letters, `9` digits, `x`
    /// beyond ASCII, common punctuation as it is, `*` any other. A run is one symbol, a word
    /// at most three and `~`, the whole at most 12.
    pub pattern: String,
}

impl Shape {
    /// The shape of a value.
    pub fn of(value: &Scalar) -> Self {
        match value {
            Scalar::Text(text) => {
                Self { kind: ValueKind::Text, length_up_to: length_up_to(text), pattern: pattern(text) }
            }
            Scalar::Number(number) => {
                Self { kind: ValueKind::Number, length_up_to: 0, pattern: pattern(&number.to_string()) }
            }
            Scalar::Boolean(_) => Self { kind: ValueKind::Boolean, length_up_to: 0, pattern: String::new() },
            _ => Self { kind: ValueKind::List, length_up_to: 0, pattern: String::new() },
        }
    }

    /// Takes in another value of the same field.
    pub(super) fn join(&mut self, other: &Self) {
        if self.kind != other.kind {
            self.kind = ValueKind::Text;
        }
        self.length_up_to = self.length_up_to.max(other.length_up_to);
        self.pattern.clone_from(&other.pattern);
    }
}

fn length_up_to(text: &str) -> u32 {
    match u32::try_from(text.chars().count()) {
        Ok(0) => 0,
        Ok(length) => length.checked_next_power_of_two().unwrap_or(u32::MAX),
        Err(_) => u32::MAX,
    }
}

const fn class(character: char) -> char {
    match character {
        'A'..='Z' => 'A',
        'a'..='z' => 'a',
        '0'..='9' => '9',
        '@' | '.' | ',' | '-' | '+' | '/' | ':' | '_' | '(' | ')' => character,
        ' ' | '\t' | '\r' | '\n' => ' ',
        '\0'..='\x7f' => '*',
        _ => 'x',
    }
}

/// The order of a text's character classes, as [`Shape::pattern`] says.
pub(super) fn pattern(text: &str) -> String {
    let mut symbols = String::new();
    let mut last = None;
    let (mut in_word, mut length) = (0, 0);
    for symbol in text.chars().map(class) {
        if last == Some(symbol) {
            continue;
        }
        last = Some(symbol);
        in_word = if symbol.is_ascii_alphanumeric() { in_word + 1 } else { 0 };
        if in_word > MAX_IN_WORD + 1 {
            continue;
        }
        if length == MAX_SYMBOLS {
            break;
        }
        symbols.push(if in_word > MAX_IN_WORD { REST_OF_WORD } else { symbol });
        length += 1;
    }
    symbols
}
