//! What is wrong, where, and what to write instead, in the words of the people who edit.

use std::fmt;
use std::io::{self, ErrorKind};

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Good to know; nothing needs to be done.
    Note,
    /// It works, and is probably not what was meant.
    Warning,
    /// Nothing is built.
    Error,
}

/// One mistake in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// Folder and name, as in `routing-config/forms.toml`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Character of the line, from 1.
    pub column: usize,
    /// What is wrong, naming the entry.
    pub message: String,
    /// What to write instead.
    pub fix: String,
}

impl Problem {
    /// The code in brackets that a remark about rules ends with: `R001`.
    pub fn code(&self) -> Option<&str> {
        let (_, code) = self.message.strip_suffix(']')?.rsplit_once(" [")?;
        (code.len() == 4 && code.starts_with('R')).then_some(code)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, file, line, column, message, fix } = self;
        let kind = match severity {
            Severity::Note => "note: ",
            Severity::Warning => "warning: ",
            Severity::Error => "",
        };
        write!(formatter, "{file}:{line}:{column}: {kind}{message}\n  fix: {fix}")
    }
}

/// Why there is no bundle. `Display` is the whole message for the person who ran the build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The files say something wrong.
    Problems(Vec<Problem>),
    /// A file or folder cannot be read or written.
    Inaccessible {
        /// Which one, and what was to be done with it.
        what: String,
        /// What stands in the way.
        reason: String,
    },
}

impl Failure {
    /// The last line of a message: how many problems there are.
    pub fn summary(problems: &[Problem]) -> String {
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        let plural = if errors == 1 { "" } else { "s" };
        format!("{errors} problem{plural}; nothing was built")
    }

    pub(crate) fn inaccessible(what: impl Into<String>, error: &io::Error) -> Self {
        let reason = match error.kind() {
            ErrorKind::NotFound => "it is not there".to_owned(),
            ErrorKind::PermissionDenied => "this account may not".to_owned(),
            kind => kind.to_string(),
        };
        Self::Inaccessible { what: what.into(), reason }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problems(problems) => {
                for problem in problems {
                    writeln!(formatter, "{problem}")?;
                }
                formatter.write_str(&Self::summary(problems))
            }
            Self::Inaccessible { what, reason } => write!(formatter, "{what}: {reason}"),
        }
    }
}

impl std::error::Error for Failure {}

/// Text from a file as a message may show it: one line, of bearable length.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text.chars().take(LONGEST).flat_map(visible).collect();
    if text.chars().count() > LONGEST {
        shown.push('…');
    }
    shown
}

fn visible(character: char) -> Vec<char> {
    match character {
        character if character.is_control() => character.escape_default().collect(),
        character => vec![character],
    }
}
