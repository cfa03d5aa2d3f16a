//! Takes values out of a line, one by one, and says what is wrong with each.

use super::cell::{Cell, Placed, Position};
use super::findings::Findings;
use super::table::Line;
use crate::problem::shown;
use crate::rules::Refusal;

/// A line being read.
pub struct Record<'a> {
    /// The line.
    pub line: &'a Line,
    /// What is found to be wrong.
    pub findings: &'a mut Findings,
    /// How messages begin: "rep `anna`".
    label: String,
}

impl<'a> Record<'a> {
    /// A line, called by what stands in its first column: "rep `anna`".
    pub fn of(line: &'a Line, kind: &str, key: &str, findings: &'a mut Findings) -> Self {
        let label = match line.cell(key).map(Cell::trimmed) {
            None | Some("") => "this line".to_owned(),
            Some(key) => format!("{kind} `{}`", shown(key)),
        };
        Self { line, findings, label }
    }

    /// What stands in a column, if something does that was not told to be wrong.
    pub fn optional(&self, name: &str) -> Option<&'a Cell> {
        self.line.cell(name).filter(|cell| !cell.is_empty() && !cell.is_told)
    }

    /// What stands in a column, in which something must.
    pub fn required(&mut self, name: &str) -> Option<&'a Cell> {
        let cell = self.line.cell(name)?;
        if cell.is_empty() {
            let example = self.line.column(name).map_or("", |column| column.example);
            let message = format!("{} has no `{name}`", self.label);
            self.findings.error(cell.start(), message, format!("write something like {example}"));
        }
        Some(cell).filter(|cell| !cell.is_empty() && !cell.is_told)
    }

    /// A text that must be there and that a rule allows.
    pub fn text(&mut self, name: &str, rule: impl Fn(&str) -> Result<(), Refusal>) -> Option<Placed<String>> {
        let cell = self.required(name)?;
        self.read(name, cell, |text| rule(text).map(|()| text.to_owned()))
    }

    /// What a rule makes of a cell; nothing, and a problem, when it refuses.
    pub fn read<T>(
        &mut self,
        name: &str,
        cell: &Cell,
        rule: impl Fn(&str) -> Result<T, Refusal>,
    ) -> Option<Placed<T>> {
        match rule(cell.trimmed()) {
            Ok(value) => Some(Placed { value, at: cell.start() }),
            Err((why, instead)) => {
                let bare = instead.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
                let fix = match bare.unwrap_or(&instead) {
                    "" => {
                        let example = self.line.column(name).map_or("", |column| column.example);
                        format!("write something like {example}")
                    }
                    instead => format!("write {instead}"),
                };
                self.refuse(name, cell, &why, fix);
                None
            }
        }
    }

    /// Says what is wrong with a cell.
    pub fn refuse(&mut self, name: &str, cell: &Cell, why: &str, fix: impl Into<String>) {
        let message = self.about(name, cell, why);
        self.findings.error(cell.start(), message, fix);
    }

    /// Says what is wrong, where it is not one cell alone.
    pub fn tell(&mut self, at: Position, what: &str, fix: impl Into<String>) {
        self.findings.error(at, format!("{}: {what}", self.label), fix);
    }

    /// A sentence about a cell.
    pub fn about(&self, name: &str, cell: &Cell, why: &str) -> String {
        format!("{}: `{name}` is \"{}\", {why}", self.label, shown(cell.trimmed()))
    }

    /// How messages begin: "rep `anna`".
    pub fn label(&self) -> &str {
        &self.label
    }
}
