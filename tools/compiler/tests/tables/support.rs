//! Small tables of places and times, fixtures, and ways to look at what is told.

use std::fs;
use std::path::PathBuf;

use beeline_compiler::csv::{Column, Findings, Table};
use beeline_compiler::{Named, Places, Problem, holidays, roster, territories};

/// Five countries and a few of their parts.
pub struct Atlas;

const COUNTRIES: [(&str, &str); 17] = [
    ("AT", "AUSTRIA"),
    ("CA", "CANADA"),
    ("DE", "GERMANY"),
    ("DE", "DEUTSCHLAND"),
    ("FI", "FINLAND"),
    ("GB", "UNITED KINGDOM"),
    ("GE", "GE"),
    ("IE", "IRELAND"),
    ("IT", "ITALY"),
    ("KP", "KP"),
    ("KR", "KR"),
    ("LV", "LATVIA"),
    ("NL", "NETHERLANDS"),
    ("NO", "NORWAY"),
    ("SE", "SWEDEN"),
    ("US", "UNITED STATES"),
    ("GB", "UK"),
];
const PARTS: [&str; 8] = ["CA-ON", "CA-QC", "DE-BE", "DE-BY", "DE-HE", "US-CA", "US-GA", "US-MA"];

impl Places for Atlas {
    fn country(&self, text: &str) -> Named {
        let capitals = text.to_uppercase();
        let codes = |codes: &[&str]| Named::Ambiguous(codes.iter().map(|code| (*code).to_owned()).collect());
        match capitals.as_str() {
            "GEORGIA" => return codes(&["GE", "US-GA"]),
            "KOREA" => return codes(&["KP", "KR"]),
            "CONGO" => return codes(&["CD", "CG"]),
            "GERMNAY" => return Named::Unknown(Some("DE".to_owned())),
            _ => {}
        }
        let known = COUNTRIES.iter().find(|(code, name)| *code == capitals || *name == capitals);
        known.map_or(Named::Unknown(None), |(code, _)| Named::Known((*code).to_owned()))
    }

    fn subdivision(&self, country: &str, text: &str) -> Named {
        let capitals = text.to_uppercase();
        let known = PARTS.iter().find(|code| **code == capitals || **code == format!("{country}-{capitals}"));
        match (country, capitals.as_str()) {
            ("DE", "BAVARIA") => Named::Known("DE-BY".to_owned()),
            ("DE", "BAVARA") => Named::Unknown(Some("DE-BY".to_owned())),
            ("DE", "B") => Named::Ambiguous(vec!["DE-BE".to_owned(), "DE-BY".to_owned()]),
            _ => known.map_or(Named::Unknown(None), |code| Named::Known((*code).to_owned())),
        }
    }
}

/// Columns of no table in particular.
pub const FRUIT: &[Column] =
    &[Column::required("fruit", "apple"), Column::optional("colour", "red"), Column::required("price", "3")];

/// A fixture's bytes.
#[track_caller]
pub fn fixture(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap()
}

/// A fixture that a test makes: the file must have these bytes, and is written if it is missing.
#[track_caller]
pub fn made(name: &str, bytes: &[u8]) -> Vec<u8> {
    if !path(name).exists() {
        fs::write(path(name), bytes).unwrap();
    }
    assert!(fixture(name) == bytes, "{name} is not what the test makes; delete it to have it made anew");
    bytes.to_vec()
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn lines(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// Everything that is said of a table of fruit.
pub fn told_of_fruit(bytes: impl AsRef<[u8]>) -> Vec<String> {
    let mut findings = Findings::of("fruit.csv");
    Table::read(bytes.as_ref(), FRUIT, &mut findings);
    lines(&findings.into_problems())
}

/// The fruits and prices of a table, as far as it could be read.
pub fn fruit(bytes: impl AsRef<[u8]>) -> Vec<(String, String)> {
    let table = Table::read(bytes.as_ref(), FRUIT, &mut Findings::of("fruit.csv"));
    let text = |line: &beeline_compiler::csv::Line, name: &str| line.cell(name).unwrap().trimmed().to_owned();
    table.lines.iter().map(|line| (text(line, "fruit"), text(line, "price"))).collect()
}

/// What is said of territories with these lines below a header without notes.
pub fn told_of_pieces(lines_below: &str) -> Vec<String> {
    told_of_territories(format!("territory,country,subdivision,postal_from,postal_to\n{lines_below}\n"))
}

/// What is said of territories.
pub fn told_of_territories(bytes: impl AsRef<[u8]>) -> Vec<String> {
    lines(&territories::read("territories.csv", bytes.as_ref(), &Atlas).problems)
}

/// A rep without a mistake, in cells by column.
pub const ANNA: [&str; 13] = [
    "anna",
    "Anna Becker",
    "sales",
    "10",
    "20",
    "Mon-Fri 09:00-17:00",
    "Europe/Berlin",
    "",
    "de-by",
    "U0123456789",
    "+4915123456789",
    "https://www.example.com/anna",
    "yes",
];

/// Anna, with other values in some columns.
pub fn anna(changes: &[(&str, &str)]) -> String {
    let mut cells = ANNA.map(str::to_owned);
    for (name, value) in changes {
        let place = roster::COLUMNS.iter().position(|column| column.name == *name).unwrap();
        cells[place] = (*value).to_owned();
    }
    cells.join(",")
}

/// A roster of these lines.
pub fn roster_of(lines: &[String]) -> String {
    let header: Vec<&str> = roster::COLUMNS.iter().map(|column| column.name).collect();
    format!("{}\n{}\n", header.join(","), lines.join("\n"))
}

/// What is said of a roster.
pub fn told_of_roster(bytes: impl AsRef<[u8]>) -> Vec<String> {
    lines(&roster::read("roster.csv", bytes.as_ref(), None).problems)
}

/// What is said of Anna with other values in some columns.
pub fn told_of_anna(changes: &[(&str, &str)]) -> Vec<String> {
    told_of_roster(roster_of(&[anna(changes)]))
}

/// What is said of holidays with these lines below the header.
pub fn told_of_days(lines_below: &str) -> Vec<String> {
    told_of_holidays(format!("region,date,name,part\n{lines_below}\n"))
}

/// What is said of holidays.
pub fn told_of_holidays(bytes: impl AsRef<[u8]>) -> Vec<String> {
    lines(&holidays::read("holidays.csv", bytes.as_ref()).problems)
}

/// Asserts that exactly one thing is said.
#[track_caller]
pub fn assert_told(told: &[String], message: &str, fix: &str) {
    assert_eq!(told, [format!("{message}\n  fix: {fix}")]);
}

/// Asserts that exactly these things are said, message and fix in turns.
#[track_caller]
pub fn assert_all_told(told: &[String], expected: &[(&str, &str)]) {
    let expected: Vec<String> =
        expected.iter().map(|(message, fix)| format!("{message}\n  fix: {fix}")).collect();
    assert_eq!(told, expected);
}
