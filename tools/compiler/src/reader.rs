//! Takes settings out of a section, one by one, and says what is wrong with each.
//!
//! A wrong or missing setting yields an empty value: once there is a problem nothing is
//! built, so no such value gets anywhere.

use std::ops::RangeInclusive;

use crate::document::{Entry, Value};
use crate::page::{Page, Source};
use crate::problem::{Problem, shown};
use crate::rules::Refusal;
use crate::suggest;
use crate::{forms, teams};

/// A setting that a section may have.
pub(crate) struct Field {
    /// As it is written.
    pub name: &'static str,
    /// Whether a section must have it.
    pub required: bool,
    /// A value as it may be written.
    pub example: &'static str,
}

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

/// A section being read.
pub(crate) struct Reader<'a> {
    source: &'a Source<'a>,
    problems: &'a mut Vec<Problem>,
    /// How messages begin: "form `demo`".
    label: String,
    /// Where a missing line goes: "under [form.demo]".
    place: String,
    fields: &'static [Field],
    /// The first word of the headings that may follow: only at the top of a file.
    headings: Option<&'static str>,
    entries: Vec<&'a Entry>,
    /// Settings that are there, but misspelled: reported once, not as missing as well.
    misspelled: Vec<&'static str>,
    at: usize,
    /// What is absent may be on a line that could not be read.
    damaged: bool,
}

