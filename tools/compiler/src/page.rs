//! One file as it is checked: its text, what stands in it, what is wrong with it.

use crate::document::{self, Document, Entry, Value};
use crate::files::{Files, MOST_BYTES};
use crate::problem::{Problem, Severity, shown};

/// A file's name and text; knows where an offset is.
pub(crate) struct Source<'a> {
    /// Folder and name.
    pub file: String,
    /// The contents, without a byte order mark.
    pub text: &'a str,
    /// Where each line begins.
    lines: Vec<usize>,
}

impl<'a> Source<'a> {
    fn new(file: String, text: &'a str) -> Self {
        let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { file, text, lines: std::iter::once(0).chain(newlines).collect() }
    }

    pub(crate) fn problem(&self, at: usize, message: impl Into<String>, fix: impl Into<String>) -> Problem {
        let (line, column) = self.position(at);
        Problem {
            severity: Severity::Error,
            file: self.file.clone(),
            line,
            column,
            message: message.into(),
            fix: fix.into(),
        }
    }

    /// A problem with all of a line.
    pub(crate) fn problem_on(&self, line: usize, message: String, fix: &str) -> Problem {
        Problem {
            severity: Severity::Error,
            file: self.file.clone(),
            line,
            column: 1,
            message,
            fix: fix.to_owned(),
        }
    }

    /// Line and column of a byte, both from 1; the column counts characters.
    fn position(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        let before = self.text.get(start..at).unwrap_or_default();
        (line, before.chars().count() + 1)
    }

    pub(crate) fn line(&self, at: usize) -> usize {
        self.position(at).0
    }

    /// A value as its author wrote it.
    pub(crate) fn written(&self, entry: &Entry) -> String {
        match &entry.value {
            Value::Section(_) => "a section".to_owned(),
            Value::List(_) => "a list".to_owned(),
            _ => shown(self.text.get(entry.value_span.clone()).unwrap_or_default()),
        }
    }
}

/// A file under check.
pub(crate) struct Page<'a> {
    pub source: Source<'a>,
    pub document: Document,
    pub problems: Vec<Problem>,
}

impl<'a> Page<'a> {
    /// Reads a file as far as it can be read.
    pub(crate) fn open(files: &'a Files, name: &str) -> Self {
        match decode(&files.shown(name), files.contents(name)) {
            Ok(text) => {
                let source = Source::new(files.shown(name), text);
                let mut problems = Vec::new();
                let document = document::parse(&source, &mut problems);
                Self { source, document, problems }
            }
            Err(problem) => Self {
                source: Source::new(files.shown(name), ""),
                document: Document::unreadable(),
                problems: vec![problem],
            },
        }
    }

    /// The same of a file that need not be there.
    pub(crate) fn open_if_there(files: &'a Files, name: &str) -> Option<Self> {
        files.contents(name).map(|_| Self::open(files, name))
    }

    /// What is wrong, from the first line to the last.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.sorted().problems
    }

    /// The same page, what is wrong from the first line to the last.
    pub(crate) fn sorted(mut self) -> Self {
        self.problems.sort_by_key(|problem| (problem.line, problem.column));
        self
    }
}

fn decode<'a>(file: &str, contents: Option<&'a [u8]>) -> Result<&'a str, Problem> {
    let source = Source::new(file.to_owned(), "");
    let Some(bytes) = contents else {
        return Err(source.problem(
            0,
            "the file is missing",
            "put it back; README.md shows what stands in it",
        ));
    };
    if bytes.len() > MOST_BYTES {
        let message = "the file is larger than 4 MiB, and a configuration file never needs to be";
        return Err(source.problem(0, message, "make sure that this is the right file, and shorten it"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let readable = bytes.get(..error.valid_up_to()).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let readable = Source::new(source.file, readable.unwrap_or_default());
        let message = "from here on the file is not in the text encoding UTF-8";
        let fix = "in your editor choose \"Save as\", encoding UTF-8, and type this character again";
        readable.problem(readable.text.len(), message, fix)
    })
}
