//! What answers mean, by what they are answers to.

use beeline::contract::{FieldKind, FieldRule, standard_field};
use beeline::place::{self, Country};
use beeline::routing::{Form, NumberSpan, Subject, Territories, folded, is_word};

use crate::amounts;
use crate::countries;
use crate::hours;
use crate::places::{Named, Places, World};
use crate::rules::{Refusal, refuse};
use crate::suggest::{closest, quoted};

/// What an answer about a country must be.
const A_COUNTRY: &str = "and must be a country's two capital letters (ISO 3166), \"EU\" or \"EEA\"";

/// What the other files say, that rules speak of.
pub(crate) struct Vocabulary<'a> {
    /// The forms; absent when part of their file could not be read.
    pub forms: Option<&'a [Form]>,
    /// The territories; absent when part of their file could not be read.
    pub territories: Option<&'a Territories>,
}

/// What an answer means.
pub(crate) enum Meaning {
    /// A folded word.
    Word(String),
    /// Numbers.
    Span(NumberSpan),
    /// Minutes of the week.
    Minutes(Vec<(u16, u16)>),
}

impl Meaning {
    pub(crate) fn word(self) -> Option<String> {
        if let Self::Word(word) = self { Some(word) } else { None }
    }

    pub(crate) fn span(self) -> Option<NumberSpan> {
        if let Self::Span(span) = self { Some(span) } else { None }
    }

    pub(crate) fn minutes(self) -> Option<Vec<(u16, u16)>> {
        if let Self::Minutes(minutes) = self { Some(minutes) } else { None }
    }
}

/// One answer, or the several that a word for several countries stands for.
type Meant = Result<Vec<Meaning>, Refusal>;

fn one(word: &str) -> Meant {
    Ok(vec![Meaning::Word(folded(word))])
}

impl Vocabulary<'_> {
    /// What a text means as an answer to a subject; else why it means nothing, and what to do.
    pub(crate) fn meaning(&self, subject: &Subject, text: &str) -> Meant {
        if *subject == Subject::Hours {
            return hours::week(text).map(|minutes| vec![Meaning::Minutes(minutes)]);
        }
        self.meant(subject, text).map_err(|(why, instead)| (why, in_place(&instead)))
    }

    /// The same of everything but hours; what to write instead may be nobody's to tell.
    fn meant(&self, subject: &Subject, text: &str) -> Meant {
        match subject {
            Subject::Form => self.form(text),
            Subject::Lane => one_of(text, &["hot", "standard"]),
            Subject::Country => country(text, A_COUNTRY),
            Subject::Subdivision => subdivision(text),
            Subject::Territory => self.territory(text),
            Subject::Employees => amounts::amount(text).map(|span| vec![Meaning::Span(span)]),
            Subject::Language => language(text),
            Subject::Consent(_) => yes_or_no(text),
            Subject::Field(name) => self.own(name, text),
            Subject::Enriched(name) => found(subject, name, text),
            Subject::Product | Subject::Source | Subject::Medium | Subject::Campaign | Subject::Hours => {
                free_word(text)
            }
        }
    }

    /// What a number without quotes means.
    pub(crate) fn number(&self, subject: &Subject, number: i64) -> Meant {
        self.meaning(subject, &number.to_string())
    }

    /// The names of the questions that rules can ask about.
    pub(crate) fn field_names(&self) -> impl Iterator<Item = String> {
        let rules = self.forms.unwrap_or_default().iter().flat_map(|form| form.contract.fields.iter());
        rules.filter(|rule| is_askable(rule)).map(|rule| format!("field.{}", rule.name))
    }

    /// Why rules cannot ask about a form's own field.
    pub(crate) fn field_problem(&self, name: &str) -> Option<Refusal> {
        if let Some(standard) = standard_field(name) {
            let why = "is a field that every form has, and no form's own";
            let fix = match Subject::names().find(|known| *known == standard.name) {
                Some(known) => format!("write {known} in its place"),
                None => "rules cannot ask about it".to_owned(),
            };
            return Some((why.to_owned(), fix));
        }
        let forms = self.forms?;
        let mut rules = forms.iter().filter_map(|form| form.contract.fields.get(name)).peekable();
        if rules.peek().is_none() {
            let names: Vec<String> = self.field_names().collect();
            let near = closest(&format!("field.{name}"), names.iter().map(String::as_str));
            let fix = near.map_or("give a form such a field first, in forms.toml".to_owned(), |near| {
                format!("write {near} in its place")
            });
            return Some(("is a field that no form has".to_owned(), fix));
        }
        if rules.any(is_askable) {
            return None;
        }
        let why = "is a field that people answer freely, or with several choices";
        let fix = "rules can ask about a field of type \"choice\" with one answer, \"number\" or \"boolean\"";
        Some((why.to_owned(), fix.to_owned()))
    }

    fn form(&self, text: &str) -> Meant {
        let Some(forms) = self.forms else { return one(text) };
        if forms.iter().any(|form| form.id == text) {
            return one(text);
        }
        let near = closest(text, forms.iter().map(|form| form.id.as_str()));
        refuse("and no form of forms.toml has that id", near.map_or(String::new(), quoted))
    }

    fn territory(&self, text: &str) -> Meant {
        let Some(territories) = self.territories else { return one(text) };
        if territories.names().iter().any(|name| *name == folded(text)) {
            return one(text);
        }
        let near = closest(text, territories.names().iter().map(String::as_str));
        refuse("and no line of territories.csv has that territory", near.map_or(String::new(), quoted))
    }

    fn own(&self, name: &str, text: &str) -> Meant {
        let Some(forms) = self.forms else { return one(text) };
        let rules =
            || forms.iter().filter_map(|form| form.contract.fields.get(name)).filter(|rule| is_askable(rule));
        if rules().any(|rule| rule.kind == FieldKind::Number) {
            return amounts::amount(text).map(|span| vec![Meaning::Span(span)]);
        }
        if rules().any(|rule| rule.kind == FieldKind::Boolean) {
            return yes_or_no(text);
        }
        let choices: Vec<&str> = rules().flat_map(|rule| &rule.choices).map(String::as_str).collect();
        if choices.iter().any(|choice| folded(choice) == folded(text)) {
            return kept(text);
        }
        let near = closest(text, choices.iter().copied());
        refuse("and the field has no such choice", near.map_or(String::new(), quoted))
    }
}

