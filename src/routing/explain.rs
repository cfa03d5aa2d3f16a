//! Why a lead went where it went: every rule up to the one that decided, condition by
//! condition, and what would have had to be different.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::apart::{Alternative, Place, places, possible, told_apart};
use super::bundle::Bundle;
use super::facts::{Fact, Facts, Known};
use super::rule::{Condition, Rule};
use super::subject::{Purpose, Subject};
use super::{Form, route};
use crate::whereabouts::Source;

/// What one rule made of a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleCheck {
    /// The rule.
    pub rule: String,
    /// Where it would have sent the lead.
    pub team: String,
    /// Whether every condition fits.
    pub fits: bool,
    /// Each condition.
    pub conditions: Vec<ConditionCheck>,
}

/// What one condition made of a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConditionCheck {
    /// What it is about.
    pub subject: Subject,
    /// What it asks for.
    pub wanted: Condition,
    /// What was known; nothing, if it was not.
    pub known: Option<Fact>,
    /// How that is known, where several ways lead to it.
    pub from: Option<Source>,
    /// Whether it fits.
    pub fits: bool,
}

/// One thing that would have changed the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counterfactual {
    /// The team it would have gone to.
    pub team: String,
    /// The rule that would have decided.
    pub rule: String,
    /// What would have had to be different.
    pub subject: Subject,
    /// How: every one of these answers leads there.
    pub answers: Vec<Alternative>,
}

/// The rules in order up to the one that decided, each with its conditions.
pub fn checks(bundle: &Bundle, facts: &Facts) -> Vec<RuleCheck> {
    let decided = bundle.first_rule(facts).map(|rule| rule.id.as_str());
    let mut checks = Vec::new();
    for rule in bundle.rules() {
        checks.push(check(rule, facts));
        if Some(rule.id.as_str()) == decided {
            break;
        }
    }
    checks
}

/// What a rule makes of a lead.
pub fn check(rule: &Rule, facts: &Facts) -> RuleCheck {
    let conditions = rule.when.iter().map(|condition| {
        let known = facts.known(&condition.subject);
        let from = match condition.subject {
            Subject::Country => facts.country_from,
            Subject::Subdivision => facts.subdivision_from,
            _ => None,
        };
        ConditionCheck {
            subject: condition.subject.clone(),
            wanted: condition.clone(),
            known: known.fact(),
            from,
            fits: condition.fits(known),
        }
    });
    let conditions: Vec<ConditionCheck> = conditions.collect();
    RuleCheck {
        rule: rule.id.clone(),
        team: rule.team.clone(),
        fits: conditions.iter().all(|condition| condition.fits),
        conditions,
    }
}

/// Every other team that the lead would have gone to if one thing had been different, in the
/// order of the rules that would have decided. Exact: every answer to the one question is
/// tried, as far as rules tell answers apart, with what follows from it: another form has its
/// own lane, questions and team; another country has other territories.
pub fn counterfactuals(bundle: &Bundle, form: &Form, facts: &Facts) -> Vec<Counterfactual> {
    let decided = route(bundle, form, facts);
    let subjects: BTreeSet<&Subject> =
        bundle.rules().iter().flat_map(|rule| &rule.when).map(|condition| &condition.subject).collect();
    let places = places(bundle);
    let mut found: BTreeMap<(usize, &Subject), Counterfactual> = BTreeMap::new();
    for subject in subjects {
        for alternative in possible_here(bundle, form, subject) {
            let supposed = Supposition { bundle, form, facts, places: &places };
            let Some((team, rule)) = supposed.decided_if(subject, &alternative) else { continue };
            if team == decided.team {
                continue;
            }
            let place = bundle.rules().iter().position(|known| known.id == rule);
            let counterfactual = found.entry((place.unwrap_or(usize::MAX), subject)).or_insert_with(|| {
                Counterfactual { team, rule, subject: subject.clone(), answers: Vec::new() }
            });
            counterfactual.answers.push(alternative);
        }
    }
    found.into_values().map(merged).collect()
}

/// The answers to one question that the lead may have had, all else being the same.
fn possible_here(bundle: &Bundle, form: &Form, subject: &Subject) -> Vec<Alternative> {
    let apart = told_apart(subject, bundle.rules());
    match subject {
        // Any form may have been used, and any form may be made urgent.
        Subject::Form => bundle.forms().iter().map(|form| Alternative::Word(form.id.clone())).collect(),
        Subject::Lane => apart,
        _ => possible(form, subject, apart),
    }
}

/// A lead of which one thing is supposed to be different.
struct Supposition<'a> {
    bundle: &'a Bundle,
    form: &'a Form,
    facts: &'a Facts,
    places: &'a [Place],
}

