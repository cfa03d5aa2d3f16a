//! Cells and rows, and where they stand.

use std::ops::Range;

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Character of the line, from 1.
    pub column: usize,
}

impl Position {
    /// Where every file begins.
    pub const START: Self = Self { line: 1, column: 1 };
}

/// A value, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its first character.
    pub at: Position,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it, without the quotation marks around it.
    pub text: String,
    /// Its first character; in quotation marks, the opening one.
    pub at: Position,
    /// Whether it stands in quotation marks.
    pub is_quoted: bool,
    /// It is wrong, and that was told.
    pub is_told: bool,
}

impl Cell {
    /// What stands in it, without blanks around it.
    pub fn trimmed(&self) -> &str {
        self.text.trim()
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.trimmed().is_empty() && !self.is_told
    }

    /// Where its value begins: the opening quotation mark, or the first character that is not
    /// blank.
    pub fn start(&self) -> Position {
        let blanks = self.text.len() - self.text.trim_start().len();
        if self.is_quoted || self.is_empty() { self.at } else { self.position(blanks) }
    }

    /// Where a byte of the text stands in the file.
    pub fn position(&self, offset: usize) -> Position {
        let mut at = self.at;
        at.column += usize::from(self.is_quoted);
        let mut rest = self.text.get(..offset).unwrap_or(&self.text).chars().peekable();
        while let Some(character) = rest.next() {
            match character {
                '\r' if rest.peek() == Some(&'\n') => {}
                '\r' | '\n' => at = Position { line: at.line + 1, column: 1 },
                '"' if self.is_quoted => at.column += 2,
                _ => at.column += 1,
            }
        }
        at
    }
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its first character.
    pub at: Position,
    /// Behind its last character.
    pub end: Position,
    /// At least one.
    pub cells: Vec<Cell>,
    /// It cannot be told where its cells end, and that was told.
    pub is_damaged: bool,
    /// Its bytes in the text of the file, without the line break at its end.
    pub source: Range<usize>,
}

impl Row {
    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        !self.is_damaged && self.cells.iter().all(Cell::is_empty)
    }
}
