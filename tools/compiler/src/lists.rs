//! Takes lists out of a section, and names of somebody's own choice.

use crate::document::{Entry, Item, Value};
use crate::problem::shown;
use crate::reader::{Field, Reader, instead_of};
use crate::rules::Refusal;
use crate::suggest::quoted;

/// A name of somebody's own choice, and the text that it is set to.
pub(crate) struct Pair {
    pub key: String,
    pub text: String,
    at: usize,
    text_at: usize,
}

impl Reader<'_> {
    /// A list of texts that a rule allows, none twice, at most so many.
    pub(crate) fn texts(
        &mut self,
        name: &'static str,
        most: usize,
        rule: impl Fn(&str) -> Result<(), Refusal>,
    ) -> Vec<String> {
        self.placed_texts(name, most, rule).into_iter().map(|(text, _)| text).collect()
    }

    /// The same, each with where it stands.
    pub(crate) fn placed_texts(
        &mut self,
        name: &'static str,
        most: usize,
        rule: impl Fn(&str) -> Result<(), Refusal>,
    ) -> Vec<(String, usize)> {
        let Some((field, entry)) = self.find(name) else { return Vec::new() };
        let Value::List(items) = &entry.value else {
            let fix = match &entry.value {
                Value::Text(text) => format!("write {name} = [{}]", quoted(text)),
                _ => instead_of(name, "", field.example),
            };
            self.wrong_type(entry, "a list", fix);
            return Vec::new();
        };
        if items.len() > most {
            let why = format!("and has {} entries: at most {most} are read", items.len());
            self.wrong_value(entry, &why, "delete what nobody needs".to_owned());
        }
        let mut texts: Vec<(String, usize)> = Vec::new();
        for item in items.iter().take(most) {
            match entry_text(item, &texts, &rule) {
                Ok(text) => texts.push((text, item.span.start)),
                Err((what, instead)) => {
                    let fix = match instead.as_str() {
                        "" => format!("delete it, or write something like {name} = {}", field.example),
                        instead => format!("write {instead} in its place"),
                    };
                    self.report(item.span.start, format!("{}: in `{name}` stands {what}", self.label), fix);
                }
            }
        }
        texts
    }

    /// Whether a setting is a list with nothing in it.
    pub(crate) fn is_empty_list(&self, name: &str) -> bool {
        let empty = |entry: &&Entry| matches!(&entry.value, Value::List(items) if items.is_empty());
        self.entries.iter().any(|entry| entry.key == name && empty(entry))
    }

    /// Names of somebody's own choice and the texts they are set to: dots in a name may
    /// stand outside quotes.
    pub(crate) fn pairs(&mut self, name: &'static str) -> Vec<Pair> {
        let Some((field, entry)) = self.find(name) else { return Vec::new() };
        let Some(inner) = self.settings(entry) else { return Vec::new() };
        let mut pairs = Vec::new();
        self.flatten("", inner, field, &mut pairs);
        let mut once: Vec<Pair> = Vec::new();
        for pair in pairs {
            if once.iter().any(|known| known.key == pair.key) {
                self.wrong_key(name, &pair, "stands there twice", "keep one of the two and delete the other");
            } else {
                once.push(pair);
            }
        }
        once
    }

    fn flatten(&mut self, prefix: &str, entries: &[Entry], field: &Field, pairs: &mut Vec<Pair>) {
        for entry in entries {
            let key = format!("{prefix}{}", entry.key);
            match &entry.value {
                Value::Section(inner) => self.flatten(&format!("{key}."), inner, field, pairs),
                Value::Text(text) => {
                    pairs.push(Pair {
                        key,
                        text: text.clone(),
                        at: entry.at,
                        text_at: entry.value_span.start,
                    });
                }
                _ => {
                    let written = self.source.written(entry);
                    let message = format!(
                        "{}: in `{}`, `{}` is {written}, and must be text in quotes",
                        self.label,
                        field.name,
                        shown(&key)
                    );
                    let fix = format!("write something like {}", field.example);
                    self.report(entry.value_span.start, message, fix);
                }
            }
        }
    }

    /// Says what is wrong with the name of a pair.
    pub(crate) fn wrong_key(&mut self, name: &str, pair: &Pair, why: &str, fix: impl Into<String>) {
        let message = format!("{}: in `{name}`, `{}` {why}", self.label, shown(&pair.key));
        self.report(pair.at, message, fix);
    }

    /// Says what is wrong with the text of a pair.
    pub(crate) fn wrong_text(&mut self, name: &str, pair: &Pair, why: &str, fix: impl Into<String>) {
        let key = shown(&pair.key);
        let message = format!("{}: in `{name}`, `{key}` is {}, {why}", self.label, quoted(&pair.text));
        self.report(pair.text_at, message, fix);
    }
}

/// The text of one entry of a list, if the rule allows it and the list does not have it yet.
fn entry_text(
    item: &Item,
    known: &[(String, usize)],
    rule: impl Fn(&str) -> Result<(), Refusal>,
) -> Result<String, Refusal> {
    let Value::Text(text) = &item.value else {
        return Err(("something that is not text in quotes".to_owned(), String::new()));
    };
    rule(text).map_err(|(why, instead)| (format!("{}, {why}", quoted(text)), instead))?;
    if known.iter().any(|(known, _)| known.eq_ignore_ascii_case(text)) {
        return Err((format!("{} twice", quoted(text)), String::new()));
    }
    Ok(text.clone())
}
