//! Whether the cells of a row are those of the header.

use super::Sheet;
use super::cell::{Cell, Row};
use super::cells::Scanner;
use super::cursor::Cursor;
use super::dialect::{self, SEPARATORS};
use super::findings::Findings;
use super::header::{Column, Header};

/// What rows are held against.
pub(super) struct Fitting<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) header: &'a Header,
    pub(super) columns: &'static [Column],
}

/// What a row turned out to be.
pub(super) enum Fit {
    /// Its cells are those of the header, as many as there are.
    Row(Row),
    /// Nothing stands in it.
    Blank,
    /// Nobody can tell which cell belongs where, and that was told.
    Damaged,
}

impl Fitting<'_> {
    /// Holds a row against the header, and tells what is wrong.
    pub(super) fn row(&self, row: &Row, findings: &mut Findings) -> Fit {
        if row.is_damaged {
            return Fit::Damaged;
        }
        let missing = self.missing(row);
        let surplus = self.surplus(row);
        if missing.is_empty() && surplus.is_none() {
            return Fit::Row(row.clone());
        }
        if let Some((other, row)) = self.separated_otherwise(row) {
            if row.is_blank() {
                return Fit::Blank;
            }
            let (usual, other) = (dialect::name(self.sheet.separator), dialect::name(other));
            let message = format!("this line is separated by {other}s, and the header by {usual}s");
            findings.error(row.at, message, format!("put {usual}s in place of the {other}s"));
            return Fit::Row(row);
        }
        match surplus {
            Some(cell) => self.tell_surplus(row, cell, findings),
            None => self.tell_missing(row, &missing, findings),
        }
        Fit::Damaged
    }

    /// The columns behind the end of the row in which something must stand.
    fn missing(&self, row: &Row) -> Vec<&'static str> {
        let columns = self.columns.iter().enumerate().filter(|(_, column)| column.is_required);
        let is_behind = |place| self.header.cell_of(place).is_some_and(|at| at >= row.cells.len());
        columns.filter(|(place, _)| is_behind(*place)).map(|(_, column)| column.name).collect()
    }

    /// The first value behind the last column.
    fn surplus<'r>(&self, row: &'r Row) -> Option<&'r Cell> {
        row.cells.iter().skip(self.header.width).find(|cell| !cell.is_empty())
    }

    /// The row by another separator, if that makes its cells those of the header.
    fn separated_otherwise(&self, row: &Row) -> Option<(char, Row)> {
        let source = self.sheet.text.get(row.source.clone())?;
        let is_other = |other: &char| *other != self.sheet.separator && source.contains(*other);
        let read = |other| {
            let start = Cursor { rest: source, at: row.at };
            (other, Scanner::new(source, start, other).row(&mut Findings::default()))
        };
        let fits = |(_, row): &(char, Row)| {
            row.cells.len() > 1 && self.missing(row).is_empty() && self.surplus(row).is_none()
        };
        SEPARATORS.into_iter().filter(is_other).map(read).find(fits)
    }

    fn tell_surplus(&self, row: &Row, first: &Cell, findings: &mut Findings) {
        let separator = self.sheet.separator;
        let cells = row.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let (cells, columns) = (counted(cells, "cell"), counted(self.header.width, "column"));
        let message = format!("the line has {cells}, and the header {columns}");
        let name = dialect::name(separator);
        let shown = if separator == '\t' { ' ' } else { separator };
        let fix = format!(
            "a cell with a {name} in it needs quotation marks, such as \"North{shown} East\"; otherwise delete what \
             is too much"
        );
        findings.error(first.start(), message, fix);
    }

    fn tell_missing(&self, row: &Row, missing: &[&str], findings: &mut Findings) {
        let cells = counted(row.cells.len(), "cell");
        let verb = if missing.len() == 1 { "is" } else { "are" };
        let message = format!("the line ends after {cells}, and {} {verb} missing", listed(missing));
        let name = dialect::name(self.sheet.separator);
        let cause = if row.at.line == row.end.line {
            ""
        } else {
            "; or is the quotation mark missing that closes a cell?"
        };
        findings.error(row.end, message, format!("add the cells, and a {name} before each of them{cause}"));
    }
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// Names as a sentence has them.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => quoted.concat(),
    }
}
