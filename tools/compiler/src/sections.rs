//! The sections of a file: what stands above the headings, and the entries below them.

use std::collections::BTreeSet;

use crate::document::{Entry, Item, Value};
use crate::page::{Page, Source};
use crate::problem::{Problem, shown};
use crate::reader::{Field, Reader};
use crate::rules::Refusal;

/// Entries with a heading of their own: `[form.demo]`.
pub(crate) struct Kind {
    /// The first word of the heading.
    pub word: &'static str,
    /// What may stand under it.
    pub fields: &'static [Field],
    /// What the second word must look like.
    pub id: fn(&str) -> Result<(), Refusal>,
}

/// A file may have this many entries of one kind.
const MOST_ENTRIES: usize = 200;

/// Reads what stands above the headings of a file. `lists` are read apart, by [`listed`].
pub(crate) fn top<'a>(
    page: &'a mut Page<'_>,
    fields: &'static [Field],
    headings: Option<&Kind>,
    lists: &[&str],
) -> Reader<'a> {
    let Page { source, document, problems } = page;
    let headings = headings.map(|kind| kind.word);
    let file = source.file.rsplit('/').next().unwrap_or_default();
    let reader = Reader {
        label: format!("`{file}`"),
        heading: None,
        entries: document
            .entries
            .iter()
            .filter(|entry| Some(entry.key.as_str()) != headings && !lists.contains(&entry.key.as_str()))
            .collect(),
        headings,
        misspelled: Vec::new(),
        damaged: document.damaged,
        at: 0,
        source,
        problems,
        fields,
    };
    reader.refuse_unknown()
}

/// Reads every entry of a kind, in file order.
pub(crate) fn each<T>(
    page: &mut Page<'_>,
    kind: &Kind,
    mut read: impl FnMut(&str, Reader<'_>) -> T,
) -> Vec<T> {
    let Page { source, document, problems } = page;
    let found = headed(source, &document.entries, kind, problems);
    if let Some((entry, _)) = found.get(MOST_ENTRIES) {
        let message =
            format!("there are {} {}s, and at most {MOST_ENTRIES} are read", found.len(), kind.word);
        problems.push(source.problem(entry.at, message, format!("delete {}s that nobody uses", kind.word)));
    }
    let mut ids = BTreeSet::new();
    let mut all = Vec::new();
    for (entry, settings) in found.into_iter().take(MOST_ENTRIES) {
        let (word, id) = (kind.word, shown(&entry.key));
        // A heading below this one was written twice: the rest stands where it was written first.
        let continued = !ids.insert(&entry.key) && settings.iter().all(Entry::is_section);
        if let Err((why, instead)) = (kind.id)(&entry.key) {
            let message = format!("{word} `{id}`: {why}");
            problems.push(source.problem(entry.at, message, format!("write [{word}.{instead}]")));
        }
        let reader = Reader {
            label: format!("{word} `{id}`"),
            heading: Some(format!("{word}.{id}")),
            entries: settings.iter().collect(),
            headings: None,
            misspelled: Vec::new(),
            damaged: document.damaged || continued,
            at: entry.value_span.start,
            fields: kind.fields,
            source,
            problems: &mut *problems,
        };
        all.push(read(&entry.key, reader.refuse_unknown()));
    }
    all
}

/// Reads every entry of a list of sections, `[[rule]]`, in file order.
pub(crate) fn listed<T>(
    page: &mut Page<'_>,
    word: &'static str,
    most: usize,
    fields: &'static [Field],
    mut read: impl FnMut(Reader<'_>) -> T,
) -> Vec<T> {
    let Page { source, document, problems } = page;
    let mut all = Vec::new();
    for entry in document.entries.iter().filter(|entry| entry.key == word) {
        let items = items(source, entry, most, problems);
        for (place, item) in items.iter().take(most).enumerate() {
            let Value::Section(settings) = &item.value else {
                let message = format!("{word} {}: this is not a section", place + 1);
                problems.push(source.problem(
                    item.span.start,
                    message,
                    format!("write [[{word}]], and its settings below"),
                ));
                continue;
            };
            let reader = Reader {
                label: format!("{word} {}", place + 1),
                heading: Some(format!("[{word}]")),
                entries: settings.iter().collect(),
                headings: None,
                misspelled: Vec::new(),
                damaged: document.damaged,
                at: item.span.start,
                fields,
                source,
                problems: &mut *problems,
            };
            all.push(read(reader.refuse_unknown()));
        }
    }
    all
}

/// The entries of a list, of which some more than `most` may be there.
fn items<'a>(source: &Source<'_>, entry: &'a Entry, most: usize, problems: &mut Vec<Problem>) -> &'a [Item] {
    let word = entry.key.as_str();
    let Value::List(items) = &entry.value else {
        let message = format!("`{word}` here is one, and there may be many");
        let fix = format!("write [[{word}]] with two brackets on each side");
        problems.push(source.problem(entry.at, message, fix));
        return &[];
    };
    if items.len() > most {
        let message = format!("there are {} {word}s, and at most {most} are read", items.len());
        problems.push(source.problem(entry.at, message, format!("delete {word}s that nobody needs")));
    }
    items
}

/// The entries of a kind; what is not under a heading of its own is a problem.
fn headed<'a>(
    source: &Source<'_>,
    entries: &'a [Entry],
    kind: &Kind,
    problems: &mut Vec<Problem>,
) -> Vec<(&'a Entry, &'a [Entry])> {
    let word = kind.word;
    let fix =
        format!("give each {word} a heading with its id, such as [{word}.an-id], and its settings below");
    let mut found = Vec::new();
    for entry in entries.iter().filter(|entry| entry.key == word) {
        let Value::Section(inner) = &entry.value else {
            let message =
                format!("`{word}` here belongs to no id, so Beeline cannot tell which {word} it is");
            problems.push(source.problem(entry.at, message, fix.as_str()));
            continue;
        };
        let mut bare = None;
        for child in inner {
            match &child.value {
                Value::Section(settings) => found.push((child, settings.as_slice())),
                _ => bare = bare.or(Some(child)),
            }
        }
        if let Some(child) = bare {
            let message = format!("`{}` stands under [{word}], which names no {word}", shown(&child.key));
            problems.push(source.problem(child.at, message, fix.as_str()));
        }
    }
    found.sort_by_key(|(entry, _)| entry.at);
    found
}
