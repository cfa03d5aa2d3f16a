//! TOML, laid out:
//!
//! * one blank around `=` and inside the brackets of `{ }`, one after a comma, none inside `[ ]`;
//! * four blanks before each line of a list that has several;
//! * a blank line before each heading and the remarks above it, and never two in a row;
//! * no blanks at the end of a line, and one end of a line at the end of the file.

use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// Blanks before a line for each bracket that is open.
const INDENTATION: usize = 4;

/// A line as it will be written.
#[derive(Default)]
struct Line {
    text: String,
    is_heading: bool,
    /// The last of what stands on it, if anything does.
    last: Option<TokenKind>,
}

impl Line {
    fn is_blank(&self) -> bool {
        self.last.is_none()
    }

    fn is_remark(&self) -> bool {
        self.text.trim_start().starts_with('#')
    }

    /// Whether a blank stands before what comes next.
    fn is_parted(&self, next: TokenKind) -> bool {
        use TokenKind::{
            Comma, Comment, Dot, LeftCurlyBracket, LeftSquareBracket, RightCurlyBracket, RightSquareBracket,
        };
        match (self.last, next) {
            (None, _) | (_, Comma | Dot) | (Some(Dot), _) => false,
            (_, Comment) => true,
            (Some(LeftCurlyBracket), RightCurlyBracket) => false,
            (Some(LeftSquareBracket), _) | (_, RightSquareBracket) => false,
            _ => !self.is_heading,
        }
    }
}

/// The text, laid out.
pub(super) fn laid_out(text: &str) -> String {
    let source = Source::new(text);
    let mut lines = vec![Line::default()];
    let mut open = 0_usize;
    for token in source.lex() {
        let kind = token.kind();
        let Some(written) = text.get(token.span().start()..token.span().end()) else { continue };
        match kind {
            TokenKind::Newline => lines.push(Line::default()),
            TokenKind::Whitespace | TokenKind::Eof => {}
            _ => {
                let closes = matches!(kind, TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket);
                let opens = matches!(kind, TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket);
                open = open.saturating_sub(usize::from(closes));
                if let Some(line) = lines.last_mut() {
                    line.add(kind, written, open);
                }
                open += usize::from(opens);
            }
        }
    }
    joined(&lines)
}

impl Line {
    fn add(&mut self, kind: TokenKind, written: &str, open: usize) {
        if self.is_blank() {
            self.text = " ".repeat(open * INDENTATION);
            self.is_heading = open == 0 && kind == TokenKind::LeftSquareBracket;
        } else if self.is_parted(kind) {
            self.text.push(' ');
        }
        self.text.push_str(if kind == TokenKind::Comment { written.trim_end() } else { written });
        self.last = Some(kind);
    }
}

/// The lines with one blank line where some are, and one above each heading and its remarks.
fn joined(lines: &[Line]) -> String {
    let mut text = String::new();
    let mut is_parted = true;
    for (place, line) in lines.iter().enumerate() {
        if line.is_blank() {
            is_parted = true;
            continue;
        }
        let begins = begins_section(lines.get(place..).unwrap_or_default());
        let follows_remark =
            place.checked_sub(1).and_then(|above| lines.get(above)).is_some_and(Line::is_remark);
        if !text.is_empty() && (is_parted || begins && !follows_remark) {
            text.push('\n');
        }
        text.push_str(&line.text);
        text.push('\n');
        is_parted = false;
    }
    text
}

/// Whether here is a heading, or the remarks right above one.
fn begins_section(lines: &[Line]) -> bool {
    lines.iter().find(|line| line.is_blank() || !line.is_remark()).is_some_and(|line| line.is_heading)
}