impl Supposition<'_> {
    /// The team and the rule with that one answer. None if the lead cannot have it, or if it
    /// depends on more than the answer.
    fn decided_if(&self, subject: &Subject, alternative: &Alternative) -> Option<(String, String)> {
        let decided = |form: &Form, facts: &Facts| {
            let route = route(self.bundle, form, facts);
            (route.team, route.rule)
        };
        match (subject, alternative) {
            (Subject::Form, Alternative::Word(id)) => {
                let form = self.bundle.form(id)?;
                Some(decided(form, &self.through(form)))
            }
            (Subject::Country | Subject::Subdivision | Subject::Territory, _) => {
                let mut all = self.elsewhere(subject, alternative).map(|facts| decided(self.form, &facts));
                let first = all.next()?;
                all.all(|other| other == first).then_some(first)
            }
            _ => {
                let mut changed = self.facts.clone();
                changed.assume(subject, alternative).then(|| decided(self.form, &changed))
            }
        }
    }

    /// The same lead through another form, which knows nothing that it does not ask.
    fn through(&self, form: &Form) -> Facts {
        let mut facts = Facts { form: form.id.clone(), lane: form.lane, ..self.facts.clone() };
        let own = facts.fields.keys().cloned().map(Subject::Field);
        for subject in own.chain([Subject::Employees, Subject::Product]).collect::<Vec<_>>() {
            let answers = possible(form, &subject, told_apart(&subject, self.bundle.rules()));
            let can_be_known = answers.iter().any(|answer| *answer != Alternative::Unknown);
            if !can_be_known {
                facts.assume(&subject, &Alternative::Unknown);
            }
        }
        facts
    }

    /// The same lead at every place with that one answer: another part of its own country, or
    /// another country, of which nothing more is supposed.
    fn elsewhere(&self, subject: &Subject, alternative: &Alternative) -> impl Iterator<Item = Facts> {
        let apart = told_apart(subject, self.bundle.rules());
        let country = self.own(&Subject::Country);
        let stays = is_of(&self.own(subject), alternative, &apart);
        let is_there = move |place: &&Place| match subject {
            _ if stays => false,
            Subject::Country => {
                is_of(&place.country, alternative, &apart) && place.subdivision == Alternative::Unknown
            }
            Subject::Subdivision => {
                place.country == country && is_of(&place.subdivision, alternative, &apart)
            }
            _ => is_of(&place.territory, alternative, &apart),
        };
        self.places.iter().filter(is_there).map(|place| {
            let mut facts = self.facts.clone();
            place.put(&mut facts);
            facts
        })
    }

    /// What the lead itself answers to a question about its place.
    fn own(&self, subject: &Subject) -> Alternative {
        let Known::Word(word) = self.facts.known(subject) else { return Alternative::Unknown };
        let own = Alternative::Word(word.to_owned());
        let is_named = |place: &Place| place.answers().contains(&(subject.clone(), &own));
        if self.places.iter().any(is_named) { own } else { Alternative::AnyOtherWord }
    }
}

/// Whether a place's answer is one of those that rules do not tell apart.
fn is_of(answer: &Alternative, alternative: &Alternative, apart: &[Alternative]) -> bool {
    let is_unnamed = matches!(answer, Alternative::Word(_)) && !apart.contains(answer);
    answer == alternative || is_unnamed && *alternative == Alternative::AnyOtherWord
}

impl Facts {
    /// The same lead with another answer; whether it can have that one.
    fn assume(&mut self, subject: &Subject, alternative: &Alternative) -> bool {
        let fact = match alternative.known() {
            Known::Nothing => None,
            Known::Word(word) => Some(Fact::Word(word.to_owned())),
            Known::Number(number) => Some(Fact::Number(number)),
            Known::Minute(minute) => {
                self.minute = minute;
                return *subject == Subject::Hours;
            }
        };
        let word = if let Some(Fact::Word(word)) = &fact { Some(word.clone()) } else { None };
        let truth = word.as_deref().map(|word| word == "yes");
        match subject {
            Subject::Lane => {
                let is_hot = word.as_deref() == Some(crate::lead::Lane::Hot.name());
                self.lane = if is_hot { crate::lead::Lane::Hot } else { crate::lead::Lane::Standard };
            }
            Subject::Employees => {
                self.employees = if let Some(Fact::Number(number)) = fact { Some(number) } else { None };
            }
            Subject::Product => self.product = word,
            Subject::Language => self.language = word,
            Subject::Source => self.source = word,
            Subject::Medium => self.medium = word,
            Subject::Campaign => self.campaign = word,
            Subject::Consent(Purpose::Marketing) => self.consent_marketing = truth,
            Subject::Consent(Purpose::Sms) => self.consent_sms = truth,
            Subject::Consent(Purpose::Call) => self.consent_call = truth,
            Subject::Field(name) => assume_fact(&mut self.fields, name, fact),
            Subject::Enriched(name) => assume_fact(&mut self.enriched, name, fact),
            Subject::Form | Subject::Country | Subject::Subdivision | Subject::Territory | Subject::Hours => {
                return false;
            }
        }
        true
    }
}

fn assume_fact(facts: &mut BTreeMap<String, Fact>, name: &str, fact: Option<Fact>) {
    match fact {
        Some(fact) => facts.insert(name.to_owned(), fact),
        None => facts.remove(name),
    };
}

/// Ranges that touch made one.
fn merged(mut counterfactual: Counterfactual) -> Counterfactual {
    let mut merged: Vec<Alternative> = Vec::new();
    for next in counterfactual.answers {
        match (merged.last_mut(), &next) {
            (Some(Alternative::Numbers(_, end)), Alternative::Numbers(from, to))
                if end.is_some_and(|end| end.saturating_add(1) == *from) =>
            {
                *end = *to;
            }
            (Some(Alternative::Minutes(_, end)), Alternative::Minutes(from, to)) if *end == *from => {
                *end = *to
            }
            _ => merged.push(next),
        }
    }
    counterfactual.answers = merged;
    counterfactual
}
