//! Where a lead goes, rule by rule, in words.

use beeline::routing::{
    Alternative, Answers, Bundle, Condition, Counterfactual, Fact, Facts, RuleCheck, Subject, checks,
    counterfactuals, route,
};
use beeline_compiler::{lead, words};
use serde::Serialize;

use crate::asks::label;

/// Where a lead goes, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why {
    /// Team id.
    pub team: String,
    /// What the team is called.
    pub team_name: String,
    /// What decided: a rule's id, `form` or `fallback`.
    pub rule: String,
    /// The territory that the place is in, if it is in one.
    pub territory: Option<String>,
    /// The rules in order, up to the one that decided.
    pub rules: Vec<RuleTold>,
    /// How many rules below it were not asked.
    pub not_asked: usize,
    /// One thing each that would have sent it to another team.
    pub otherwise: Vec<Otherwise>,
    /// Where it went with the files that were kept, if that is elsewhere or by another rule.
    pub before: Option<Went>,
}

/// Where a lead went before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Went {
    /// Team id.
    pub team: String,
    /// What the team was called.
    pub team_name: String,
    /// What decided.
    pub rule: String,
}

/// What a rule made of the lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleTold {
    /// Id.
    pub rule: String,
    /// What the team is called that it would have sent the lead to.
    pub team_name: String,
    /// Whether every condition fits.
    pub fits: bool,
    /// The conditions.
    pub conditions: Vec<ConditionTold>,
}

/// What a condition made of the lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConditionTold {
    /// What it is about.
    pub subject: String,
    /// What is known of that: `150`, or `not known`.
    pub known: String,
    /// What it asks for: `1000 or more`.
    pub wanted: String,
    /// Whether it fits.
    pub fits: bool,
}

/// What would have sent the lead elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Otherwise {
    /// What the team is called that it would have gone to.
    pub team_name: String,
    /// What would have decided.
    pub rule: String,
    /// What would have had to be so: `the number of employees were 1000 or more`.
    pub if_so: String,
}

impl Why {
    /// Why a lead goes where it goes; nothing, if its form is none of the bundle's.
    pub(crate) fn of(bundle: &Bundle, facts: &Facts) -> Option<Self> {
        let form = bundle.form(&facts.form)?;
        let (route, checks) = (route(bundle, form, facts), checks(bundle, facts));
        let otherwise = counterfactuals(bundle, form, facts);
        Some(Self {
            team: route.team,
            team_name: route.team_name,
            rule: route.rule,
            territory: facts.territory.clone(),
            not_asked: bundle.rules().len().saturating_sub(checks.len()),
            otherwise: otherwise.into_iter().map(|other| Otherwise::of(bundle, other)).collect(),
            before: None,
            rules: checks.into_iter().map(|check| RuleTold::of(bundle, check)).collect(),
        })
    }
}

impl Went {
    /// Where a lead of which this is said went; nothing, if these files knew nothing of such a lead.
    pub(crate) fn of(bundle: &Bundle, said: &[(&str, &str)]) -> Option<Self> {
        let facts = lead(bundle, said).ok()?;
        let went = route(bundle, bundle.form(&facts.form)?, &facts);
        Some(Self { team: went.team, team_name: went.team_name, rule: went.rule })
    }
}

impl RuleTold {
    fn of(bundle: &Bundle, check: RuleCheck) -> Self {
        let conditions = check.conditions.into_iter().map(|condition| ConditionTold {
            known: words::known(
                &condition.subject,
                condition.known.map(|fact| known(&condition.subject, fact)).as_ref(),
            ),
            wanted: words::wanted(&wanted(condition.wanted)),
            subject: named(bundle, &condition.subject),
            fits: condition.fits,
        });
        Self {
            conditions: conditions.collect(),
            team_name: name(bundle, &check.team),
            rule: check.rule,
            fits: check.fits,
        }
    }
}

impl Otherwise {
    fn of(bundle: &Bundle, other: Counterfactual) -> Self {
        let Counterfactual { team, rule, subject, answers } = other;
        let answers: Vec<Alternative> = answers
            .into_iter()
            .map(|answer| match answer {
                Alternative::Word(word) => Alternative::Word(shown(&subject, word)),
                answer => answer,
            })
            .collect();
        let said = words::alternatives(&subject, &answers);
        // The sentence begins with the name that the files have for it.
        let if_so = match said.strip_prefix(&subject.to_string()) {
            Some(rest) => supposed(bundle, &subject, rest),
            None => said,
        };
        Self { team_name: name(bundle, &team), rule, if_so }
    }
}

/// How a sentence goes on after "if": ` were DE` of a country is `the country were DE`.
fn supposed(bundle: &Bundle, subject: &Subject, were: &str) -> String {
    let named = named(bundle, subject);
    match subject {
        Subject::Hours => format!("it came{}", were.strip_prefix(" were").unwrap_or(were)),
        Subject::Field(_) | Subject::Consent(_) | Subject::Enriched(_) => format!("{named}{were}"),
        _ => format!("the {}{were}", named.to_lowercase()),
    }
}

/// What people call a subject, within a sentence: what may be a sentence itself stands in quotes.
fn named(bundle: &Bundle, subject: &Subject) -> String {
    let label = label(bundle, subject);
    match subject {
        Subject::Field(_) | Subject::Consent(_) | Subject::Enriched(_) => format!("“{label}”"),
        _ => label,
    }
}

/// A word as everybody writes it: codes of places in capital letters.
fn shown(subject: &Subject, word: String) -> String {
    match subject {
        Subject::Country | Subject::Subdivision => word.to_uppercase(),
        _ => word,
    }
}

fn known(subject: &Subject, fact: Fact) -> Fact {
    match fact {
        Fact::Word(word) => Fact::Word(shown(subject, word)),
        fact => fact,
    }
}

fn wanted(condition: Condition) -> Condition {
    let all = |words: Vec<String>| words.into_iter().map(|word| shown(&condition.subject, word)).collect();
    let answers = match condition.answers {
        Answers::OneOf(words) => Answers::OneOf(all(words)),
        Answers::NoneOf(words) => Answers::NoneOf(all(words)),
        answers => answers,
    };
    Condition { answers, ..condition }
}

/// What a team is called.
pub(crate) fn name(bundle: &Bundle, team: &str) -> String {
    bundle.team(team).map_or_else(|| team.to_owned(), |team| team.name.clone())
}
