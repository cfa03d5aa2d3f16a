//! The regions of the holidays, and those that reps live by.

use std::collections::{BTreeMap, BTreeSet};

use super::{Holiday, Holidays};
use crate::analysis::Lint;
use crate::calendar_text::Years;
use crate::csv::{Findings, Placed};
use crate::problem::Problem;
use crate::suggest::closest;

/// Regions that a misspelled one is compared with: more than there are in any company.
const MOST_COMPARED: usize = 500;

/// The regions that a roster names.
#[derive(Clone, Copy, Debug)]
pub struct Used<'a> {
    /// Folder and name of the roster.
    pub file: &'a str,
    /// Where each is named, in file order; the same one may be there often.
    pub regions: &'a [Placed<String>],
    /// Every line of the roster was read.
    pub is_whole: bool,
}

/// Says which regions of the roster have no holiday, or none in the coming year if that is known, at
/// the first line of the roster that names them, and which regions of `file`, the holidays, nobody
/// uses.
///
/// What could not be read may be what is missing, so then it is not called missing.
pub fn compare(file: &str, holidays: &Holidays, used: Used<'_>, coming_year: Option<i16>) -> Vec<Problem> {
    let mut of_roster = Findings::of(used.file);
    let mut of_holidays = Findings::of(file);
    let known = first_of_each(&holidays.regions);
    let wanted = first_of_each(used.regions);
    let counts = |holiday: &&Holiday| coming_year.is_none_or(|year| holiday.date.year() == year);
    let read = holidays.holidays.iter().filter(counts);
    let covered: BTreeSet<&str> = read.map(|holiday| holiday.region.value.as_str()).collect();
    for (region, first) in wanted.iter().filter(|(region, _)| holidays.is_whole && !covered.contains(*region))
    {
        let name = of_holidays.name();
        let year = coming_year.unwrap_or(Years::KEPT.first());
        let line = format!("add lines such as {region},{year}-01-01,New Year's Day,whole to {name}");
        let (message, fix) = if known.contains_key(region) {
            (format!("region `{region}` has no holiday in {year} in {name}"), line)
        } else {
            let fix = match closest(region, known.keys().copied().take(MOST_COMPARED)) {
                Some(meant) => format!("did you mean {meant}? Otherwise {line}"),
                None => line,
            };
            (format!("region `{region}` is not in {name}"), fix)
        };
        of_roster.remark(Lint::NoHolidays, first.at, message, fix);
    }
    for (region, first) in known.iter().filter(|(region, _)| used.is_whole && !wanted.contains_key(*region)) {
        let message = format!("no rep has region `{region}`");
        let fix = "nothing, if it is kept for later; otherwise delete its lines";
        of_holidays.remark(Lint::UnusedRegion, first.at, message, fix);
    }
    let mut problems = of_holidays.into_problems();
    problems.extend(of_roster.into_problems());
    problems
}

fn first_of_each(regions: &[Placed<String>]) -> BTreeMap<&str, &Placed<String>> {
    let mut first = BTreeMap::new();
    for region in regions {
        first.entry(region.value.as_str()).or_insert(region);
    }
    first
}
