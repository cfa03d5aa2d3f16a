//! CSV as spreadsheets save it: bytes in, rows of cells out, each with its exact place.
//!
//! RFC 4180, and what is in use besides:
//!
//! | found | read as |
//! |---|---|
//! | UTF-8 with or without a byte order mark, UTF-16 with one | text |
//! | Windows-1252 | refused, and read all the same, so that other problems are found |
//! | a workbook, a web page, an archive | refused |
//! | comma, semicolon or tab | the separator, if the header has it or a first line `sep=;` says so |
//! | CRLF, LF, CR | the end of a line; in quotation marks part of the cell |
//! | a line that begins with `#` | a remark, unless that is `####` and cells follow: a value too wide for its column |
//! | a line without anything but separators | nothing |
//! | empty cells behind the last column of the header | nothing |
//! | missing cells, where the column may be empty | empty: Excel leaves trailing ones out |
//! | blanks before an opening and after a closing quotation mark | nothing |
//! | a quotation mark inside a cell that does not begin with one | itself |
//!
//! Blanks around other text are part of the cell here; what reads the cells takes them off.

mod cell;
mod cells;
mod cursor;
mod damage;
mod dialect;
mod encoding;
mod findings;
mod fitting;
mod foreign;
mod header;
mod record;
mod table;

use cells::Scanner;
use cursor::Cursor;

pub use cell::{Cell, Placed, Position, Row};
pub use findings::Findings;
pub use header::Column;
pub use table::{Line, Table};

pub(crate) use damage::{are_digits, is_scientific};
pub use record::Record;

/// A file may be this large: 20,000 rows of 200 bytes each.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// Rows of a file, the header, remarks and blank lines not counted: far more than a company
/// has reps, and enough for a territory of every postal district of Europe.
pub const MOST_ROWS: usize = 20_000;
/// Cells of a row: several times what any of the tables has.
pub const MOST_COLUMNS: usize = 100;
/// Characters of a cell: a page's address is the longest thing in any of them.
pub const MOST_CHARACTERS: usize = 1_000;

/// A file as rows, the header among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The text, without a byte order mark, to which the rows' `source` refers.
    pub text: String,
    /// What separates the cells.
    pub separator: char,
    /// The rows that are not blank and no remark, in file order.
    pub rows: Vec<Row>,
    /// Part of the file could not be read, so what seems absent need not be.
    pub is_damaged: bool,
}

/// Reads the rows of a file, and adds what is wrong with it to `findings`.
pub fn rows(bytes: &[u8], findings: &mut Findings) -> Sheet {
    let Some(text) = encoding::decode(bytes, findings) else {
        return Sheet { is_damaged: true, ..Sheet::default() };
    };
    let dialect = dialect::detect(&text, findings);
    let start = Cursor::new(&text).behind(dialect.skipped_lines);
    let mut scanner = Scanner::new(&text, start, dialect.separator);
    let rows = scanner.rows(findings);
    let is_damaged = scanner.is_cut_short || rows.iter().any(|row| row.is_damaged);
    Sheet { separator: dialect.separator, rows, is_damaged, text }
}
