//! A lead as a test has it: names and answers as people write them.

use std::collections::BTreeSet;

use beeline::place::{self, Country};
use beeline::routing::{Alternative, Bundle, Facts, Known, Place, Subject, folded, is_word, told_apart};

use crate::analysis::column::Atom;
use crate::calendar_text::printed_minute;
use crate::example;

/// Languages, the most spoken first.
const LANGUAGES: [&str; 8] = ["en", "es", "fr", "de", "pt", "it", "ja", "pl"];

/// A lead, what it says, and what rules can know of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Lead {
    /// In order: what is said first decides what can be said after it.
    said: Vec<(Subject, String)>,
    pub facts: Facts,
}

impl Lead {
    /// A lead of which these answers are true; none if a test cannot say one of them.
    pub(super) fn of(bundle: &Bundle, answers: Atom) -> Option<Self> {
        let spelling = Spelling { bundle, answers: &answers };
        let mut said = Vec::new();
        for (subject, answer) in &answers {
            // A form has its lane, and what is not known is not said.
            if *subject != Subject::Lane && *answer != Alternative::Unknown {
                said.push((subject.clone(), spelling.spelled(subject, answer)?));
            }
        }
        let lead = Self::saying(bundle, said)?;
        let is_so = |(subject, answer): &(Subject, Alternative)| match answer {
            Alternative::AnyOtherWord => matches!(lead.facts.known(subject), Known::Word(_)),
            answer => lead.facts.known(subject) == answer.known(),
        };
        answers.iter().all(is_so).then_some(lead)
    }

    fn saying(bundle: &Bundle, said: Vec<(Subject, String)>) -> Option<Self> {
        let pairs: Vec<(String, &str)> =
            said.iter().map(|(subject, value)| (subject.to_string(), value.as_str())).collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let facts = example::lead(bundle, &pairs).ok()?;
        Some(Self { said, facts })
    }

    /// What it says anything about.
    pub(super) fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.said.iter().map(|(subject, _)| subject)
    }

    /// The same lead with another answer.
    pub(super) fn with(&self, bundle: &Bundle, subject: &Subject, answer: &Alternative) -> Option<Self> {
        let mut said = self.said.clone();
        let value = match answer {
            Alternative::Unknown => return self.without(bundle, subject),
            answer => Spelling { bundle, answers: &Vec::new() }.spelled(subject, answer)?,
        };
        match said.iter_mut().find(|(asked, _)| asked == subject) {
            Some((_, known)) => *known = value,
            None => said.push((subject.clone(), value)),
        }
        Self::saying(bundle, said)
    }

    /// The same lead without an answer; without the country, its parts are not known either.
    pub(super) fn without(&self, bundle: &Bundle, subject: &Subject) -> Option<Self> {
        let follows = |said: &Subject| {
            said == subject || *subject == Subject::Country && Place::SUBJECTS.contains(said)
        };
        let said = self.said.iter().filter(|(said, _)| !follows(said)).cloned().collect();
        Self::saying(bundle, said)
    }

    /// `form=demo employees=20`.
    pub(super) fn in_words(&self) -> String {
        let said = self.said.iter().map(|(subject, value)| format!("{subject}={value}"));
        said.collect::<Vec<_>>().join(" ")
    }

    /// Names and values as TOML has them.
    pub(super) fn written(&self) -> Vec<(String, String)> {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let said = self.said.iter().map(|(subject, value)| {
            let name = subject.to_string();
            let is_number = matches!(self.facts.known(subject), Known::Number(_));
            let name = if name.contains('.') { quoted(&name) } else { name };
            (name, if is_number { value.clone() } else { quoted(value) })
        });
        said.collect()
    }
}

/// Puts answers into words.
struct Spelling<'a> {
    bundle: &'a Bundle,
    /// Everything that is to be true of the lead.
    answers: &'a Atom,
}

impl Spelling<'_> {
    fn spelled(&self, subject: &Subject, answer: &Alternative) -> Option<String> {
        if *answer == Alternative::AnyOtherWord {
            return self.other(subject);
        }
        Some(match answer.known() {
            Known::Nothing => return None,
            Known::Number(number) => number.to_string(),
            Known::Minute(minute) => printed_minute(minute),
            Known::Word(word) if subject.is_country() || *subject == Subject::Subdivision => {
                word.to_uppercase()
            }
            Known::Word(word) => match subject {
                Subject::Field(name) => self.choices(name).find(|choice| folded(choice) == word)?,
                _ => word.to_owned(),
            },
        })
    }

    /// A word that no rule and no line names.
    fn other(&self, subject: &Subject) -> Option<String> {
        let apart = told_apart(subject, self.bundle.rules());
        let is_new = |word: &str| !apart.contains(&Alternative::Word(folded(word)));
        match subject {
            Subject::Country => self.country(),
            Subject::Subdivision => self.subdivision(),
            Subject::Enriched(_) if subject.is_country() => countries().find(|code| is_new(code)),
            Subject::Language => LANGUAGES.into_iter().map(str::to_owned).find(|word| is_new(word)),
            Subject::Field(name) => self.choices(name).find(|choice| is_word(choice) && is_new(choice)),
            _ => {
                let numbered = (2..10_000).map(|number| format!("something else {number}"));
                std::iter::once("something else".to_owned()).chain(numbered).find(|word| is_new(word))
            }
        }
    }

    fn country(&self) -> Option<String> {
        let places = beeline::routing::places(self.bundle);
        let named: BTreeSet<&Alternative> = places.iter().map(|place| &place.country).collect();
        countries().find(|code| !named.contains(&Alternative::Word(folded(code))))
    }

    /// Another part of the country that is spoken of.
    fn subdivision(&self) -> Option<String> {
        let (_, country) = self.answers.iter().find(|(subject, _)| *subject == Subject::Country)?;
        let country = match (country, country.known()) {
            (Alternative::AnyOtherWord, _) => self.country()?,
            (_, Known::Word(country)) => country.to_ascii_uppercase(),
            _ => return None,
        };
        let country = Country::from_code(&country)?;
        let places = beeline::routing::places(self.bundle);
        let named: BTreeSet<&Alternative> = places.iter().map(|place| &place.subdivision).collect();
        let signs = || ('A'..='Z').chain('0'..='9');
        let one = signs().map(|sign| sign.to_string());
        let two = signs().flat_map(|first| signs().map(move |second| format!("{first}{second}")));
        let codes = two.chain(one).map(|local| format!("{country}-{local}"));
        let is_new = |code: &String| !named.contains(&Alternative::Word(folded(code)));
        codes.filter(is_new).find(|code| place::subdivision(country, code).known().is_some())
    }

    /// The choices of the form's own question, as the form spells them.
    fn choices(&self, name: &str) -> impl Iterator<Item = String> {
        let form = self.answers.iter().find_map(|(subject, answer)| match answer.known() {
            Known::Word(id) if *subject == Subject::Form => self.bundle.form(id),
            _ => None,
        });
        let rule = form.and_then(|form| form.contract.fields.get(name));
        let truths = ["yes", "no"].map(str::to_owned);
        rule.map(|rule| rule.choices.clone()).unwrap_or_default().into_iter().chain(truths)
    }
}

/// Every country's code, the last of the alphabet first.
fn countries() -> impl Iterator<Item = String> {
    let letters = || ('A'..='Z').rev();
    let codes = letters().flat_map(move |first| letters().map(move |second| format!("{first}{second}")));
    codes.filter(|code| Country::from_code(code).is_some())
}
