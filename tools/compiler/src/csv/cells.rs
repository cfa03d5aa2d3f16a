//! Text as rows of cells.

use super::cell::{Cell, Row};
use super::cursor::Cursor;
use super::findings::Findings;
use super::{MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS};

/// Reads rows one after the other.
pub(super) struct Scanner<'a> {
    text: &'a str,
    cursor: Cursor<'a>,
    separator: char,
    /// The file has more rows than are read.
    pub(super) is_cut_short: bool,
}

/// A cell's text while it is read: no more of it than is kept.
#[derive(Default)]
struct Text {
    kept: String,
    characters: usize,
}

impl Text {
    fn push(&mut self, character: char) {
        if self.characters < MOST_CHARACTERS {
            self.kept.push(character);
        }
        self.characters += 1;
    }
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, cursor: Cursor<'a>, separator: char) -> Self {
        Self { text, cursor, separator, is_cut_short: false }
    }

    /// All rows that are left, without blank ones and remarks.
    pub(super) fn rows(&mut self, findings: &mut Findings) -> Vec<Row> {
        let mut rows = Vec::new();
        while !self.cursor.is_at_end() {
            if self.is_at_remark() {
                self.cursor.skip_line();
                continue;
            }
            let at = self.cursor.at;
            let row = self.row(findings);
            if row.is_blank() || is_quoted_remark(&row) {
                continue;
            }
            if rows.len() > MOST_ROWS {
                let message =
                    format!("the file has more than {MOST_ROWS} rows, and from here on none is read");
                findings.error(
                    at,
                    message,
                    "make sure that this is the right file, and delete what nobody needs",
                );
                self.is_cut_short = true;
                break;
            }
            rows.push(row);
        }
        rows
    }

    /// Whether the line is a remark. Spreadsheets write a date that does not fit its column as
    /// `########`: where more cells follow, that is a value.
    fn is_at_remark(&self) -> bool {
        let line = self.cursor.clone().skip_line().trim_start_matches(' ');
        let behind = line.trim_start_matches('#');
        let is_value = line.starts_with("##") && behind.starts_with(self.separator);
        let is_alone = behind.chars().all(|it| it == self.separator || it.is_whitespace());
        line.starts_with('#') && (!is_value || is_alone)
    }

    /// The row that begins here.
    pub(super) fn row(&mut self, findings: &mut Findings) -> Row {
        let at = self.cursor.at;
        let start = self.offset();
        let mut row = Row { at, end: at, cells: Vec::new(), is_damaged: false, source: start..start };
        loop {
            let cell = self.cell(&mut row.is_damaged, findings);
            if row.cells.len() < MOST_COLUMNS {
                row.cells.push(cell);
            } else if !cell.is_empty() && !row.is_damaged {
                let message =
                    format!("the line has more than {MOST_COLUMNS} cells, and no table has so many");
                findings.error(cell.start(), message, "delete the cells from here to the end of the line");
                row.is_damaged = true;
            }
            if !self.cursor.bump_if(self.separator) {
                break;
            }
        }
        row.end = self.cursor.at;
        row.source.end = self.offset();
        self.cursor.skip_break();
        row
    }

    fn cell(&mut self, is_damaged: &mut bool, findings: &mut Findings) -> Cell {
        let mut ahead = self.cursor.clone();
        while ahead.bump_if(' ') {}
        if ahead.peek() != Some('"') {
            return self.bare(findings);
        }
        self.cursor = ahead.clone();
        if let Some(cell) = self.quoted(findings) {
            return cell;
        }
        // The mark was one too many, or its partner is missing: the cell ends where it would
        // without either.
        *is_damaged = true;
        self.cursor = ahead;
        let at = self.cursor.at;
        self.cursor.bump();
        let text = self.up_to_separator();
        Cell { text: text.kept, at, is_quoted: true, is_told: true }
    }

    /// A cell without quotation marks around it.
    fn bare(&mut self, findings: &mut Findings) -> Cell {
        let at = self.cursor.at;
        let text = self.up_to_separator();
        finished(text, Cell { text: String::new(), at, is_quoted: false, is_told: false }, findings)
    }

    /// A cell in quotation marks; none if it has no end, which is told.
    fn quoted(&mut self, findings: &mut Findings) -> Option<Cell> {
        let at = self.cursor.at;
        self.cursor.bump();
        let mut text = Text::default();
        loop {
            match self.cursor.bump() {
                Some('"') if !self.cursor.bump_if('"') => break,
                Some(character) => text.push(character),
                None => {
                    let message = "the quotation mark that opens this cell is never closed";
                    findings.error(at, message, "put another one at the end of the cell, or delete this one");
                    return None;
                }
            }
        }
        let mut cell = Cell { text: String::new(), at, is_quoted: true, is_told: false };
        while self.cursor.bump_if(' ') {}
        if self.is_at_cell_end() {
            return Some(finished(text, cell, findings));
        }
        if self.cursor.at.line != at.line {
            let message = "the quotation mark that opens this cell is not closed at the end of the cell";
            let fix = "put another one at the end of the cell, or delete this one; one that belongs to the text is \
                       written twice: \"\"";
            findings.error(at, message, fix);
            return None;
        }
        let message = "behind the closing quotation mark the cell goes on";
        let fix =
            "put the closing one at the end of the cell; one that belongs to the text is written twice: \"\"";
        findings.error(self.cursor.at, message, fix);
        let rest = self.up_to_separator();
        cell.text = text.kept + &rest.kept;
        cell.is_told = true;
        Some(cell)
    }

    fn up_to_separator(&mut self) -> Text {
        let mut text = Text::default();
        while !self.is_at_cell_end() {
            if let Some(character) = self.cursor.bump() {
                text.push(character);
            }
        }
        text
    }

    fn is_at_cell_end(&self) -> bool {
        self.cursor.is_at_line_end() || self.cursor.peek() == Some(self.separator)
    }

    fn offset(&self) -> usize {
        self.text.len() - self.cursor.rest.len()
    }
}

/// The cell with its text, which is told when it is too long.
fn finished(text: Text, mut cell: Cell, findings: &mut Findings) -> Cell {
    cell.text = text.kept;
    if text.characters > MOST_CHARACTERS {
        let message =
            format!("the cell has {} characters, and at most {MOST_CHARACTERS} are read", text.characters);
        let fix = if cell.text.contains(['\r', '\n']) {
            "shorten it; or is the quotation mark missing that closes it?"
        } else {
            "shorten it"
        };
        findings.error(cell.start(), message, fix);
        cell.is_told = true;
    }
    cell
}

/// A remark as spreadsheets save it when there is a separator in it.
fn is_quoted_remark(row: &Row) -> bool {
    let mut cells = row.cells.iter();
    let is_remark = cells.next().is_some_and(|first| first.is_quoted && first.trimmed().starts_with('#'));
    is_remark && !row.is_damaged && cells.all(Cell::is_empty)
}
