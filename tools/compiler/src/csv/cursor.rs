//! A place in a text that moves forward, and knows its line and column.

use super::cell::Position;

/// What is still to be read, and where it stands. Cheap to clone: a clone is a place to come
/// back to.
#[derive(Clone, Debug)]
pub(super) struct Cursor<'a> {
    pub(super) rest: &'a str,
    pub(super) at: Position,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text, at: Position::START }
    }

    /// After so many lines.
    pub(super) fn behind(mut self, lines: usize) -> Self {
        for _ in 0..lines {
            self.skip_line();
        }
        self
    }

    /// After so many characters.
    pub(super) fn behind_characters(mut self, characters: usize) -> Self {
        for _ in 0..characters {
            self.bump();
        }
        self
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Whether the line ends here, or the text does.
    pub(super) fn is_at_line_end(&self) -> bool {
        matches!(self.peek(), None | Some('\r' | '\n'))
    }

    /// Takes a character. The two of a CRLF are taken one by one; the line ends with the second.
    pub(super) fn bump(&mut self) -> Option<char> {
        let mut rest = self.rest.chars();
        let taken = rest.next()?;
        self.rest = rest.as_str();
        let is_first_of_two = taken == '\r' && self.rest.starts_with('\n');
        match taken {
            '\r' if is_first_of_two => {}
            '\r' | '\n' => self.at = Position { line: self.at.line + 1, column: 1 },
            _ => self.at.column += 1,
        }
        Some(taken)
    }

    /// Takes the line break that stands here, if one does.
    pub(super) fn skip_break(&mut self) {
        self.bump_if('\r');
        self.bump_if('\n');
    }

    /// Takes the character that stands here if it is this one.
    pub(super) fn bump_if(&mut self, wanted: char) -> bool {
        let is_wanted = self.peek() == Some(wanted);
        if is_wanted {
            self.bump();
        }
        is_wanted
    }

    /// Takes the rest of the line and its break, and answers what stood before the break.
    pub(super) fn skip_line(&mut self) -> &'a str {
        let line = self.rest.split(['\r', '\n']).next().unwrap_or_default();
        while !self.is_at_line_end() {
            self.bump();
        }
        self.skip_break();
        line
    }
}
