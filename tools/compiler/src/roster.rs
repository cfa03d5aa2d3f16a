//! `roster.csv`: who gets leads, one line per rep and team.

mod contact;
pub(crate) mod crews;
mod numbers;
mod people;

use std::collections::BTreeSet;

use beeline::personal::Personal;
use beeline::schedule::{Span, Week, Zone};

use crate::addresses;
use crate::calendar_text::{self, Complaint};
use crate::csv::{Cell, Column, Findings, Line, Placed, Record, Table};
use crate::files::{self, Files};
use crate::forms::known_team;
use crate::problem::Problem;
use crate::rules;
use crate::zones;

/// What the header may have.
pub const COLUMNS: &[Column] = &[
    Column::required("rep", "anna"),
    Column::required("name", "Anna Becker"),
    Column::required("team", "sales"),
    Column::required("weight", "10"),
    Column::optional("daily_cap", "20"),
    Column::required("hours", "Mon-Fri 09:00-17:00"),
    Column::required("time_zone", "Europe/Berlin"),
    Column::optional("out_of_office", "2026-12-24 to 2027-01-02"),
    Column::optional("holidays", "de-by"),
    Column::optional("slack_id", "U0123456789"),
    Column::optional("phone", "+4915123456789"),
    Column::optional("booking_url", "https://www.example.com/book/anna"),
    Column::required("active", "yes"),
];

/// A line: a rep in a team.
#[derive(Clone, Debug, PartialEq)]
pub struct Rep {
    /// The id; the same on every line of the same person.
    pub rep: Placed<String>,
    /// For people, up to 120 characters.
    pub name: String,
    /// The id of the team.
    pub team: Placed<String>,
    /// The share of leads, 1 to 100.
    pub weight: u32,
    /// The most leads of a day, 1 to 1000; none for as many as there are.
    pub daily_cap: Option<u32>,
    /// The working week.
    pub hours: Placed<Week>,
    /// Where the hours are local.
    pub time_zone: Placed<Zone>,
    /// Times away; those that were over before calendars begin are left out.
    pub out_of_office: Vec<Span>,
    /// The id of a region of `holidays.csv`.
    pub holidays: Option<Placed<String>>,
    /// A member of the Slack workspace.
    pub slack_id: Option<String>,
    /// E.164.
    pub phone: Option<Personal<String>>,
    /// An `https://` address.
    pub booking_url: Option<String>,
    /// Whether the rep gets leads at all.
    pub is_active: bool,
}

/// What the file says.
#[derive(Clone, Debug, PartialEq)]
pub struct Roster {
    /// In file order, without the lines that are wrong.
    pub reps: Vec<Rep>,
    /// The regions of all lines, also of those that are wrong elsewhere.
    pub regions: Vec<Placed<String>>,
    /// In file order.
    pub problems: Vec<Problem>,
    /// Every line was read: a rep who is not there is nowhere in the file.
    pub is_whole: bool,
}

impl Roster {
    /// That of a configuration; nobody without the file.
    pub(crate) fn of(files: &Files, teams: Option<&BTreeSet<String>>) -> Self {
        match files.contents(files::ROSTER) {
            Some(bytes) => read(&files.shown(files::ROSTER), bytes, teams),
            None => Self { reps: Vec::new(), regions: Vec::new(), problems: Vec::new(), is_whole: true },
        }
    }

    /// Whether a team has reps, as far as lines could be read.
    pub(crate) fn has(&self, team: &str) -> bool {
        self.reps.iter().any(|rep| rep.team.value == team)
    }
}

/// Reads the file whose folder and name are `file`. `teams` are the ids that there are, if they
/// are known.
pub fn read(file: &str, bytes: &[u8], teams: Option<&BTreeSet<String>>) -> Roster {
    let mut findings = Findings::of(file);
    let table = Table::read(bytes, COLUMNS, &mut findings);
    let read = |line| rep(line, teams, &mut findings);
    let reps: Vec<Rep> = table.lines.iter().filter_map(read).collect();
    let regions = table.lines.iter().filter_map(region).collect();
    let is_whole = table.is_whole && reps.len() == table.lines.len();
    people::tell(&table.lines, &mut findings);
    Roster { reps, regions, problems: findings.into_problems(), is_whole }
}