/// What to do about an answer.
fn in_place(instead: &str) -> String {
    match instead {
        "" => "correct it, or delete it".to_owned(),
        instead => format!("write {instead} in its place"),
    }
}

fn is_askable(rule: &FieldRule) -> bool {
    let is_of_a_kind = matches!(rule.kind, FieldKind::Choice | FieldKind::Number | FieldKind::Boolean);
    is_of_a_kind && !rule.multiple && !rule.removed && standard_field(&rule.name).is_none()
}

fn one_of(text: &str, words: &[&str]) -> Meant {
    if words.contains(&folded(text).as_str()) {
        return one(text);
    }
    let all: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    let near = closest(text, words.iter().copied()).map_or(String::new(), quoted);
    refuse(&format!("and can only be {}", all.join(" or ")), near)
}

fn yes_or_no(text: &str) -> Meant {
    match folded(text).as_str() {
        "yes" | "true" => one("yes"),
        "no" | "false" => one("no"),
        _ => refuse("and can only be \"yes\" or \"no\"", ""),
    }
}

/// A lead's own country: one, in capital or small letters.
pub(crate) fn country_of_a_lead(text: &str) -> Meant {
    match Country::from_code(&text.trim().to_ascii_uppercase()) {
        Some(country) => one(country.as_str()),
        None => country(text, "and must be two capital letters, such as DE")
            .map_err(|(why, instead)| (why, in_place(&instead))),
    }
}

fn country(text: &str, wanted: &str) -> Meant {
    let meant: Vec<Meaning> =
        countries::meant_by(text).map(|country| Meaning::Word(folded(country.as_str()))).collect();
    if !meant.is_empty() {
        return Ok(meant);
    }
    if let Named::Ambiguous(several) = World.country(text) {
        let is_part = |code: &String| code.contains('-');
        let code =
            |code| if is_part(code) { format!("subdivision = {}", quoted(code)) } else { quoted(code) };
        let has_part = several.iter().any(is_part);
        let why = if has_part { "which may be several places" } else { "which may be several countries" };
        return refuse(why, several.iter().map(code).collect::<Vec<_>>().join(" or "));
    }
    let instead = countries::one_or_several_meant(text).map_or(String::new(), |code| quoted(&code));
    refuse(wanted, instead)
}

fn subdivision(text: &str) -> Meant {
    let known = text.split_once('-').and_then(|(country, _)| {
        let country = Country::from_code(&country.to_ascii_uppercase())?;
        place::subdivision(country, text).known()
    });
    match known {
        Some(part) => one(&part.to_string()),
        None => {
            refuse("and must be a code with its country's (ISO 3166-2), such as \"US-CA\" or \"DE-BY\"", "")
        }
    }
}

fn language(text: &str) -> Meant {
    let is_code = (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_code {
        return one(text);
    }
    let primary = text.split(['-', '_']).next().filter(|primary| (2..=3).contains(&primary.len()));
    let instead = primary.map_or(String::new(), |primary| quoted(&primary.to_ascii_lowercase()));
    refuse("and must be a language's two or three letters (BCP 47), such as \"de\"", instead)
}

/// What enrichment finds out, by its name.
fn found(subject: &Subject, name: &str, text: &str) -> Meant {
    if let Some(words) = subject.words() {
        return one_of(text, &words);
    }
    match name {
        "employees" => amounts::amount(text).map(|span| vec![Meaning::Span(span)]),
        "country" => country(text, A_COUNTRY),
        "industry" => free_word(text),
        _ if amounts::is_about_numbers(text) => amounts::amount(text).map(|span| vec![Meaning::Span(span)]),
        _ => free_word(text),
    }
}

fn free_word(text: &str) -> Meant {
    if text.contains(['*', '?', '%']) {
        return refuse("and patterns are not understood: only whole words fit", "");
    }
    kept(text)
}

/// A word that is kept of a lead, so that rules can know it.
fn kept(text: &str) -> Meant {
    if is_word(text) {
        return one(text);
    }
    refuse("which is never kept of a lead: words have up to 80 bytes, no @, and fewer than 7 digits", "")
}
