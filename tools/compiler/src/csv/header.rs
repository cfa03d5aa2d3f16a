//! The first row: which column stands where.

use super::cell::{Cell, Row};
use super::findings::Findings;
use crate::problem::shown;
use crate::suggest::closest;

/// A column that a table may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// As the header has it.
    pub name: &'static str,
    /// Whether every table must have it.
    pub is_required: bool,
    /// A value as it may be written.
    pub example: &'static str,
}

impl Column {
    /// One that may be left out.
    pub const fn optional(name: &'static str, example: &'static str) -> Self {
        Self { name, is_required: false, example }
    }

    /// One that must be there.
    pub const fn required(name: &'static str, example: &'static str) -> Self {
        Self { name, is_required: true, example }
    }
}

/// Which cell of a row belongs to which column.
pub(super) struct Header {
    /// Of every cell of the header, the place of its column in the table's list.
    places: Vec<Option<usize>>,
    /// Cells up to the last one with a name.
    pub(super) width: usize,
    /// A column is missing, or there twice.
    pub(super) is_damaged: bool,
}

impl Header {
    /// Reads the header, and tells what is wrong with it.
    pub(super) fn read(row: &Row, columns: &[Column], findings: &mut Findings) -> Self {
        let width = row.cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let named = row.cells.iter().take(width);
        let mut places: Vec<Option<usize>> = named.clone().map(|cell| place(cell, columns)).collect();
        if places.iter().all(Option::is_none) && !names_one(&row.cells, columns) {
            let message = format!("the first line does not name the columns of {}", findings.name());
            findings.error(row.at, message, format!("put this line above it: {}", all(columns)));
            return Self { places, width, is_damaged: true };
        }
        let mut is_damaged = row.is_damaged;
        for (at, cell) in named.enumerate() {
            is_damaged |= tell(at, cell, &mut places, columns, findings);
        }
        for (place, column) in columns.iter().enumerate() {
            if column.is_required && !places.contains(&Some(place)) && !row.is_damaged {
                is_damaged = true;
                let message = format!("{} has no column `{}`", findings.name(), column.name);
                let example = column.example;
                let fix = format!(
                    "add `{}` to this line, and a value such as {example} to each line below",
                    column.name
                );
                findings.error(row.at, message, fix);
            }
        }
        Self { places, width, is_damaged }
    }

    /// Which cell belongs to a column.
    pub(super) fn cell_of(&self, place: usize) -> Option<usize> {
        self.places.iter().position(|known| *known == Some(place))
    }

    /// Whether any column was found: without one, nobody can tell what the cells are.
    pub(super) fn has_columns(&self) -> bool {
        self.places.iter().any(Option::is_some)
    }
}

/// Every column, as a header has them.
pub(super) fn all(columns: &[Column]) -> String {
    columns.iter().map(|column| column.name).collect::<Vec<_>>().join(",")
}

fn place(cell: &Cell, columns: &[Column]) -> Option<usize> {
    let written = plain(cell.trimmed());
    columns.iter().position(|column| column.name == written)
}

/// `Time zone` is `time_zone`.
fn plain(name: &str) -> String {
    name.to_lowercase().split([' ', '-', '_']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_")
}

fn names_one(cells: &[Cell], columns: &[Column]) -> bool {
    cells.iter().any(|cell| closest(cell.trimmed(), columns.iter().map(|column| column.name)).is_some())
}

/// Tells what is wrong with one name, and answers whether something is. A misspelled name stands
/// for the column that was meant.
fn tell(
    at: usize,
    cell: &Cell,
    places: &mut [Option<usize>],
    columns: &[Column],
    findings: &mut Findings,
) -> bool {
    let written = shown(cell.trimmed());
    let (before, rest) = places.split_at_mut_checked(at).unwrap_or_default();
    let (Some(own), false) = (rest.first_mut(), cell.is_empty() || cell.is_told) else { return cell.is_told };
    if let Some(first) = own.and_then(|own| before.iter().position(|place| *place == Some(own))) {
        let message = format!("the column `{written}` is there twice; the first is column {}", first + 1);
        findings.error(cell.start(), message, "delete one of the two");
        *own = None;
        return true;
    }
    if own.is_some() {
        return false;
    }
    let others: Vec<usize> = places.iter().copied().flatten().collect();
    let absent = columns.iter().enumerate().filter(|(place, _)| !others.contains(place));
    let absent: Vec<&Column> = absent.map(|(_, column)| column).collect();
    let meant = closest(cell.trimmed(), absent.iter().map(|column| column.name));
    let is_alone = places.iter().filter(|place| place.is_none()).count() == 1;
    let mut needed = absent.iter().filter(|column| column.is_required && is_alone);
    let only = needed.next().filter(|_| needed.next().is_none()).map(|column| column.name);
    let name = findings.name().to_owned();
    let fix = match (meant, only) {
        (Some(meant), _) => format!("did you mean `{meant}`? Otherwise delete the column"),
        (None, Some(only)) => format!("rename it to `{only}`, which is not there"),
        (None, None) => format!("delete the column; {name} can have {}", all(columns).replace(',', ", ")),
    };
    findings.error(cell.start(), format!("{name} has no column `{written}`"), fix);
    if let Some(own) = places.get_mut(at) {
        *own = meant.or(only).and_then(|meant| columns.iter().position(|column| column.name == meant));
    }
    true
}