/// Reads what stands above the headings of a file.
pub(crate) fn top<'a>(page: &'a mut Page<'_>, fields: &'static [Field], headings: &Kind) -> Reader<'a> {
    let Page { source, document, problems } = page;
    let file = source.file.rsplit('/').next().unwrap_or_default();
    let reader = Reader {
        label: format!("`{file}`"),
        place: "at the top of the file, above the first heading".to_owned(),
        entries: document.entries.iter().filter(|entry| entry.key != headings.word).collect(),
        headings: Some(headings.word),
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
    let mut all = Vec::new();
    for (entry, settings) in found.into_iter().take(MOST_ENTRIES) {
        let (word, id) = (kind.word, shown(&entry.key));
        if let Err((why, instead)) = (kind.id)(&entry.key) {
            let message = format!("{word} `{id}`: {why}");
            problems.push(source.problem(entry.at, message, format!("write [{word}.{instead}]")));
        }
        let reader = Reader {
            label: format!("{word} `{id}`"),
            place: format!("under [{word}.{id}]"),
            entries: settings.iter().collect(),
            headings: None,
            misspelled: Vec::new(),
            damaged: document.damaged,
            at: entry.value_span.start,
            fields: kind.fields,
            source,
            problems: &mut *problems,
        };
        all.push(read(&entry.key, reader.refuse_unknown()));
    }
    all
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

impl<'a> Reader<'a> {
    /// Whether a setting is written, rightly or wrongly.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == name)
    }

    /// Text that a rule allows; nothing when it is absent or wrong.
    pub(crate) fn text(
        &mut self,
        name: &'static str,
        rule: impl Fn(&str) -> Result<(), Refusal>,
    ) -> Option<String> {
        let (field, entry) = self.find(name)?;
        let Value::Text(text) = &entry.value else {
            let fix = format!("write it in quotes, such as {name} = {}", field.example);
            self.wrong_type(entry, "text in quotes", fix);
            return None;
        };
        let Err((why, instead)) = rule(text) else {
            return Some(text.clone());
        };
        let fix = match instead.as_str() {
            "" => format!("write something like {name} = {}", field.example),
            instead => format!("{name} = {instead}"),
        };
        self.wrong_value(entry, &why, fix);
        None
    }

    /// A whole number within limits; 0 when it is absent or wrong.
    pub(crate) fn whole(&mut self, name: &'static str, limits: RangeInclusive<u32>, longest: &str) -> u32 {
        let Some((field, entry)) = self.find(name) else {
            return 0;
        };
        let number = match &entry.value {
            Value::Whole(number) => *number,
            other => {
                let digits = match other {
                    Value::Text(text) if text.trim().parse::<u32>().is_ok() => text.trim(),
                    _ => field.example,
                };
                let fix = format!("write digits without quotes: {name} = {digits}");
                self.wrong_type(entry, "a whole number", fix);
                return 0;
            }
        };
        match number.and_then(|number| u32::try_from(number).ok()).filter(|number| limits.contains(number)) {
            Some(number) => number,
            None => {
                let why = format!("and must be from {} to {} ({longest})", limits.start(), limits.end());
                self.wrong_value(entry, &why, format!("write something like {name} = {}", field.example));
                0
            }
        }
    }

    fn find(&mut self, name: &'static str) -> Option<(&'static Field, &'a Entry)> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        let entry = self.entries.iter().find(|entry| entry.key == name).copied();
        if entry.is_none() && field.required && !self.damaged && !self.misspelled.contains(&name) {
            let fix = format!("add a line {}, such as {name} = {}", self.place, field.example);
            self.report(self.at, format!("{} has no `{name}`", self.label), fix);
        }
        entry.map(|entry| (field, entry))
    }

    fn wrong_type(&mut self, entry: &Entry, wanted: &str, fix: String) {
        let written = self.source.written(entry);
        let message = format!("{}: `{}` is {written}, and must be {wanted}", self.label, entry.key);
        self.report(entry.value_span.start, message, fix);
    }

    fn wrong_value(&mut self, entry: &Entry, why: &str, fix: String) {
        let written = self.source.written(entry);
        let message = format!("{}: `{}` is {written}, {why}", self.label, entry.key);
        self.report(entry.value_span.start, message, fix);
    }

    fn report(&mut self, at: usize, message: String, fix: String) {
        self.problems.push(self.source.problem(at, message, fix));
    }

    fn refuse_unknown(mut self) -> Self {
        let is_known = |entry: &&Entry| self.fields.iter().any(|field| field.name == entry.key);
        let (known, unknown): (Vec<&Entry>, Vec<&Entry>) = self.entries.iter().copied().partition(is_known);
        self.entries = known;
        for entry in unknown {
            let kind = if entry.is_section() { "section" } else { "setting" };
            let message = format!("{} has no {kind} `{}`", self.label, shown(&entry.key));
            let fix = self.instead_of(entry);
            self.report(entry.at, message, fix);
        }
        self
    }

    /// What to do about something unknown.
    fn instead_of(&mut self, entry: &Entry) -> String {
        if self.headings.is_none() && [forms::KIND.word, teams::KIND.word].contains(&entry.key.as_str()) {
            return "write the name of the setting alone: the heading above says the rest".to_owned();
        }
        if let Some(home) = home(entry) {
            return format!("move it {home}");
        }
        let names = self.fields.iter().map(|field| field.name);
        if let Some(near) = suggest::closest(&entry.key, names.clone().chain(self.headings)) {
            self.misspelled.push(near);
            return format!("did you mean `{near}`? Otherwise delete it");
        }
        match self.headings {
            Some(word) if entry.is_section() => {
                format!("did you mean [{word}.{}]? Otherwise delete it", suggest::slug(&entry.key))
            }
            _ => format!("delete it; {} can have {}", self.label, names.collect::<Vec<_>>().join(", ")),
        }
    }
}

/// Where something that is known, but not here, belongs.
fn home(entry: &Entry) -> Option<&'static str> {
    let one_of = |fields: &[Field]| fields.iter().any(|field| field.name == entry.key);
    match entry.key.as_str() {
        "fallback" => Some("to the top of routing.toml, above the first heading"),
        "form" if entry.is_section() => Some("to forms.toml, under a heading of its own"),
        "team" if entry.is_section() => Some("to routing.toml, under a heading of its own"),
        _ if one_of(forms::KIND.fields) => Some("under a heading [form.…] in forms.toml"),
        _ if one_of(teams::KIND.fields) => Some("under a heading [team.…] in routing.toml"),
        _ => None,
    }
}
