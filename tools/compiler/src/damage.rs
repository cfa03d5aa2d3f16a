//! Lines that are not TOML: explains them, and blanks them so that the rest can be read.
//!
//! The parser stops at some mistakes and runs on past others, so one pass would not find
//! them all; with every line it refused blanked it is asked again.

use std::ops::Range;

use toml::de::DeTable;

use crate::page::Source;
use crate::problem::Problem;
use crate::syntax;

/// Two or three passes are usual; a file that needs more than this is not looked into.
const MOST_PASSES: usize = 12;

/// A mistake as `toml` reports it. Its message chooses our words, and is never shown.
pub(crate) struct Fault {
    pub span: Range<usize>,
    message: String,
}

impl Fault {
    /// Everything `toml` says about a text that begins at `base`.
    pub(crate) fn all(errors: &[toml::de::Error], base: usize) -> Vec<Self> {
        let fault = |error: &toml::de::Error| {
            let span = error.span().unwrap_or(0..0);
            Self { span: base + span.start..base + span.end, message: error.message().to_owned() }
        };
        errors.iter().map(fault).collect()
    }

    /// A name that is used twice: TOML all the same, and readable.
    pub(crate) fn is_repetition(&self) -> bool {
        self.message.starts_with("duplicate key")
    }
}

/// The part of a file that can be read.
pub(crate) struct Legible {
    /// As long as the file, so that offsets hold.
    pub text: String,
    /// Something was blanked.
    pub damaged: bool,
    /// Nobody can tell which heading a setting belongs to.
    pub headings_lost: bool,
}

/// Reports every line that is not TOML, and blanks it.
pub(crate) fn legible(source: &Source<'_>, problems: &mut Vec<Problem>) -> Legible {
    let mut rest = Legible { text: source.text.to_owned(), damaged: false, headings_lost: false };
    for _ in 0..MOST_PASSES {
        let mistakes = mistakes(&rest.text);
        if mistakes.is_empty() {
            return rest;
        }
        rest.damaged = true;
        for mistake in mistakes {
            let (message, fix) = syntax::explain(line_of(source.text, mistake.at).1, &mistake.message);
            problems.push(source.problem(mistake.at, message, fix));
            rest.headings_lost |= mistake.in_heading;
            blank(&mut rest.text, &mistake.lines);
        }
    }
    rest.headings_lost = true;
    rest
}

struct Mistake {
    at: usize,
    /// The bytes of the lines it spoils.
    lines: Range<usize>,
    in_heading: bool,
    message: String,
}

/// The mistakes of one pass, one a line.
fn mistakes(text: &str) -> Vec<Mistake> {
    let (_, errors) = DeTable::parse_recoverable(text);
    let faults = Fault::all(&errors, 0).into_iter().filter(|fault| !fault.is_repetition());
    let mut mistakes: Vec<Mistake> = faults.map(|fault| locate(text, fault)).collect();
    mistakes.sort_by_key(|mistake| mistake.at);
    mistakes.dedup_by_key(|mistake| mistake.lines.start);
    // After something that is left open, whatever follows was read as part of it.
    let open = mistakes.iter().position(|mistake| syntax::leaves_open(&mistake.message));
    mistakes.truncate(open.map_or(mistakes.len(), |open| open + 1));
    mistakes
}

/// Finds where a mistake was made, which need not be where the parser noticed.
fn locate(text: &str, fault: Fault) -> Mistake {
    let noticed = fault.span.start;
    let at = opening(text, &fault).unwrap_or_else(|| last_written(text, noticed));
    let (start, line) = line_of(text, at);
    let (last_start, last_line) = line_of(text, noticed.max(at));
    let spoils_more = syntax::leaves_list_open(&fault.message);
    let end = if spoils_more { last_start + last_line.len() } else { start + line.len() };
    let in_heading = line.trim_start().starts_with('[');
    Mistake { at, lines: start..end, in_heading, message: fault.message }
}

/// Where that which is never closed was opened.
fn opening(text: &str, fault: &Fault) -> Option<usize> {
    let before = text.get(..fault.span.start)?;
    if syntax::leaves_text_open(&fault.message) {
        return before.rfind("\"\"\"").max(before.rfind("'''"));
    }
    if !syntax::leaves_list_open(&fault.message) {
        return None;
    }
    let (start, line) = line_of(text, fault.span.start);
    let mut lines = text.get(..start + line.len())?.split_inclusive('\n').rev();
    let mut end = start + line.len();
    lines.find_map(|line| {
        end -= line.len();
        let (name, value) = line.split_once('=')?;
        let indent = value.len() - value.trim_start().len();
        value.trim_start().starts_with(['[', '{']).then_some(end + name.len() + 1 + indent)
    })
}

/// The end of the last line with anything on it, when a mistake is only noticed after it.
fn last_written(text: &str, noticed: usize) -> usize {
    let (_, line) = line_of(text, noticed);
    match text.get(..noticed) {
        Some(before) if line.trim().is_empty() => before.trim_end().len(),
        _ => noticed,
    }
}

fn blank(text: &mut String, lines: &Range<usize>) {
    let Some(spoiled) = text.get(lines.clone()) else {
        return;
    };
    let spaces: String = spoiled.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(lines.clone(), &spaces);
}

/// Where the line of a byte begins, and its text.
pub(crate) fn line_of(text: &str, at: usize) -> (usize, &str) {
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let line = text.get(start..).and_then(|rest| rest.split('\n').next());
    (start, line.unwrap_or_default())
}
