//! `territories.csv`: which places belong to which territory, one line per piece.
//!
//! | columns of a line | the piece is |
//! |---|---|
//! | `country` alone | the whole country |
//! | and `subdivision` | that part of it |
//! | and `postal_from` | the postal codes that begin so; in the subdivision, if there is one |
//! | and `postal_to` | the postal codes from the one to the other, both included |
//!
//! Where one piece lies inside another, the more precise one has its place: postal codes before a
//! subdivision, a subdivision before the country. Two that are as precise may share nothing.

mod country;
mod damage;
mod household;
pub mod overlaps;
mod range;
mod stretches;

use std::collections::BTreeSet;

use beeline::routing;

use crate::csv::{Cell, Column, Findings, Line, Placed, Record, Table};
use crate::files::{self, Files};
use crate::places::{Places, World};
use crate::problem::Problem;
use crate::rules;

pub use overlaps::Claim;

/// What the header may have.
pub const COLUMNS: &[Column] = &[
    Column::required("territory", "dach"),
    Column::required("country", "DE"),
    Column::optional("subdivision", "BY"),
    Column::optional("postal_from", "80331"),
    Column::optional("postal_to", "81929"),
    Column::optional("note", "Munich"),
];

/// A line: a piece of a territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The id of the territory.
    pub territory: Placed<String>,
    /// What of the world it is.
    pub claim: Claim,
    /// A remark for people; may be empty.
    pub note: String,
}

/// What the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Territories {
    /// In file order, without the lines that are wrong.
    pub pieces: Vec<Piece>,
    /// In file order.
    pub problems: Vec<Problem>,
    /// Every line was read: a territory that is not there is nowhere in the file.
    pub is_whole: bool,
}

impl Territories {
    /// Those of a configuration; none without the file.
    pub(crate) fn of(files: &Files) -> Self {
        match files.contents(files::TERRITORIES) {
            Some(bytes) => read(&files.shown(files::TERRITORIES), bytes, &World),
            None => Self { pieces: Vec::new(), problems: Vec::new(), is_whole: true },
        }
    }
}

impl From<Piece> for routing::Piece {
    fn from(Piece { territory, claim, .. }: Piece) -> Self {
        let Claim { country, subdivision, postal } = claim;
        Self { country, subdivision, postal, territory: territory.value }
    }
}

/// Reads the file whose folder and name are `file`.
pub fn read(file: &str, bytes: &[u8], places: &impl Places) -> Territories {
    let mut findings = Findings::of(file);
    let table = Table::read(bytes, COLUMNS, &mut findings);
    let mut noted = BTreeSet::new();
    let read = |line| piece(line, places, &mut noted, &mut findings);
    let pieces: Vec<Piece> = table.lines.iter().filter_map(read).collect();
    let is_whole = table.is_whole && pieces.len() == table.lines.len();
    overlaps::tell(&pieces, &mut findings);
    Territories { pieces, problems: findings.into_problems(), is_whole }
}

/// One line; `noted` are the countries whose short codes were explained.
fn piece(
    line: &Line,
    places: &impl Places,
    noted: &mut BTreeSet<String>,
    findings: &mut Findings,
) -> Option<Piece> {
    let mut record = Record::of(line, "territory", "territory", findings);
    let territory = record.text("territory", rules::id);
    let country = country::country(&mut record, places);
    let subdivision = country.as_deref().map(|country| country::subdivision(&mut record, country, places));
    let postal = country.as_deref().map(|country| range::read(&mut record, country, noted));
    let note = line.cell("note").map(Cell::trimmed).unwrap_or_default().to_owned();
    let claim = Claim { country: country?, subdivision: subdivision??, postal: postal?? };
    Some(Piece { territory: territory?, claim, note })
}
