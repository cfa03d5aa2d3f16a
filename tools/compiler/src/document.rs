//! TOML with positions, read as far as it goes.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::cases;
use crate::damage::{self, Fault, Legible, line_of};
use crate::page::Source;
use crate::problem::{Problem, shown};
use crate::score;
use crate::table;

/// A key and its value.
pub(crate) struct Entry {
    pub key: String,
    /// Where the key stands; for a section, in its heading.
    pub at: usize,
    /// Where the value stands; for a section, its heading.
    pub value_span: Range<usize>,
    pub value: Value,
}

impl Entry {
    /// What stands in a section; nothing for anything else.
    pub(crate) fn inner(&self) -> &[Entry] {
        match &self.value {
            Value::Section(inner) => inner,
            _ => &[],
        }
    }

    pub(crate) fn is_section(&self) -> bool {
        matches!(self.value, Value::Section(_))
    }
}

/// What a key is set to.
pub(crate) enum Value {
    Text(String),
    /// Absent when it is beyond any limit.
    Whole(Option<i64>),
    Fraction,
    Truth(bool),
    Moment,
    List(Vec<Item>),
    Section(Vec<Entry>),
}

/// One thing in a list.
pub(crate) struct Item {
    pub span: Range<usize>,
    pub value: Value,
}

/// What stands in a file.
pub(crate) struct Document {
    /// In file order. A name comes twice when the file has it twice.
    pub entries: Vec<Entry>,
    /// Something could not be read, so what is not here may still have been meant.
    pub damaged: bool,
}

impl Document {
    /// For a file of which nothing can be read.
    pub(crate) fn unreadable() -> Self {
        Self { entries: Vec::new(), damaged: true }
    }
}

/// Reads a file. The parser merges a section that comes twice into one, so the text is cut
/// at a repeated heading, and both sections are checked.
pub(crate) fn parse(source: &Source<'_>, problems: &mut Vec<Problem>) -> Document {
    let Legible { text, damaged, headings_lost } = damage::legible(source, problems);
    if headings_lost {
        return Document::unreadable();
    }
    let mut repeated = repeated_headings(&text);
    let mut entries = Vec::new();
    for piece in pieces(&text, &repeated) {
        let (table, errors) = DeTable::parse_recoverable(text.get(piece.clone()).unwrap_or_default());
        entries.extend(convert(table.get_ref(), piece.start));
        repeated.extend(Fault::all(&errors, piece.start).into_iter().map(|fault| fault.span));
    }
    let repeated = repeated.iter().filter(|span| !is_of_a_list(source.text, span));
    problems.extend(repeated.map(|span| repetition(source, &entries, span)));
    Document { entries, damaged }
}

/// The names, in headings, that the file has already used.
fn repeated_headings(text: &str) -> Vec<Range<usize>> {
    let (_, errors) = DeTable::parse_recoverable(text);
    let spans = Fault::all(&errors, 0).into_iter().map(|fault| fault.span);
    let mut headings: Vec<_> = spans.filter(|span| is_in_heading(text, span)).collect();
    headings.sort_by_key(|span| span.start);
    headings.dedup_by_key(|span| line_of(text, span.start).0);
    headings
}

fn is_in_heading(text: &str, span: &Range<usize>) -> bool {
    let (start, _) = line_of(text, span.start);
    let before = text.get(start..span.start).unwrap_or_default();
    before.trim_start().starts_with('[') && !before.contains(['=', '{', ','])
}

/// Whether it is the heading of an entry of a list, such as `[rule]`: there may be many, and that
/// its brackets are too few is said by whoever reads the list.
fn is_of_a_list(text: &str, span: &Range<usize>) -> bool {
    let (_, line) = line_of(text, span.start);
    let heading = line.trim().trim_matches(['[', ']']).trim();
    is_in_heading(text, span) && [table::WORD, score::WORD, cases::WORD].contains(&heading)
}

/// The text from one cut to the next; a cut falls on the beginning of its line.
fn pieces(text: &str, cuts: &[Range<usize>]) -> Vec<Range<usize>> {
    let starts = cuts.iter().map(|cut| line_of(text, cut.start).0);
    let starts: Vec<usize> = std::iter::once(0).chain(starts).collect();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(text.len()));
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

fn convert(table: &DeTable<'_>, base: usize) -> Vec<Entry> {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let span = value.span();
        Entry {
            key: String::from(AsRef::<str>::as_ref(key.get_ref())),
            at: base + key.span().start,
            value_span: base + span.start..base + span.end,
            value: convert_value(value.get_ref(), base),
        }
    };
    let mut entries: Vec<Entry> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.at);
    entries
}

fn convert_value(value: &DeValue<'_>, base: usize) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(number) => Value::Whole(i64::from_str_radix(number.as_str(), number.radix()).ok()),
        DeValue::Float(_) => Value::Fraction,
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(_) => Value::Moment,
        DeValue::Array(items) => Value::List(items.iter().map(|item| convert_item(item, base)).collect()),
        DeValue::Table(table) => Value::Section(convert(table, base)),
    }
}

fn convert_item(item: &toml::Spanned<DeValue<'_>>, base: usize) -> Item {
    let span = item.span();
    Item { span: base + span.start..base + span.end, value: convert_value(item.get_ref(), base) }
}

fn repetition(source: &Source<'_>, entries: &[Entry], span: &Range<usize>) -> Problem {
    let name = source.text.get(span.clone()).unwrap_or_default().trim_matches(['"', '\'']);
    let earlier = nearest_before(entries, name, span.start);
    let in_heading = is_in_heading(source.text, span);
    let same_heading = || earlier_heading(source.text, span.start).filter(|_| in_heading);
    let first = same_heading().or_else(|| earlier.as_ref()?.last().map(|entry| entry.at));
    let first = first.map_or(String::new(), |at| format!(", first on line {}", source.line(at)));
    let (what, fix) = if in_heading {
        let heading = format!("the heading `{}`", shown(line_of(source.text, span.start).1.trim()));
        (heading, "give one of the two another id, or put their lines under one heading")
    } else {
        let owner = match earlier.as_deref() {
            Some([kind, id, _, ..]) => format!("{} `{}`: ", shown(&kind.key), shown(&id.key)),
            _ => String::new(),
        };
        (format!("{owner}`{}`", shown(name)), "keep one of the two lines and delete the other")
    };
    source.problem(span.start, format!("{what} is written twice{first}"), fix)
}

/// Where the line of a heading stood before, letter by letter.
fn earlier_heading(text: &str, at: usize) -> Option<usize> {
    let (start, heading) = line_of(text, at);
    let mut before = text.get(..start)?.split_inclusive('\n').rev();
    let mut end = start;
    before.find_map(|line| {
        end -= line.len();
        (line.trim() == heading.trim()).then_some(end)
    })
}

/// The way to the last earlier use of a name: that is the one it collides with.
fn nearest_before<'a>(entries: &'a [Entry], name: &str, before: usize) -> Option<Vec<&'a Entry>> {
    let uses = entries.iter().filter(|entry| entry.at < before).filter_map(|entry| {
        let inside = nearest_before(entry.inner(), name, before);
        let here = (entry.key == name).then(Vec::new);
        inside.or(here).map(|mut path| {
            path.insert(0, entry);
            path
        })
    });
    uses.max_by_key(|path| path.last().map(|entry| entry.at))
}
