//! What separates the cells of a file.

use super::cell::Position;
use super::cursor::Cursor;
use super::findings::Findings;

/// What spreadsheets put between cells: the list separator of the country, or a tab.
pub(super) const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// How a file is written.
pub(super) struct Dialect {
    pub(super) separator: char,
    /// Lines before the rows: a `sep=;`, by which Excel is told the separator.
    pub(super) skipped_lines: usize,
}

/// A separator by name, for messages.
pub(super) const fn name(separator: char) -> &'static str {
    match separator {
        ',' => "comma",
        ';' => "semicolon",
        _ => "tab",
    }
}

/// Finds the separator: the one that the header has most of, or the one that `sep=` names if
/// the header has none.
pub(super) fn detect(text: &str, findings: &mut Findings) -> Dialect {
    let mut cursor = Cursor::new(text);
    let said = Cursor::new(text).skip_line();
    let said = declaration(said).map(|declared| known(declared, findings));
    let skipped_lines = usize::from(said.is_some());
    cursor = cursor.behind(skipped_lines);
    let seen = in_header(cursor);
    let most = seen.iter().rev().max_by_key(|seen| seen.count).filter(|seen| seen.count > 0);
    let separator = most.map(|seen| seen.separator).or(said.flatten()).unwrap_or(',');
    if let Some(said) = said.flatten().filter(|said| *said != separator) {
        let (said, found) = (name(said), name(separator));
        let message = format!("this line names the {said} as separator, and the header has a {found}");
        findings.error(Position::START, message, format!("delete the line, or write sep={separator}"));
    }
    for other in seen.iter().filter(|seen| seen.count > 0 && seen.separator != separator) {
        let (usual, other_name) = (name(separator), name(other.separator));
        let message = format!("the header is separated by {usual}s, and here by a {other_name}");
        findings.error(
            other.first,
            message,
            format!("put a {usual} here: one kind of separator in the whole file"),
        );
    }
    Dialect { separator, skipped_lines }
}

/// What a line `sep=;` says.
fn declaration(line: &str) -> Option<&str> {
    let line = line.trim_matches([' ', '"']);
    let (word, declared) = line.split_at_checked(4)?;
    word.eq_ignore_ascii_case("sep=").then_some(declared)
}

fn known(declared: &str, findings: &mut Findings) -> Option<char> {
    let found = declared.chars().next().filter(|first| SEPARATORS.contains(first));
    if found.is_none() {
        let message = "this line names a separator other than comma, semicolon or tab";
        findings.error(Position::START, message, "delete the line, and separate the cells by commas");
    }
    found
}

struct Seen {
    separator: char,
    count: usize,
    /// Where it stands for the first time.
    first: Position,
}

/// How often the header has each separator, outside of quotation marks.
fn in_header(mut cursor: Cursor<'_>) -> Vec<Seen> {
    let mut ahead = cursor.clone();
    while !ahead.is_at_end() && is_no_header(ahead.skip_line()) {
        cursor = ahead.clone();
    }
    let mut seen: Vec<Seen> =
        SEPARATORS.map(|separator| Seen { separator, count: 0, first: Position::START }).into();
    let mut is_quoted = false;
    while !cursor.is_at_line_end() {
        let at = cursor.at;
        let Some(character) = cursor.bump() else { break };
        is_quoted ^= character == '"';
        if let Some(seen) = seen.iter_mut().find(|seen| seen.separator == character && !is_quoted) {
            seen.first = if seen.count == 0 { at } else { seen.first };
            seen.count += 1;
        }
    }
    seen
}

fn is_no_header(line: &str) -> bool {
    let blank = |character: char| character.is_whitespace() || SEPARATORS.contains(&character);
    let line = line.trim_start();
    line.starts_with('#') || line.starts_with("\"#") || line.chars().all(|it| blank(it) || it == '"')
}
