//! What is found to be wrong with one file.

use super::cell::Position;
use crate::analysis::Lint;
use crate::problem::{Problem, Severity};

/// The problems of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    file: String,
    problems: Vec<Problem>,
    errors: usize,
}

impl Findings {
    /// None yet, of a file with this folder and name.
    pub fn of(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// The folder and name.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The name without the folder, as messages within the file use it.
    pub fn name(&self) -> &str {
        self.file.rsplit('/').next().unwrap_or_default()
    }

    /// Something that keeps the file from being used.
    pub fn error(&mut self, at: Position, message: impl Into<String>, fix: impl Into<String>) {
        self.add(Severity::Error, at, message.into(), fix.into());
    }

    /// Something that works, and is remarked on by its code.
    pub fn remark(&mut self, lint: Lint, at: Position, message: impl Into<String>, fix: impl Into<String>) {
        self.add(lint.severity(), at, lint.coded(&message.into()), fix.into());
    }

    /// How many keep the file from being used, so far.
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// What is wrong, from the first line to the last.
    pub fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems;
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }

    fn add(&mut self, severity: Severity, at: Position, message: String, fix: String) {
        let Position { line, column } = at;
        self.errors += usize::from(severity == Severity::Error);
        self.problems.push(Problem { severity, file: self.file.clone(), line, column, message, fix });
    }
}
