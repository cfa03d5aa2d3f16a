//! The files of a configuration, before anything is known about them.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use beeline::routing::BundleError;

use crate::problem::{Failure, Problem, Severity, shown};
use crate::suggest;

/// What leads may come through.
pub(crate) const FORMS: &str = "forms.toml";
/// Who gets them.
pub(crate) const ROUTING: &str = "routing.toml";

/// Which places belong together.
pub(crate) const TERRITORIES: &str = "territories.csv";
/// Which reps are in which team, and when they work.
pub(crate) const ROSTER: &str = "roster.csv";
/// On which days they do not.
pub(crate) const HOLIDAYS: &str = "holidays.csv";
/// What leaves for a CRM.
pub(crate) const DESTINATIONS: &str = "destinations.toml";
/// What a lead's points are for.
pub const SCORE: &str = "score.toml";
/// Example leads, and where they must go.
pub const TESTS: &str = "tests.toml";

/// Every file the compiler reads, in the order in which problems are told.
const KNOWN: [&str; 8] = [FORMS, ROUTING, TERRITORIES, ROSTER, HOLIDAYS, DESTINATIONS, SCORE, TESTS];

/// A file may be this large: 10,000 rules of 400 bytes, or 20,000 lines of a table of 200.
pub(crate) const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Named contents: from a folder, or from memory as a test or an editor has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    folder: String,
    files: Vec<(String, Vec<u8>)>,
}

impl Default for Files {
    fn default() -> Self {
        Self { folder: "routing-config".to_owned(), files: Vec::new() }
    }
}

impl Files {
    /// No file yet, in a folder called `routing-config`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces the one of that name.
    #[must_use]
    pub fn with(mut self, name: &str, contents: impl Into<Vec<u8>>) -> Self {
        self.files.retain(|(known, _)| known != name);
        self.files.push((name.to_owned(), contents.into()));
        self.files.sort();
        self
    }

    /// Reads a folder's `.toml` and `.csv` files; anything else in it is not configuration.
    pub fn read(folder: &Path) -> Result<Self, Failure> {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let mut files = Self { folder: name.unwrap_or(Self::default().folder), files: Vec::new() };
        let cannot_list =
            |error| Failure::inaccessible(format!("cannot read the folder {}", files.folder), &error);
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).map_err(cannot_list)? {
            names.push(entry.map_err(cannot_list)?.file_name().to_string_lossy().into_owned());
        }
        for name in names.iter().filter(|name| is_configuration(name)) {
            let contents = read_capped(&folder.join(name));
            let contents = contents.map_err(|error| {
                Failure::inaccessible(format!("cannot read {}", files.shown(name)), &error)
            })?;
            files = files.with(name, contents);
        }
        Ok(files)
    }

    /// Each file's name and contents, in order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(name, contents)| (name.as_str(), contents.as_slice()))
    }

    /// The name of a file in messages.
    pub(crate) fn shown(&self, name: &str) -> String {
        format!("{}/{}", self.folder, shown(name))
    }

    /// The place of a file, by its name in messages, in the order in which problems are told.
    pub(crate) fn place(&self, shown: &str) -> usize {
        KNOWN.iter().position(|name| self.shown(name) == shown).unwrap_or(KNOWN.len())
    }

    pub(crate) fn contents(&self, name: &str) -> Option<&[u8]> {
        self.files.iter().find(|(known, _)| known == name).map(|(_, contents)| contents.as_slice())
    }

    /// Files nobody reads: a misspelled name must not silently switch a file off.
    pub(crate) fn strangers(&self) -> Vec<Problem> {
        let strangers = self.files.iter().filter(|(name, _)| !KNOWN.contains(&name.as_str()));
        strangers
            .map(|(name, _)| {
                let fix = match suggest::closest(name, KNOWN) {
                    Some(known) => format!("rename it to `{known}`, or delete it"),
                    None => format!("delete it, or move its lines to one of {}", KNOWN.join(", ")),
                };
                let message = format!("`{}` is not a file that Beeline reads", shown(name));
                Problem {
                    severity: Severity::Error,
                    file: self.shown(name),
                    line: 1,
                    column: 1,
                    message,
                    fix,
                }
            })
            .collect()
    }

    /// The domain refuses what was checked here: the two disagree, which is ours to mend.
    pub(crate) fn refused_by_domain(&self, error: &BundleError) -> Problem {
        Problem {
            severity: Severity::Error,
            file: self.shown(ROUTING),
            line: 1,
            column: 1,
            message: format!("Beeline refused files that passed every check ({error})"),
            fix: "nothing you wrote: show this message to an engineer".to_owned(),
        }
    }
}

/// The paths a build depends on.
pub(crate) fn known_paths(folder: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    KNOWN.into_iter().map(move |name| folder.join(name))
}

fn is_configuration(name: &str) -> bool {
    !name.starts_with('.') && (name.ends_with(".toml") || name.ends_with(".csv"))
}

/// One byte more than allowed is enough to see that a file is too large.
fn read_capped(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut contents = Vec::new();
    File::open(path)?.take(MOST_BYTES as u64 + 1).read_to_end(&mut contents)?;
    Ok(contents)
}
