//! Tables, laid out: UTF-8 without a byte order mark, commas, quotation marks only where they
//! are needed, as many cells on each line as the header has, no blanks around them and no blank
//! lines. Remarks stay where they are.

use crate::csv::{self, Cell, Findings, Row};

/// The table, laid out; none of what is no table.
pub(super) fn laid_out(bytes: &[u8]) -> Option<String> {
    let sheet = csv::rows(bytes, &mut Findings::of(""));
    let header = sheet.rows.first().filter(|_| !sheet.is_damaged)?;
    let width = header.cells.iter().rposition(|cell| !cell.is_empty())? + 1;
    let mut text = String::new();
    let mut at = 0;
    for row in &sheet.rows {
        text.extend(remarks(sheet.text.get(at..row.source.start)?));
        text.push_str(&line(row, width));
        text.push('\n');
        at = row.source.end;
    }
    text.extend(remarks(sheet.text.get(at..)?));
    Some(text)
}

/// What people wrote between the rows.
fn remarks(between: &str) -> impl Iterator<Item = String> {
    let lines = between.split(['\r', '\n']).map(str::trim);
    lines.filter(|line| line.trim_start_matches('"').starts_with('#')).map(|line| format!("{line}\n"))
}

fn line(row: &Row, width: usize) -> String {
    let cells = row.cells.iter().map(Cell::trimmed).chain(std::iter::repeat("")).take(width);
    cells.map(written).collect::<Vec<_>>().join(",")
}

/// A cell; what would be read as something else stands in quotation marks.
fn written(cell: &str) -> String {
    let is_plain = !cell.contains([',', '"', '\r', '\n']) && !cell.starts_with('#');
    if is_plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}
