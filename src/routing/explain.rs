//! Why a lead went where it went: every rule up to the one that decided, condition by
//! condition, and what would have had to be different.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::bundle::Bundle;
use super::facts::{Fact, Facts, Known};
use super::rule::{Answers, Condition, Rule};
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

/// Answers that make no difference among each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alternative {
    /// If it were not known.
    Unknown,
    /// If it were this word.
    Word(String),
    /// If it were a word that no rule names.
    AnyOtherWord,
    /// If it were a number within these, both included.
    Numbers(i64, Option<i64>),
    /// If it were a minute of the week within these, the end excluded.
    Minutes(u16, u16),
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
            known: fact(known),
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
/// tried, as far as rules tell answers apart.
pub fn counterfactuals(bundle: &Bundle, form: &Form, facts: &Facts) -> Vec<Counterfactual> {
    let decided = route(bundle, form, facts);
    let subjects: BTreeSet<&Subject> =
        bundle.rules().iter().flat_map(|rule| &rule.when).map(|condition| &condition.subject).collect();
    let mut found: BTreeMap<(usize, &Subject), Counterfactual> = BTreeMap::new();
    for subject in subjects {
        for (alternative, changed) in alternatives(bundle.rules(), subject, facts) {
            // Another form has another team of its own: what stays is what is asked about.
            let other = route(bundle, form, &changed);
            if other.team == decided.team {
                continue;
            }
            let place = bundle.rules().iter().position(|rule| rule.id == other.rule);
            let counterfactual =
                found.entry((place.unwrap_or(usize::MAX), subject)).or_insert_with(|| Counterfactual {
                    team: other.team,
                    rule: other.rule,
                    subject: subject.clone(),
                    answers: Vec::new(),
                });
            counterfactual.answers.push(alternative);
        }
    }
    found.into_values().map(merged).collect()
}

/// Every answer to one question that rules tell apart, but the one that is known, and the lead
/// with it.
fn alternatives(rules: &[Rule], subject: &Subject, facts: &Facts) -> Vec<(Alternative, Facts)> {
    let mut words = BTreeSet::new();
    let mut cuts = BTreeSet::new();
    let asked = rules.iter().flat_map(|rule| &rule.when).filter(|condition| condition.subject == *subject);
    for condition in asked {
        match &condition.answers {
            Answers::OneOf(named) | Answers::NoneOf(named) => words.extend(named.iter().cloned()),
            Answers::Within(spans) => cuts.extend(spans.iter().flat_map(|span| {
                [Some(span.from), span.to.map(|to| to.saturating_add(1))].into_iter().flatten()
            })),
            Answers::During(spans) => {
                cuts.extend(spans.iter().flat_map(|(from, to)| [i64::from(*from), i64::from(*to)]));
            }
        }
    }
    let mut all: Vec<Alternative> = Vec::new();
    if !subject.is_always_known() {
        all.push(Alternative::Unknown);
    }
    if !words.is_empty() {
        all.extend(words.into_iter().map(Alternative::Word));
        let has_others = !matches!(subject, Subject::Lane | Subject::Form | Subject::Consent(_));
        all.extend(has_others.then_some(Alternative::AnyOtherWord));
    }
    all.extend(ranges(&cuts, *subject == Subject::Hours));
    let changed = |alternative: Alternative| {
        let mut changed = facts.clone();
        changed.assume(subject, &alternative).then_some((alternative, changed))
    };
    all.into_iter().filter_map(changed).collect()
}

/// The ranges between places where answers change.
fn ranges(cuts: &BTreeSet<i64>, are_minutes: bool) -> Vec<Alternative> {
    if cuts.is_empty() {
        return Vec::new();
    }
    let starts = std::iter::once(0).chain(cuts.iter().copied().filter(|cut| *cut > 0));
    let ends = cuts.iter().copied().filter(|cut| *cut > 0).map(Some).chain(std::iter::once(None));
    let minute = |minute: i64| u16::try_from(minute).unwrap_or(super::WEEK_MINUTES).min(super::WEEK_MINUTES);
    let range = |(from, end): (i64, Option<i64>)| match end {
        _ if !are_minutes => Some(Alternative::Numbers(from, end.map(|end| end - 1))),
        end => {
            let (from, to) = (minute(from), end.map_or(super::WEEK_MINUTES, minute));
            (from < to).then_some(Alternative::Minutes(from, to))
        }
    };
    starts.zip(ends).filter_map(range).collect()
}

impl Facts {
    /// The same lead with another answer; whether it can have that one.
    fn assume(&mut self, subject: &Subject, alternative: &Alternative) -> bool {
        let word = match alternative {
            Alternative::Unknown => None,
            Alternative::Word(word) => Some(word.clone()),
            // No rule names what nobody can type.
            Alternative::AnyOtherWord => Some("\u{0}".to_owned()),
            Alternative::Numbers(from, _) => return self.assume_number(subject, *from),
            Alternative::Minutes(from, _) => {
                self.minute = *from;
                return *subject == Subject::Hours;
            }
        };
        let truth = word.as_deref().map(|word| word == "yes");
        match subject {
            Subject::Form => self.form = word.unwrap_or_default(),
            Subject::Lane => {
                self.lane = if word.as_deref() == Some("hot") {
                    crate::lead::Lane::Hot
                } else {
                    crate::lead::Lane::Standard
                };
            }
            Subject::Product => self.product = word,
            Subject::Country => self.country = word,
            Subject::Subdivision => self.subdivision = word,
            Subject::Territory => self.territory = word,
            Subject::Language => self.language = word,
            Subject::Source => self.source = word,
            Subject::Medium => self.medium = word,
            Subject::Campaign => self.campaign = word,
            Subject::Consent(Purpose::Marketing) => self.consent_marketing = truth,
            Subject::Consent(Purpose::Sms) => self.consent_sms = truth,
            Subject::Consent(Purpose::Call) => self.consent_call = truth,
            Subject::Field(name) => assume_fact(&mut self.fields, name, word),
            Subject::Enriched(name) => assume_fact(&mut self.enriched, name, word),
            Subject::Employees if word.is_none() => self.employees = None,
            Subject::Employees | Subject::Hours => return false,
        }
        true
    }

    fn assume_number(&mut self, subject: &Subject, number: i64) -> bool {
        match subject {
            Subject::Employees => self.employees = Some(number),
            Subject::Field(name) => {
                self.fields.insert(name.clone(), Fact::Number(number));
            }
            Subject::Enriched(name) => {
                self.enriched.insert(name.clone(), Fact::Number(number));
            }
            _ => return false,
        }
        true
    }
}

fn assume_fact(facts: &mut BTreeMap<String, Fact>, name: &str, word: Option<String>) {
    match word {
        Some(word) => facts.insert(name.to_owned(), Fact::Word(word)),
        None => facts.remove(name),
    };
}

fn fact(known: Known<'_>) -> Option<Fact> {
    match known {
        Known::Nothing => None,
        Known::Word(word) => Some(Fact::Word(word.to_owned())),
        Known::Number(number) => Some(Fact::Number(number)),
        Known::Minute(minute) => Some(Fact::Number(i64::from(minute))),
    }
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
