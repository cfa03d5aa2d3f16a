//! Takes settings out of a section, one by one, and says what is wrong with each.
//!
//! A wrong or missing setting yields an empty value: once there is a problem nothing is
//! built, so no such value gets anywhere.

use std::ops::RangeInclusive;

use crate::document::{Entry, Value};
use crate::home;
use crate::page::Source;
use crate::problem::{Problem, shown};
use crate::rules::{self, Refusal};

/// A setting that a section may have.
pub(crate) struct Field {
    /// As it is written.
    pub name: &'static str,
    /// Whether a section must have it.
    pub required: bool,
    /// A value as it may be written; of a section, a line that it may have.
    pub example: &'static str,
}

impl Field {
    /// One that may be left out.
    pub(crate) const fn optional(name: &'static str, example: &'static str) -> Self {
        Self { name, required: false, example }
    }

    /// One that must be there.
    pub(crate) const fn required(name: &'static str, example: &'static str) -> Self {
        Self { name, required: true, example }
    }
}

/// A section being read.
pub(crate) struct Reader<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) problems: &'a mut Vec<Problem>,
    /// How messages begin: "form `demo`".
    pub(crate) label: String,
    /// What stands in its heading: "form.demo"; nothing at the top of a file.
    pub(crate) heading: Option<String>,
    /// The first word of the headings that may follow: only at the top of a file.
    pub(crate) headings: Option<&'static str>,
    pub(crate) fields: &'static [Field],
    pub(crate) entries: Vec<&'a Entry>,
    /// Settings that are there, but misspelled: reported once, not as missing as well.
    pub(crate) misspelled: Vec<&'static str>,
    /// Where a missing setting is told.
    pub(crate) at: usize,
    /// What is absent may be somewhere else, or on a line that could not be read.
    pub(crate) damaged: bool,
}

