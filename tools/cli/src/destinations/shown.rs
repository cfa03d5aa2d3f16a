//! One destination, so that a privacy officer can read it.

use beeline::destination::settings::Pace;
use beeline::destination::{Entry, Field, OnRepeat, Promises, RecordKind, pipedrive, webhook};
use serde_json::{Value, json};

use super::built::Built;

/// One destination as it is shown.
pub struct Shown<'a> {
    name: &'static str,
    promises: Promises,
    pace: Pace,
    key: &'a str,
    entries: &'a [Entry],
}

impl<'a> Shown<'a> {
    /// What is shown of it.
    pub fn of(built: &'a Built<'_>) -> Self {
        Self {
            name: built.destination.name(),
            promises: built.destination.promises(),
            pace: built.pace,
            key: &built.key,
            entries: built.mapping.entries(),
        }
    }

    /// For programs.
    pub fn json(&self) -> Value {
        let field = |entry: &Entry| {
            json!({
                "from": entry.from, "to": entry.to, "on_repeat": self.on_repeat(entry),
                "otherwise": entry.otherwise, "max_chars": entry.max_chars,
            })
        };
        let Promises { record, leads_per_call, repeat_is_safe, cannot, .. } = self.promises;
        json!({
            "name": self.name, "record": record, "leads_per_call": leads_per_call,
            "repeat_is_safe": repeat_is_safe, "pace": self.pace, "key": self.key,
            "fields": self.entries.iter().map(field).collect::<Vec<_>>(),
            "stays": self.stays(), "cannot": cannot,
        })
    }

    /// For people.
    pub fn print(&self) {
        let Pace { requests, per_seconds, checked_every_minutes } = self.pace;
        let record = match self.promises.record {
            RecordKind::Lead => "a record for each lead",
            RecordKind::Person => "a record for each person, in which the leads of one person meet",
        };
        println!("{}: {record}. Its field `{}` holds {}.", self.name, self.key, self.holds());
        let checked = match checked_every_minutes {
            0 => "It is never compared with what Beeline delivered.".to_owned(),
            minutes => format!("It is compared with what Beeline delivered every {minutes} minutes."),
        };
        let window = match per_seconds {
            1 => "a second".to_owned(),
            seconds => format!("{seconds} seconds"),
        };
        println!("At most {requests} requests in {window}. {checked}\n");
        self.print_fields();
        println!("\n  Nothing else leaves. Not sent: {}.", self.stays().join(", "));
        println!("  It cannot be promised to");
        self.promises.cannot.iter().for_each(|what| println!("    - {what}"));
        println!();
    }

    fn print_fields(&self) {
        let header = ["ours", "theirs", "on a repeat", "if not said", "cut at"].map(str::to_owned);
        let row = |entry: &Entry| {
            let otherwise = entry.otherwise.clone().unwrap_or_default();
            let cut_at = entry.max_chars.map(|most| most.to_string()).unwrap_or_default();
            [entry.from.to_string(), entry.to.clone(), self.on_repeat(entry).to_owned(), otherwise, cut_at]
        };
        let rows: Vec<[String; 5]> = std::iter::once(header).chain(self.entries.iter().map(row)).collect();
        for row in &rows {
            let widths = (0..row.len()).map(|column| width(&rows, column));
            let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
            println!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
        }
    }

    /// What stands in the field that a record is found by.
    fn holds(&self) -> &'static str {
        match (self.name, self.key) {
            (_, "email") => "the email, which it is found by",
            (pipedrive::NAME, _) => "the lead's key; the person is found by email or phone",
            _ => "the lead's key, which it is found by",
        }
    }

    /// What a repeat does to a field that has something in it.
    fn on_repeat(&self, entry: &Entry) -> &'static str {
        match entry.on_repeat() {
            _ if self.name == webhook::NAME => "the receiver decides",
            OnRepeat::FillBlank => "stays",
            OnRepeat::Overwrite => "written again",
        }
    }

    /// The fields of ours that it never gets.
    fn stays(&self) -> Vec<&'static str> {
        let is_sent = |name: &&str| self.entries.iter().any(|entry| entry.from.to_string() == *name);
        Field::names().filter(|name| !is_sent(name) && *name != "lead_key").collect()
    }
}

fn width(rows: &[[String; 5]], column: usize) -> usize {
    rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default()
}
