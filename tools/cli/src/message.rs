//! A problem as people read it: the line, what is wrong there, and what to write instead.

use std::io::IsTerminal;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use beeline_compiler::{Problem, Severity};

/// The message, with the line that it is about.
pub fn shown(problem: &Problem, text: &str) -> String {
    let renderer = if std::io::stderr().is_terminal() { Renderer::styled() } else { Renderer::plain() };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(&problem.message);
    let help = Level::HELP.message(&problem.fix);
    let report = match span(text, problem.line, problem.column) {
        Some(span) => {
            let snippet =
                Snippet::source(text).path(&problem.file).annotation(AnnotationKind::Primary.span(span));
            title.element(snippet).element(help)
        }
        None => title.element(Level::NOTE.message(&problem.file)).element(help),
    };
    renderer.render(&[report])
}

/// A problem's weight in one word.
pub const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// The bytes of what stands at a line and column: a text in quotes, or up to the next space.
fn span(text: &str, line: usize, column: usize) -> Option<Range<usize>> {
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let written = text.get(start..)?.lines().next().unwrap_or_default();
    let skipped: usize = written.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum();
    let rest = written.get(skipped..).unwrap_or_default();
    let length = match rest.chars().next() {
        None => 0,
        Some(quote @ ('"' | '\'')) => rest.get(1..)?.find(quote).map_or(rest.len(), |end| end + 2),
        Some('[') if column == 1 => rest.trim_end().len(),
        Some(_) => rest.find([' ', ',', ']', '}', '=', ';']).filter(|end| *end > 0).unwrap_or(rest.len()),
    };
    Some(start + skipped..start + skipped + length)
}
