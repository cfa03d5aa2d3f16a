//! The list `fields` of a destination: what leaves, and what it is called there.

use std::collections::BTreeMap;

use beeline::destination::{Entry as Mapped, Field as Ours, OnRepeat};

use super::ours;
use crate::document::{Entry, Item, Value};
use crate::problem::shown;
use crate::reader::{Field, Reader};
use crate::rules::{self, Refusal, refuse};

/// A list as it may be written.
pub(super) const EXAMPLE: &str = "[{ from = \"email\", to = \"email\" }]";

/// What an entry may have.
pub(super) const FIELDS: &[Field] = &[
    Field::required("from", "\"email\""),
    Field::required("to", "\"email\""),
    Field::optional("on_repeat", "\"fill_blank\""),
    Field::optional("otherwise", "\"Unknown\""),
    Field::optional("max_chars", "255"),
];

/// The same where nobody can tell what stands there before a re-attempt.
pub(super) const FIELDS_UNSEEN: &[Field] = &[
    Field::required("from", "\"email\""),
    Field::required("to", "\"email\""),
    Field::optional("otherwise", "\"Unknown\""),
    Field::optional("max_chars", "255"),
];

/// What a re-attempt does to a field that has something in it.
pub(super) const ON_REPEAT: [(&str, OnRepeat); 2] =
    [("fill_blank", OnRepeat::FillBlank), ("overwrite", OnRepeat::Overwrite)];

/// A destination may get this many fields.
const MOST_FIELDS: usize = 200;
/// The longest text field of Salesforce's, which has the longest of all.
const MOST_CHARS: i64 = 131_072;

/// A field that leaves, and where it stands.
pub(super) struct Leaving {
    /// How messages about it begin: "hubspot, field `email`".
    pub label: String,
    pub entry: Mapped,
    /// Where the entry begins.
    pub at: usize,
    /// Where its `to` stands.
    pub to_at: usize,
}

/// Reads the list, each entry with where it stands.
pub(super) fn read(section: &mut Reader<'_>, settings: &'static [Field]) -> Vec<Leaving> {
    let Some((_, entry)) = section.find("fields") else { return Vec::new() };
    let Value::List(items) = &entry.value else {
        section.wrong_type(
            entry,
            "a list",
            format!("write fields = {EXAMPLE}, with an entry for each field"),
        );
        return Vec::new();
    };
    if items.len() > MOST_FIELDS {
        let why = format!("and has {} entries: at most {MOST_FIELDS} are read", items.len());
        section.wrong_value(entry, &why, "delete what nobody needs there".to_owned());
    }
    let numbered = items.iter().take(MOST_FIELDS).enumerate();
    let all: Vec<Leaving> =
        numbered.filter_map(|(place, item)| one(section, place, item, settings)).collect();
    twice(section, &all);
    all
}

/// One entry.
fn one(section: &mut Reader<'_>, place: usize, item: &Item, settings: &'static [Field]) -> Option<Leaving> {
    let Value::Section(inner) = &item.value else {
        let message = format!("{}: in `fields` stands something that is no entry", section.label);
        section.report(item.span.start, message, "write { from = \"email\", to = \"email\" }");
        return None;
    };
    let mut reader = of_entry(section, place, item, inner, settings);
    let from = from(&mut reader);
    let to_at = reader.entries.iter().find(|entry| entry.key == "to").map(|entry| entry.value_span.start);
    let max_chars = reader.number("max_chars", 1..=MOST_CHARS, "the longest text that any CRM takes");
    let entry = Mapped {
        from,
        to: needed(&mut reader, "to", theirs).unwrap_or_default(),
        on_repeat: reader.word("on_repeat", &ON_REPEAT),
        otherwise: reader.text("otherwise", rules::label),
        max_chars: max_chars.and_then(|most| usize::try_from(most).ok()),
    };
    Some(Leaving { label: reader.label, entry, at: item.span.start, to_at: to_at.unwrap_or(item.span.start) })
}

/// A reader of what stands in an entry of the list; messages call it by its `from`.
fn of_entry<'b>(
    section: &'b mut Reader<'_>,
    place: usize,
    item: &'b Item,
    inner: &'b [Entry],
    settings: &'static [Field],
) -> Reader<'b> {
    let named = inner.iter().find(|entry| entry.key == "from").map(|entry| &entry.value);
    let name = match named {
        Some(Value::Text(from)) => format!("`{}`", shown(from)),
        _ => (place + 1).to_string(),
    };
    let reader = Reader {
        source: section.source,
        label: format!("{}, field {name}", section.label),
        heading: Some(format!("{}.fields", section.label)),
        problems: &mut *section.problems,
        headings: None,
        fields: settings,
        entries: inner.iter().collect(),
        misspelled: Vec::new(),
        at: item.span.start,
        damaged: section.damaged,
    };
    reader.refuse_unknown()
}

/// The field of ours. A wrong name stands in as what was most likely meant, so that this is not
/// called missing as well.
fn from(reader: &mut Reader<'_>) -> Ours {
    let written = reader.entries.iter().find(|entry| entry.key == "from").map(|entry| &entry.value);
    let meant = match written {
        Some(Value::Text(text)) => ours::meant(text),
        _ => None,
    };
    needed(reader, "from", ours::is_known);
    meant.unwrap_or(Ours::Extra(String::new()))
}

/// A text without which an entry is none.
fn needed(
    reader: &mut Reader<'_>,
    name: &'static str,
    rule: impl Fn(&str) -> Result<(), Refusal>,
) -> Option<String> {
    if reader.is_without(name) {
        let message = format!("{} has no `{name}`", reader.label);
        reader.report(
            reader.at,
            message,
            "write { from = \"email\", to = \"email\" }: ours first, then theirs",
        );
    }
    if reader.has(name) { reader.text(name, rule) } else { None }
}

/// Their name; what it must look like is for each vendor to say.
fn theirs(name: &str) -> Result<(), Refusal> {
    if name.trim().is_empty() { refuse("and must name a field there", "") } else { Ok(()) }
}

/// No two entries write the same field.
fn twice(section: &mut Reader<'_>, all: &[Leaving]) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for Leaving { label, entry, to_at, .. } in all.iter().filter(|leaving| !leaving.entry.to.is_empty()) {
        let line = section.source.line(*to_at);
        if let Some(earlier) = first.get(&entry.to.to_lowercase()) {
            let message = format!(
                "{label}: `to` is {}, and line {earlier} writes that field already",
                crate::suggest::quoted(&entry.to)
            );
            section.report(*to_at, message, "keep one of the two and delete the other");
        } else {
            first.insert(entry.to.to_lowercase(), line);
        }
    }
}
