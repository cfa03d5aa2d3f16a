//! The conditions of a rule: what stands in its `when`.

use std::collections::BTreeMap;

use beeline::routing::{Answers, Condition, Subject, SubjectKind};

use crate::answers::{Meaning, Vocabulary};
use crate::document::{Entry, Item, Value};
use crate::problem::shown;
use crate::reader::Reader;
use crate::suggest::{closest, quoted};

/// The word for what is not known.
pub(crate) const UNKNOWN: &str = "unknown";
/// The name of a list of what must not be.
pub(crate) const NOT: &str = "not";
/// One condition may name as many answers.
const MOST_ANSWERS: usize = 1_000;

/// Reads the conditions of a rule, in the order of their subjects.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    entries: &[Entry],
    vocabulary: &Vocabulary<'_>,
) -> Vec<Condition> {
    let mut conditions = BTreeMap::new();
    let mut asked = Vec::new();
    flatten("", entries, &mut asked);
    for (name, entry) in asked {
        let Some(subject) = subject(reader, &name, entry, vocabulary) else { continue };
        let condition = Asking { reader: &mut *reader, name: &name, entry, vocabulary }.condition(subject);
        if let Some(condition) = condition {
            conditions.insert(condition.subject.clone(), condition);
        }
    }
    conditions.into_values().collect()
}

/// The names that are asked about: dots in one may stand outside quotes.
fn flatten<'a>(prefix: &str, entries: &'a [Entry], asked: &mut Vec<(String, &'a Entry)>) {
    for entry in entries {
        let name = format!("{prefix}{}", entry.key);
        match &entry.value {
            Value::Section(inner) if !is_exception(inner) => flatten(&format!("{name}."), inner, asked),
            _ => asked.push((name, entry)),
        }
    }
}

fn is_exception(inner: &[Entry]) -> bool {
    inner.iter().any(|entry| entry.key == NOT)
}

fn subject(
    reader: &mut Reader<'_>,
    name: &str,
    entry: &Entry,
    vocabulary: &Vocabulary<'_>,
) -> Option<Subject> {
    match name.parse::<Subject>() {
        Ok(Subject::Field(field)) => match vocabulary.field_problem(&field) {
            None => Some(Subject::Field(field)),
            Some((why, fix)) => {
                reader.report(entry.at, format!("{}: `{}` {why}", reader.label, shown(name)), fix);
                None
            }
        },
        Ok(subject) => Some(subject),
        Err(_) => {
            let known: Vec<String> =
                Subject::names().map(str::to_owned).chain(vocabulary.field_names()).collect();
            let near = closest(name, known.iter().map(String::as_str));
            let fix = match near {
                Some(near) => format!("write {near} in its place"),
                None => format!(
                    "rules can ask about {}, about a form's own question as field.NAME, and about what \
                     enrichment finds as enriched.NAME",
                    Subject::names().collect::<Vec<_>>().join(", ")
                ),
            };
            let message = format!("{}: nothing is known as `{}`", reader.label, shown(name));
            reader.report(entry.at, message, fix);
            None
        }
    }
}

/// One condition being read.
struct Asking<'r, 'a, 'b> {
    reader: &'r mut Reader<'a>,
    name: &'b str,
    entry: &'b Entry,
    vocabulary: &'b Vocabulary<'b>,
}

/// One answer as it is written.
enum Said<'a> {
    Text(&'a str),
    Whole(i64),
    Truth(bool),
}

