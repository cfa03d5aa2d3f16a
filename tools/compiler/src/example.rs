//! An example lead, made of what somebody says of it.

use beeline::place::{self, Country};
use beeline::routing::{Bundle, Fact, Facts, Form, Purpose, Subject, Territories, folded};

use crate::answers::{Meaning, Vocabulary, country_of_a_lead};
use crate::hours;
use crate::rules::Refusal;
use crate::suggest::{closest, quoted};

/// What a lead can say besides what rules ask about.
pub(crate) const POSTAL_CODE: &str = "postal_code";

/// A lead being made.
pub(crate) struct Example<'a> {
    forms: &'a [Form],
    territories: &'a Territories,
    facts: Facts,
    postal_code: Option<String>,
}

/// A lead of which this is said, in pairs of name and answer, or everything that is wrong with
/// it, in sentences.
pub fn lead(bundle: &Bundle, said: &[(&str, &str)]) -> Result<Facts, Vec<String>> {
    let mut example = Example::new(bundle.forms(), bundle.territories());
    let mut wrong: Vec<String> = Vec::new();
    for (name, text) in said {
        if let Err((why, fix)) = example.learn(name, text) {
            wrong.push(format!("`{name}` {why}: {fix}"));
        }
    }
    match example.facts() {
        Ok(facts) if wrong.is_empty() => Ok(facts),
        Ok(_) => Err(wrong),
        Err((why, fix)) => {
            wrong.push(format!("the lead {why}: {fix}"));
            Err(wrong)
        }
    }
}

impl<'a> Example<'a> {
    /// A lead of which nothing is known.
    pub(crate) fn new(forms: &'a [Form], territories: &'a Territories) -> Self {
        Self { forms, territories, facts: Facts::default(), postal_code: None }
    }

    /// Takes one thing that is said of it, or says why not and what to do.
    pub(crate) fn learn(&mut self, name: &str, text: &str) -> Result<(), Refusal> {
        if name == POSTAL_CODE {
            self.postal_code = Some(text.to_owned());
            return Ok(());
        }
        let Ok(subject) = name.parse::<Subject>() else {
            let near = closest(name, Subject::names().chain([POSTAL_CODE]));
            let fix = near
                .map_or("a lead has what rules can ask about, and postal_code".to_owned(), |near| {
                    format!("write {near} in its place")
                });
            return Err(("is nothing that is known of a lead".to_owned(), fix));
        };
        if text.eq_ignore_ascii_case(crate::conditions::UNKNOWN) {
            return Ok(());
        }
        let vocabulary = Vocabulary { forms: Some(self.forms), territories: Some(self.territories) };
        if let Subject::Field(field) = &subject
            && let Some((why, fix)) = vocabulary.field_problem(field)
        {
            return Err((why, fix));
        }
        let meant = match subject {
            Subject::Hours => {
                hours::moment(text).map(|minute| vec![Meaning::Minutes(vec![(minute, minute)])])
            }
            Subject::Country => country_of_a_lead(text),
            _ => vocabulary.meaning(&subject, text),
        };
        let mut meant = meant.map_err(|(why, fix)| (format!("is {}, {why}", quoted(text)), fix))?;
        let only = meant.pop().filter(|_| meant.is_empty());
        if only.is_some_and(|meaning| set(&mut self.facts, &subject, meaning)) {
            return Ok(());
        }
        Err((format!("is {}, which is not one answer", quoted(text)), "name one".to_owned()))
    }

    /// What rules can know of it.
    pub(crate) fn facts(self) -> Result<Facts, Refusal> {
        let mut facts = self.facts;
        let Some(form) = self.forms.iter().find(|form| form.id == facts.form) else {
            let fix = "say which form it comes through, such as form = \"demo\"";
            return Err(("comes through no form".to_owned(), fix.to_owned()));
        };
        facts.lane = form.lane;
        let country =
            facts.country.as_deref().and_then(|code| Country::from_code(&code.to_ascii_uppercase()));
        let postal = self.postal_code.zip(country);
        facts.postal_area = postal.map(|(code, country)| place::postal::comparable(country.as_str(), &code));
        if facts.territory.is_none() {
            let place = [&facts.country, &facts.subdivision, &facts.postal_area].map(Option::as_deref);
            let [country, subdivision, postal_area] = place;
            facts.territory = self.territories.of(country, subdivision, postal_area).map(str::to_owned);
        }
        Ok(facts)
    }
}

/// Whether an answer is one that the subject can have.
fn set(facts: &mut Facts, subject: &Subject, meaning: Meaning) -> bool {
    let fact = match meaning {
        Meaning::Word(word) => Fact::Word(word),
        Meaning::Span(span) if span.to == Some(span.from) => Fact::Number(span.from),
        Meaning::Minutes(minutes) => {
            facts.minute = minutes.first().map_or(0, |(minute, _)| *minute);
            return *subject == Subject::Hours;
        }
        Meaning::Span(_) => return false,
    };
    match (subject, fact) {
        (Subject::Form, Fact::Word(word)) => facts.form = word,
        (Subject::Lane, _) => {}
        (Subject::Employees, Fact::Number(number)) => facts.employees = Some(number),
        (Subject::Consent(purpose), Fact::Word(word)) => {
            let given = Some(word == "yes");
            match purpose {
                Purpose::Marketing => facts.consent_marketing = given,
                Purpose::Sms => facts.consent_sms = given,
                Purpose::Call => facts.consent_call = given,
            }
        }
        (Subject::Field(name), fact) => {
            return facts.fields.insert(name.clone(), yes_or_no(fact)).is_none();
        }
        (Subject::Enriched(name), fact) => return facts.enriched.insert(name.clone(), fact).is_none(),
        (subject, Fact::Word(word)) => return set_word(facts, subject, &word),
        _ => return false,
    }
    true
}

/// The same of what is known as a word alone.
fn set_word(facts: &mut Facts, subject: &Subject, word: &str) -> bool {
    let place = match subject {
        Subject::Product => &mut facts.product,
        Subject::Country => &mut facts.country,
        Subject::Subdivision => &mut facts.subdivision,
        Subject::Territory => &mut facts.territory,
        Subject::Language => &mut facts.language,
        Subject::Source => &mut facts.source,
        Subject::Medium => &mut facts.medium,
        Subject::Campaign => &mut facts.campaign,
        _ => return false,
    };
    *place = Some(folded(word));
    true
}

/// A field that is a box to tick is known as yes or no.
fn yes_or_no(fact: Fact) -> Fact {
    match fact {
        Fact::Word(word) if word == "yes" => Fact::Truth(true),
        Fact::Word(word) if word == "no" => Fact::Truth(false),
        fact => fact,
    }
}
