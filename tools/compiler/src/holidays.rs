//! `holidays.csv`: the days on which nobody works in a region, one line per region and day.

mod regions;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::calendar_text::{self, Complaint, Part, Years};
use crate::csv::{Cell, Column, Findings, Line, Placed, Record, Table};
use crate::files::{self, Files};
use crate::problem::Problem;
use crate::rules::{self, Refusal, refuse};
use crate::suggest::closest;

pub use regions::{Used, compare};

/// What the header may have.
pub const COLUMNS: &[Column] = &[
    Column::required("region", "de-by"),
    Column::required("date", "2026-12-25"),
    Column::required("name", "Christmas Day"),
    Column::optional("part", "whole"),
];

/// How much of a day, as the file has it.
const PARTS: [(&str, Part); 3] =
    [("whole", Part::Whole), ("morning", Part::Morning), ("afternoon", Part::Afternoon)];

/// The word for it.
fn word(part: Part) -> &'static str {
    PARTS.iter().find(|(_, known)| *known == part).map_or("whole", |(word, _)| *word)
}

/// A line: a day off in a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// The id of the region.
    pub region: Placed<String>,
    /// The day, by the region's calendar.
    pub date: Date,
    /// For people, up to 120 characters.
    pub name: String,
    /// How much of the day.
    pub part: Part,
}

/// What the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holidays {
    /// In file order, without the lines that are wrong.
    pub holidays: Vec<Holiday>,
    /// The regions of all lines, also of those that are wrong elsewhere, in file order.
    pub regions: Vec<Placed<String>>,
    /// In file order.
    pub problems: Vec<Problem>,
    /// Every line was read: a holiday that is not there is nowhere in the file.
    pub is_whole: bool,
}

impl Holidays {
    /// Those of a configuration; none without the file.
    pub(crate) fn of(files: &Files) -> Self {
        match files.contents(files::HOLIDAYS) {
            Some(bytes) => read(&files.shown(files::HOLIDAYS), bytes),
            None => Self { holidays: Vec::new(), regions: Vec::new(), problems: Vec::new(), is_whole: true },
        }
    }
}

/// Reads the file whose folder and name are `file`.
pub fn read(file: &str, bytes: &[u8]) -> Holidays {
    let mut findings = Findings::of(file);
    let table = Table::read(bytes, COLUMNS, &mut findings);
    let mut regions = Vec::new();
    let mut days = BTreeMap::new();
    let read = |line| holiday(line, &mut regions, &mut days, &mut findings);
    let holidays: Vec<Holiday> = table.lines.iter().filter_map(read).collect();
    let is_whole = table.is_whole && holidays.len() == table.lines.len();
    Holidays { holidays, regions, problems: findings.into_problems(), is_whole }
}

/// The parts of a region's day that were read, and the line of each.
type Days = BTreeMap<(String, Date), Vec<(Part, usize)>>;

fn holiday(
    line: &Line,
    regions: &mut Vec<Placed<String>>,
    days: &mut Days,
    findings: &mut Findings,
) -> Option<Holiday> {
    let mut record = Record::of(line, "region", "region", findings);
    let region = record.text("region", rules::id);
    let date = record.required("date").and_then(|cell| date(&mut record, cell));
    let name = record.text("name", rules::label);
    let part = match record.line.cell("part").filter(|cell| !cell.is_empty()) {
        None => Some(Part::Whole),
        Some(cell) if cell.is_told => None,
        Some(cell) => record.read("part", cell, part).map(|part| part.value),
    };
    regions.extend(region.clone());
    let holiday = Holiday { region: region?, date: date.as_ref()?.value, name: name?.value, part: part? };
    let taken = days.entry((holiday.region.value.clone(), holiday.date)).or_default();
    let twice = taken.iter().find(|(part, _)| overlap(*part, holiday.part)).copied();
    if let Some((part, first)) = twice {
        let what =
            if part == holiday.part { "already".to_owned() } else { format!("already, as {}", word(part)) };
        let message = format!("{} is a holiday on line {first} {what}", holiday.date);
        record.tell(date?.at, &message, "delete one of the two lines");
        return None;
    }
    taken.push((holiday.part, holiday.region.at.line));
    Some(holiday)
}

/// The day in a cell; what is wrong is told where it stands in it.
fn date(record: &mut Record<'_>, cell: &Cell) -> Option<Placed<Date>> {
    let Complaint { at, message, fix } = match calendar_text::holiday(cell.trimmed()) {
        Ok((date, Part::Whole)) if date.year() <= Years::KEPT.last() => {
            return Some(Placed { value: date, at: cell.start() });
        }
        Ok((_, Part::Whole)) => {
            let why = format!("and calendars reach no further than {}", Years::KEPT.last());
            record.refuse("date", cell, &why, "check the year; if it is right, delete the line for now");
            return None;
        }
        Ok((date, part)) => {
            let fix = format!("write {date}, and {} in the column `part`", word(part));
            record.refuse("date", cell, "and only a date stands here", fix);
            return None;
        }
        Err(complaint) => complaint,
    };
    let blanks = cell.text.len() - cell.text.trim_start().len();
    record.tell(cell.position(blanks + at.start), &format!("in `date`, {message}"), fix);
    None
}

/// Whether some of the day is in both parts.
fn overlap(one: Part, other: Part) -> bool {
    one == other || one == Part::Whole || other == Part::Whole
}

fn part(text: &str) -> Result<Part, Refusal> {
    let small = text.to_lowercase();
    if let Some((_, part)) = PARTS.iter().find(|(word, _)| *word == small) {
        return Ok(*part);
    }
    let near = closest(&small, PARTS.iter().map(|(word, _)| *word));
    refuse("and can only be whole, morning or afternoon", near.unwrap_or("whole, morning or afternoon"))
}