impl Asking<'_, '_, '_> {
    fn condition(mut self, subject: Subject) -> Option<Condition> {
        let entry = self.entry;
        let Value::Section(inner) = &entry.value else {
            return self.wanted(subject, &entry.value, entry.value_span.start);
        };
        let is_known = |entry: &&Entry| entry.key == NOT || entry.key == UNKNOWN;
        if let Some(other) = inner.iter().find(|entry| !is_known(entry)) {
            let message = format!("`{}` stands beside `not`", shown(&other.key));
            self.complain(other.at, &message, "beside `not` only `unknown = true` may stand");
        }
        let unknown =
            inner.iter().any(|entry| entry.key == UNKNOWN && matches!(entry.value, Value::Truth(true)));
        let not = inner.iter().find(|entry| entry.key == NOT)?;
        self.excluded(subject, not, unknown)
    }

    /// `country = ["DE", "unknown"]`
    fn wanted(&mut self, subject: Subject, value: &Value, at: usize) -> Option<Condition> {
        let said = self.answers(value, at)?;
        let unknown = self.takes_unknown(&subject, &said);
        let meanings = self.meanings(&subject, &said);
        let answers = match subject.kind() {
            SubjectKind::Minutes => {
                Answers::During(union_of(meanings.into_iter().filter_map(Meaning::minutes)))
            }
            SubjectKind::Numbers => Answers::Within(meanings.into_iter().filter_map(Meaning::span).collect()),
            SubjectKind::Words => Answers::OneOf(sorted(meanings)),
            SubjectKind::Either if meanings.iter().any(|meaning| matches!(meaning, Meaning::Span(_))) => {
                Answers::Within(meanings.into_iter().filter_map(Meaning::span).collect())
            }
            SubjectKind::Either => Answers::OneOf(sorted(meanings)),
        };
        Some(Condition { subject, answers: tidy(answers), unknown })
    }

    /// `country = { not = ["DE"], unknown = true }`
    fn excluded(&mut self, subject: Subject, not: &Entry, unknown: bool) -> Option<Condition> {
        let said = self.answers(&not.value, not.value_span.start)?;
        if matches!(subject.kind(), SubjectKind::Numbers | SubjectKind::Minutes) {
            self.complain(not.at, "cannot have `not`", "write the numbers or hours that fit");
            return None;
        }
        let named: Vec<_> = said.iter().filter(|(said, _)| !is_unknown(said)).collect();
        if unknown && named.len() < said.len() {
            self.complain(not.at, "excludes `unknown` and includes it", "delete one of the two");
        }
        let said: Vec<(Said<'_>, usize)> = named.into_iter().map(|(said, at)| (said.again(), *at)).collect();
        let meanings = self.meanings(&subject, &said);
        if unknown && subject.is_always_known() {
            self.complain(not.at, "is known of every lead", "delete `unknown`");
        }
        Some(Condition { subject, answers: Answers::NoneOf(sorted(meanings)), unknown })
    }

    fn answers<'v>(&mut self, value: &'v Value, at: usize) -> Option<Vec<(Said<'v>, usize)>> {
        let one = |value: &'v Value| match value {
            Value::Text(text) => Some(Said::Text(text)),
            Value::Whole(Some(number)) => Some(Said::Whole(*number)),
            Value::Truth(truth) => Some(Said::Truth(*truth)),
            _ => None,
        };
        let items: Vec<(&Value, usize)> = match value {
            Value::List(items) => items.iter().map(|Item { span, value }| (value, span.start)).collect(),
            one => vec![(one, at)],
        };
        if items.is_empty() {
            self.complain(
                at,
                "is an empty list, which no lead fits",
                "name something, or delete the condition",
            );
            return None;
        }
        if items.len() > MOST_ANSWERS {
            let why = format!("names {} answers, and at most {MOST_ANSWERS} are read", items.len());
            self.complain(at, &why, "make a territory or two rules of it");
        }
        let mut said = Vec::new();
        for (value, at) in items.into_iter().take(MOST_ANSWERS) {
            match one(value) {
                Some(answer) => said.push((answer, at)),
                None => {
                    let fix =
                        format!("write text in quotes, or a list such as {} = [\"…\", \"…\"]", self.name);
                    self.complain(at, "has an answer that is neither text nor a whole number", &fix);
                }
            }
        }
        (!said.is_empty()).then_some(said)
    }

    fn takes_unknown(&mut self, subject: &Subject, said: &[(Said<'_>, usize)]) -> bool {
        let Some((_, at)) = said.iter().find(|(said, _)| is_unknown(said)) else { return false };
        if subject.is_always_known() {
            self.complain(*at, "is known of every lead, so \"unknown\" never fits", "delete \"unknown\"");
        }
        true
    }

    fn meanings(&mut self, subject: &Subject, said: &[(Said<'_>, usize)]) -> Vec<Meaning> {
        let mut meanings = Vec::new();
        for (said, at) in said.iter().filter(|(said, _)| !is_unknown(said)) {
            let meaning = match said {
                Said::Text(text) => self.vocabulary.meaning(subject, text),
                Said::Whole(number) => self.vocabulary.number(subject, *number),
                Said::Truth(truth) => self.vocabulary.meaning(subject, if *truth { "yes" } else { "no" }),
            };
            match meaning {
                Ok(found) => meanings.extend(found),
                Err((why, fix)) => {
                    let written = match said {
                        Said::Text(text) => quoted(text),
                        Said::Whole(number) => number.to_string(),
                        Said::Truth(truth) => truth.to_string(),
                    };
                    let message =
                        format!("{}: in `{}` stands {written}, {why}", self.reader.label, self.name);
                    self.reader.report(*at, message, fix);
                }
            }
        }
        meanings
    }

    fn complain(&mut self, at: usize, what: &str, fix: &str) {
        let message = format!("{}: `{}` {what}", self.reader.label, self.name);
        self.reader.report(at, message, fix);
    }
}

impl Said<'_> {
    const fn again(&self) -> Said<'_> {
        match self {
            Self::Text(text) => Said::Text(text),
            Self::Whole(number) => Said::Whole(*number),
            Self::Truth(truth) => Said::Truth(*truth),
        }
    }
}

fn is_unknown(said: &Said<'_>) -> bool {
    matches!(said, Said::Text(text) if text.trim().eq_ignore_ascii_case(UNKNOWN))
}

fn sorted(meanings: Vec<Meaning>) -> Vec<String> {
    let mut words: Vec<String> = meanings.into_iter().filter_map(Meaning::word).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Minutes of several spans, each once.
fn union_of(spans: impl Iterator<Item = Vec<(u16, u16)>>) -> Vec<(u16, u16)> {
    let mut all: Vec<(u16, u16)> = spans.flatten().collect();
    all.sort_unstable();
    let mut merged: Vec<(u16, u16)> = Vec::new();
    for (from, to) in all {
        match merged.last_mut().filter(|(_, last)| from <= *last) {
            Some((_, last)) => *last = to.max(*last),
            None => merged.push((from, to)),
        }
    }
    merged
}

/// Spans in order, those that touch made one.
fn tidy(answers: Answers) -> Answers {
    let Answers::Within(mut spans) = answers else { return answers };
    spans.sort_unstable();
    let mut merged: Vec<beeline::routing::NumberSpan> = Vec::new();
    for span in spans {
        let touches =
            |last: &beeline::routing::NumberSpan| last.to.is_none_or(|to| span.from <= to.saturating_add(1));
        match merged.last_mut().filter(|last| touches(last)) {
            Some(last) => last.to = last.to.zip(span.to).map(|(one, other)| one.max(other)),
            None => merged.push(span),
        }
    }
    Answers::Within(merged)
}