fn rep(line: &Line, teams: Option<&BTreeSet<String>>, findings: &mut Findings) -> Option<Rep> {
    let before = findings.errors();
    let mut record = Record::of(line, "rep", "rep", findings);
    let rep = record.text("rep", rules::id);
    let name = record.text("name", rules::label);
    let team = record.text("team", |team| rules::id(team).and_then(|()| known_team(team, teams)));
    let weight = record.required("weight").and_then(|cell| record.read("weight", cell, numbers::weight));
    let daily_cap = optional(&mut record, "daily_cap", numbers::daily_cap);
    let hours =
        record.required("hours").and_then(|cell| timed(&mut record, "hours", cell, calendar_text::hours));
    let time_zone =
        record.required("time_zone").and_then(|cell| timed(&mut record, "time_zone", cell, zones::of));
    let out_of_office = out_of_office(&mut record, time_zone.as_ref().map(|zone| &zone.value));
    let holidays = optional(&mut record, "holidays", owned(rules::id));
    let slack_id = optional(&mut record, "slack_id", contact::slack_id);
    let phone = optional(&mut record, "phone", contact::phone);
    let booking_url = optional(&mut record, "booking_url", owned(addresses::https));
    let active = record.required("active").and_then(|cell| record.read("active", cell, numbers::yes_or_no));
    contact::warn_unreachable(&mut record, active.as_ref().map(|active| active.value));
    if findings.errors() > before || line.is_told() {
        return None;
    }
    Some(Rep {
        rep: rep?,
        name: name?.value,
        team: team?,
        weight: weight?.value,
        daily_cap: daily_cap.map(|cap| cap.value),
        hours: hours?,
        time_zone: time_zone?,
        out_of_office: out_of_office.unwrap_or_default(),
        holidays,
        slack_id: slack_id.map(|id| id.value),
        phone: phone.map(|phone| phone.value.into()),
        booking_url: booking_url.map(|url| url.value),
        is_active: active?.value,
    })
}

/// The region of a line, whatever else is wrong with it.
fn region(line: &Line) -> Option<Placed<String>> {
    let cell = line.cell("holidays").filter(|cell| rules::id(cell.trimmed()).is_ok())?;
    Some(Placed { value: cell.trimmed().to_owned(), at: cell.start() })
}

/// A rule as one that gives the text back.
fn owned(rule: fn(&str) -> Result<(), rules::Refusal>) -> impl Fn(&str) -> Result<String, rules::Refusal> {
    move |text| rule(text).map(|()| text.to_owned())
}

/// What a rule makes of a cell that may be empty.
fn optional<T>(
    record: &mut Record<'_>,
    name: &'static str,
    rule: impl Fn(&str) -> Result<T, rules::Refusal>,
) -> Option<Placed<T>> {
    let cell = record.optional(name)?;
    record.read(name, cell, rule)
}

/// Times away. Without a time zone there are none, but what is wrong with them is told all the
/// same.
fn out_of_office(record: &mut Record<'_>, zone: Option<&Zone>) -> Option<Vec<Span>> {
    let cell = record.optional("out_of_office")?;
    let any_zone = zones::of("UTC").ok();
    let zone = zone.or(any_zone.as_ref())?;
    let read = |text: &str| calendar_text::out_of_office(text, zone);
    timed(record, "out_of_office", cell, read).map(|spans| spans.value)
}

/// What calendars make of a cell; what is wrong is told where it stands in it.
fn timed<T>(
    record: &mut Record<'_>,
    name: &'static str,
    cell: &Cell,
    read: impl Fn(&str) -> Result<T, Complaint>,
) -> Option<Placed<T>> {
    let complaint = match read(cell.trimmed()) {
        Ok(value) => return Some(Placed { value, at: cell.start() }),
        Err(complaint) => complaint,
    };
    let blanks = cell.text.len() - cell.text.trim_start().len();
    let at = cell.position(blanks + complaint.at.start);
    record.tell(at, &format!("in `{name}`, {}", complaint.message), complaint.fix);
    None
}
