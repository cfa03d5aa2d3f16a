//! Rows as lines of a table with known columns.

use super::cell::{Cell, Position, Row};
use super::findings::Findings;
use super::fitting::{Fit, Fitting};
use super::header::{Column, Header, all};

/// A table as it was read.
#[derive(Clone, Debug)]
pub struct Table {
    /// The lines whose cells can be told apart.
    pub lines: Vec<Line>,
    /// Nothing is missing: there is no line that could not be read, and no such column.
    pub is_whole: bool,
}

/// A line of a table.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its first character.
    pub at: Position,
    columns: &'static [Column],
    /// In the order of `columns`; none of a column that the table does not have.
    cells: Vec<Option<Cell>>,
}

impl Line {
    /// What stands in a column; nothing when the table does not have it.
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        let place = self.columns.iter().position(|column| column.name == name)?;
        self.cells.get(place)?.as_ref()
    }

    /// Whether something is wrong with one of its cells that was told already.
    pub fn is_told(&self) -> bool {
        self.cells.iter().flatten().any(|cell| cell.is_told)
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

impl Table {
    /// Reads a table, and adds what is wrong with it to `findings`.
    pub fn read(bytes: &[u8], columns: &'static [Column], findings: &mut Findings) -> Self {
        let sheet = super::rows(bytes, findings);
        let Some((first, rows)) = sheet.rows.split_first() else {
            if !sheet.is_damaged {
                let message = format!("{} is empty", findings.name());
                findings.error(Position::START, message, format!("begin with this line: {}", all(columns)));
            }
            return Self { lines: Vec::new(), is_whole: false };
        };
        let header = Header::read(first, columns, findings);
        let mut table = Self { lines: Vec::new(), is_whole: !header.is_damaged && !sheet.is_damaged };
        if header.has_columns() {
            tell_unnamed(first, rows, &header, findings);
            let fitting = Fitting { sheet: &sheet, header: &header, columns };
            for row in rows {
                match fitting.row(row, findings) {
                    Fit::Row(row) => table.lines.push(line(&row, &header, columns)),
                    Fit::Blank => {}
                    Fit::Damaged => table.is_whole = false,
                }
            }
        }
        table
    }
}

/// Values below no name, the first of each such column.
fn tell_unnamed(first: &Row, rows: &[Row], header: &Header, findings: &mut Findings) {
    let unnamed = first.cells.iter().take(header.width).enumerate().filter(|(_, cell)| cell.is_empty());
    for (at, _) in unnamed {
        let mut below = rows.iter().filter(|row| !row.is_damaged).filter_map(|row| row.cells.get(at));
        if let Some(cell) = below.find(|cell| !cell.is_empty()) {
            let message =
                format!("here stands something in column {}, which has no name in the header", at + 1);
            findings.error(cell.start(), message, "delete it, or give the column a name");
        }
    }
}

fn line(row: &Row, header: &Header, columns: &'static [Column]) -> Line {
    let absent = || Cell { text: String::new(), at: row.end, is_quoted: false, is_told: false };
    let cell = |place| header.cell_of(place).map(|at| row.cells.get(at).cloned().unwrap_or_else(absent));
    Line { at: row.at, columns, cells: (0..columns.len()).map(cell).collect() }
}
