//! The words, numbers and signs of a text.

use std::ops::Range;

/// One of them, and where it stands in bytes of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    pub at: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// In small letters and without dots: `Mon.` is `mon`, `a.m.` is `am`.
    Word(String),
    /// ASCII digits.
    Number(String),
    /// A hyphen, or a dash as word processors make of it.
    Dash,
    /// `to`, `until` and `till`.
    To,
    /// A comma, an ampersand, or `and`.
    Comma,
    /// A semicolon, or the end of a line.
    Semicolon,
    Colon,
    Dot,
    Slash,
    /// A sign that means nothing here.
    Other,
}

/// Takes a text apart. Blanks only separate.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, first)) = rest.next() {
        if first.is_whitespace() && first != '\n' {
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = rest.next_if(|(_, next)| continues(first, *next)) {
            end = at + next.len_utf8();
        }
        let written = text.get(start..end).unwrap_or_default();
        tokens.push(Token { kind: kind(first, written), at: start..end });
    }
    tokens
}

fn continues(first: char, next: char) -> bool {
    if first.is_alphabetic() { next.is_alphabetic() || next == '.' } else { both_digits(first, next) }
}

fn both_digits(first: char, next: char) -> bool {
    first.is_ascii_digit() && next.is_ascii_digit()
}

fn kind(first: char, written: &str) -> Kind {
    match first {
        '0'..='9' => Kind::Number(written.to_owned()),
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Kind::Dash,
        ',' | '&' => Kind::Comma,
        ';' | '\n' => Kind::Semicolon,
        ':' => Kind::Colon,
        '.' => Kind::Dot,
        '/' => Kind::Slash,
        first if first.is_alphabetic() => word(&written.replace('.', "").to_lowercase()),
        _ => Kind::Other,
    }
}

fn word(word: &str) -> Kind {
    match word {
        "to" | "until" | "till" => Kind::To,
        "and" => Kind::Comma,
        word => Kind::Word(word.to_owned()),
    }
}