impl<'a> Reader<'a> {
    /// Whether a setting is written, rightly or wrongly.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == name)
    }

    /// Whether a setting is not written, nor on a line that could not be read.
    pub(crate) fn is_without(&self, name: &str) -> bool {
        !self.has(name) && !self.damaged && !self.misspelled.contains(&name)
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
        match rule(text) {
            Ok(()) => Some(text.clone()),
            Err((why, instead)) => {
                self.wrong_value(entry, &why, instead_of(name, &instead, field.example));
                None
            }
        }
    }

    /// One of a few words, and what it stands for.
    pub(crate) fn word<T: Copy>(&mut self, name: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let allowed = || words.iter().map(|(word, _)| *word);
        let written = self.text(name, |text| rules::one_of(name, text, &allowed().collect::<Vec<_>>()))?;
        words.iter().find(|(word, _)| *word == written).map(|(_, meaning)| *meaning)
    }

    /// A whole number within limits; 0 when it is absent or wrong.
    pub(crate) fn whole(&mut self, name: &'static str, limits: RangeInclusive<u32>, longest: &str) -> u32 {
        let limits = i64::from(*limits.start())..=i64::from(*limits.end());
        let number = self.number(name, limits, longest);
        number.and_then(|number| u32::try_from(number).ok()).unwrap_or_default()
    }

    /// A whole number within limits, of which `remark` says more.
    pub(crate) fn number(
        &mut self,
        name: &'static str,
        limits: RangeInclusive<i64>,
        remark: &str,
    ) -> Option<i64> {
        let (field, entry) = self.find(name)?;
        let number = match &entry.value {
            Value::Whole(number) => *number,
            other => {
                let digits = match other {
                    Value::Text(text) if text.trim().parse::<u32>().is_ok() => text.trim(),
                    _ => field.example,
                };
                let fix = format!("write digits without quotes: {name} = {digits}");
                self.wrong_type(entry, "a whole number", fix);
                return None;
            }
        };
        let within = number.filter(|number| limits.contains(number));
        if within.is_none() {
            let why = format!("and must be from {} to {} ({remark})", limits.start(), limits.end());
            self.wrong_value(entry, &why, instead_of(name, "", field.example));
        }
        within
    }

    /// Yes or no.
    pub(crate) fn truth(&mut self, name: &'static str) -> Option<bool> {
        let (_, entry) = self.find(name)?;
        if let Value::Truth(truth) = entry.value {
            return Some(truth);
        }
        let said = match &entry.value {
            Value::Text(text) => text.trim().to_ascii_lowercase(),
            _ => String::new(),
        };
        let meant = if ["no", "off", "false"].contains(&said.as_str()) { "false" } else { "true" };
        self.wrong_type(entry, "true or false", format!("write it without quotes: {name} = {meant}"));
        None
    }

    /// A section inside this one.
    pub(crate) fn section(&mut self, name: &'static str, fields: &'static [Field]) -> Option<Reader<'_>> {
        let (_, entry) = self.find(name)?;
        let inner = self.settings(entry)?;
        let label = format!("{}, {name}", self.label);
        Some(self.inside(name, label, fields, entry, inner.iter().collect()))
    }

    /// Says what is wrong with a setting that was read; nothing when it is not written.
    pub(crate) fn refuse(&mut self, name: &str, why: &str, fix: impl Into<String>) {
        if let Some(entry) = self.entries.iter().find(|entry| entry.key == name).copied() {
            self.wrong_value(entry, why, fix.into());
        }
    }

    /// Says that a setting is missing, where that follows from another.
    pub(crate) fn lacks(&mut self, name: &str, example: &str) {
        if self.is_without(name) {
            let fix = format!("add a line {}, such as {name} = {example}", self.place());
            self.report(self.at, format!("{} has no `{name}`", self.label), fix);
        }
    }

    /// A reader of what stands in one of this one's sections.
    pub(crate) fn inside<'b>(
        &'b mut self,
        name: &str,
        label: String,
        fields: &'static [Field],
        entry: &'b Entry,
        entries: Vec<&'b Entry>,
    ) -> Reader<'b> {
        let heading = Some(self.heading_of(&shown(name)));
        let reader = Reader {
            source: self.source,
            problems: &mut *self.problems,
            label,
            heading,
            headings: None,
            fields,
            entries,
            misspelled: Vec::new(),
            at: entry.value_span.start,
            damaged: self.damaged,
        };
        reader.refuse_unknown()
    }

    pub(crate) fn find(&mut self, name: &'static str) -> Option<(&'static Field, &'a Entry)> {
        let field = self.fields.iter().find(|field| field.name == name)?;
        let entry = self.entries.iter().find(|entry| entry.key == name).copied();
        if entry.is_none() && field.required {
            self.lacks(name, field.example);
        }
        entry.map(|entry| (field, entry))
    }

    /// What stands in a setting that must be a section.
    pub(crate) fn settings(&mut self, entry: &'a Entry) -> Option<&'a [Entry]> {
        if let Value::Section(inner) = &entry.value {
            return Some(inner);
        }
        let heading = self.heading_of(&entry.key);
        let fix = format!("give it a heading [{heading}], and write its settings below");
        self.wrong_type(entry, "a section", fix);
        None
    }

    /// What stands in the heading of a section inside this one.
    fn heading_of(&self, name: &str) -> String {
        self.heading.as_ref().map_or_else(|| name.to_owned(), |heading| format!("{heading}.{name}"))
    }

    /// Where a missing line goes.
    fn place(&self) -> String {
        match &self.heading {
            Some(heading) => format!("under [{heading}]"),
            None => "at the top of the file, above the first heading".to_owned(),
        }
    }

    pub(crate) fn wrong_type(&mut self, entry: &Entry, wanted: &str, fix: String) {
        let written = self.source.written(entry);
        let message = format!("{}: `{}` is {written}, and must be {wanted}", self.label, entry.key);
        self.report(entry.value_span.start, message, fix);
    }

    pub(crate) fn wrong_value(&mut self, entry: &Entry, why: &str, fix: String) {
        let written = self.source.written(entry);
        let message = format!("{}: `{}` is {written}, {why}", self.label, entry.key);
        self.report(entry.value_span.start, message, fix);
    }

    pub(crate) fn report(&mut self, at: usize, message: String, fix: impl Into<String>) {
        self.problems.push(self.source.problem(at, message, fix));
    }

    pub(crate) fn refuse_unknown(mut self) -> Self {
        let is_known = |entry: &&Entry| self.fields.iter().any(|field| field.name == entry.key);
        let (known, unknown): (Vec<&Entry>, Vec<&Entry>) = self.entries.iter().copied().partition(is_known);
        self.entries = known;
        for entry in unknown {
            let written = self.source.text.get(entry.value_span.clone()).unwrap_or_default();
            let has_heading = entry.is_section() && !written.starts_with('{');
            let kind = if has_heading { "section" } else { "setting" };
            let message = format!("{} has no {kind} `{}`", self.label, shown(&entry.key));
            let fix = home::instead_of(&mut self, entry);
            self.report(entry.at, message, fix);
        }
        self
    }
}

/// What to write, or something like it.
pub(crate) fn instead_of(name: &str, instead: &str, example: &str) -> String {
    match instead {
        "" => format!("write something like {name} = {example}"),
        instead => format!("{name} = {instead}"),
    }
}
