//! What to ask of a lead that is tried: whatever some rule asks, and what places are made of.

use std::collections::{BTreeMap, BTreeSet};

use beeline::contract::FieldKind;
use beeline::place::Country;
use beeline::routing::{Answers, Bundle, Condition, Purpose, Subject};
use serde::Serialize;

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ask {
    /// Its name in what is said of a lead.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// How it is answered.
    pub kind: AskKind,
    /// Of a choice, what there is to choose from; of a word, what rules name.
    pub answers: Vec<Answer>,
    /// The ids of the forms that ask it; absent, if any lead may have an answer.
    pub forms: Option<Vec<String>>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AskKind {
    /// With one of the answers.
    Choice,
    /// With an ISO 3166-1 code.
    Country,
    /// With a whole number.
    Number,
    /// With any word.
    Word,
    /// With a day of the week and a time.
    Moment,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Answer {
    /// As it is said.
    pub value: String,
    /// As people read it.
    pub label: String,
}

/// The questions, in the order in which a form would ask them.
pub(crate) fn of(bundle: &Bundle) -> Vec<Ask> {
    let mut conditions: BTreeMap<&Subject, Vec<&Condition>> = BTreeMap::new();
    for condition in bundle.rules().iter().flat_map(|rule| &rule.when) {
        conditions.entry(&condition.subject).or_default().push(condition);
    }
    let mut asks = vec![forms(bundle)];
    asks.extend(places(bundle, &conditions));
    let mut others: Vec<(u8, Ask)> = conditions
        .iter()
        .filter_map(|(subject, conditions)| Some((rank(subject)?, ask(bundle, subject, conditions))))
        .collect();
    others.sort_by_key(|(rank, _)| *rank);
    asks.extend(others.into_iter().map(|(_, ask)| ask));
    asks
}

/// Where a subject stands among the others; of form, lane and place there is no question here.
const fn rank(subject: &Subject) -> Option<u8> {
    Some(match subject {
        Subject::Form | Subject::Lane | Subject::Country | Subject::Subdivision | Subject::Territory => {
            return None;
        }
        Subject::Employees => 0,
        Subject::Field(_) => 1,
        Subject::Product => 2,
        Subject::Language => 3,
        Subject::Source | Subject::Medium | Subject::Campaign => 4,
        Subject::Consent(_) => 5,
        Subject::Enriched(_) => 6,
        Subject::Hours => 7,
    })
}

fn new(name: &str, label: &str, kind: AskKind) -> Ask {
    Ask { name: name.to_owned(), label: label.to_owned(), kind, answers: Vec::new(), forms: None }
}

fn answer(value: &str, label: &str) -> Answer {
    Answer { value: value.to_owned(), label: label.to_owned() }
}

fn forms(bundle: &Bundle) -> Ask {
    let answers = bundle.forms().iter().map(|form| answer(&form.id, &form.title)).collect();
    Ask { answers, ..new("form", "Form", AskKind::Choice) }
}

/// Country, state and postal code, as far as rules or territories tell them apart; and the
/// territory itself, for whoever thinks in those.
fn places(bundle: &Bundle, conditions: &BTreeMap<&Subject, Vec<&Condition>>) -> Vec<Ask> {
    let has = |subject: Subject| conditions.contains_key(&subject);
    let has_territory = has(Subject::Territory);
    let mut asks = Vec::new();
    if has_territory || has(Subject::Country) || has(Subject::Subdivision) {
        asks.push(Ask {
            answers: countries(),
            ..new("country", &label(bundle, &Subject::Country), AskKind::Country)
        });
    }
    let mut parts: BTreeSet<String> =
        conditions.get(&Subject::Subdivision).map(|all| words(all)).unwrap_or_default();
    if has_territory {
        parts.extend(bundle.territories().subdivisions());
    }
    if !parts.is_empty() {
        let answers = parts.iter().map(|part| answer(&part.to_uppercase(), &part.to_uppercase())).collect();
        asks.push(Ask {
            answers,
            ..new("subdivision", &label(bundle, &Subject::Subdivision), AskKind::Word)
        });
    }
    if has_territory {
        asks.push(new("postal_code", "Postal code", AskKind::Word));
        let answers = bundle.territories().names().iter().map(|name| answer(name, name)).collect();
        asks.push(Ask { answers, ..new("territory", &label(bundle, &Subject::Territory), AskKind::Choice) });
    }
    asks
}

/// Every code of a country; what it is called in the reader's language is the browser's to say.
fn countries() -> Vec<Answer> {
    let letters = || 'A'..='Z';
    let codes = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    codes.filter(|code| Country::from_code(code).is_some()).map(|code| answer(&code, &code)).collect()
}

fn ask(bundle: &Bundle, subject: &Subject, conditions: &[&Condition]) -> Ask {
    let (name, label) = (subject.to_string(), label(bundle, subject));
    match subject {
        Subject::Employees => new(&name, &label, AskKind::Number),
        Subject::Hours => new(&name, &label, AskKind::Moment),
        Subject::Field(field) => own(bundle, field, new(&name, &label, AskKind::Choice)),
        Subject::Consent(_) => Ask { answers: yes_and_no(), ..new(&name, &label, AskKind::Choice) },
        Subject::Enriched(_) if conditions.iter().any(|condition| is_about_numbers(condition)) => {
            new(&name, &label, AskKind::Number)
        }
        _ => {
            let answers = words(conditions).iter().map(|word| answer(word, word)).collect();
            Ask { answers, ..new(&name, &label, AskKind::Word) }
        }
    }
}

/// What people call what a condition is about.
pub(crate) fn label(bundle: &Bundle, subject: &Subject) -> String {
    let label = match subject {
        Subject::Form => "Form",
        Subject::Lane => "Lane",
        Subject::Country => "Country",
        Subject::Subdivision => "State or province",
        Subject::Territory => "Territory",
        Subject::Employees => "Number of employees",
        Subject::Hours => "Time of the week",
        Subject::Language => "Language of the browser",
        Subject::Product => "Product of interest",
        Subject::Source => "Campaign source",
        Subject::Medium => "Campaign medium",
        Subject::Campaign => "Campaign",
        Subject::Consent(Purpose::Marketing) => "Agreed to marketing mail",
        Subject::Consent(Purpose::Sms) => "Agreed to text messages",
        Subject::Consent(Purpose::Call) => "Agreed to calls",
        Subject::Field(field) => {
            let rules = bundle.forms().iter().filter_map(|form| form.contract.fields.get(field));
            rules.filter_map(|rule| rule.label.as_deref()).next().unwrap_or(field)
        }
        Subject::Enriched(_) => return subject.to_string(),
    };
    label.to_owned()
}

/// A form's own question, as the forms that have it ask it.
fn own(bundle: &Bundle, field: &str, ask: Ask) -> Ask {
    let having: Vec<_> = bundle
        .forms()
        .iter()
        .filter_map(|form| Some((form, form.contract.fields.get(field).filter(|rule| !rule.removed)?)))
        .collect();
    let kind = having.first().map_or(FieldKind::Text, |(_, rule)| rule.kind);
    let mut answers: Vec<Answer> = Vec::new();
    for choice in having.iter().flat_map(|(_, rule)| &rule.choices) {
        if !answers.iter().any(|known| known.value == *choice) {
            answers.push(answer(choice, choice));
        }
    }
    let (kind, answers) = match kind {
        FieldKind::Number => (AskKind::Number, Vec::new()),
        FieldKind::Boolean => (AskKind::Choice, yes_and_no()),
        _ => (AskKind::Choice, answers),
    };
    let forms = having.iter().map(|(form, _)| form.id.clone()).collect();
    Ask { kind, answers, forms: Some(forms), ..ask }
}

fn yes_and_no() -> Vec<Answer> {
    vec![answer("yes", "Yes"), answer("no", "No")]
}

const fn is_about_numbers(condition: &Condition) -> bool {
    matches!(condition.answers, Answers::Within(_))
}

/// The words that conditions name.
fn words(conditions: &[&Condition]) -> BTreeSet<String> {
    let named = conditions.iter().filter_map(|condition| match &condition.answers {
        Answers::OneOf(words) | Answers::NoneOf(words) => Some(words),
        Answers::Within(_) | Answers::During(_) => None,
    });
    named.flatten().cloned().collect()
}
