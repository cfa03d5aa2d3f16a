//! `tests.toml`: example leads, and where they must go.

use std::collections::BTreeMap;

use beeline::routing::{Bundle, Facts, Form, Route, Rule, Territories, route};

use crate::Compiled;
use crate::document::{Entry, Value};
use crate::example::Example;
use crate::forms::known_team;
use crate::page::{Page, Source};
use crate::problem::{Problem, shown};
use crate::reader::{Field, Reader};
use crate::rules;
use crate::sections;
use crate::suggest::{closest, quoted};
use crate::teams::Teams;

/// How a test's heading is written: `[[test]]`.
pub(crate) const WORD: &str = "test";
/// A file may have this many.
pub(crate) const MOST_CASES: usize = 5_000;

pub(crate) const FIELDS: &[Field] = &[
    Field::required("name", "\"A large German company goes to Enterprise\""),
    Field::required("lead", "{ form = \"demo\", country = \"DE\", employees = 1500 }"),
    Field::required("team", "\"enterprise\""),
    Field::optional("rule", "\"enterprise\""),
];

/// An example lead, and where it must go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// The line that its heading stands on.
    pub line: usize,
    /// What is known of the lead.
    pub facts: Facts,
    /// The team it must go to.
    pub team: String,
    /// The rule that must decide so, if that is told.
    pub rule: Option<String>,
}

impl Case {
    /// Where the lead goes, if that is not where it must go.
    pub fn failure(&self, bundle: &Bundle) -> Option<Route> {
        let form = bundle.form(&self.facts.form)?;
        let route = route(bundle, form, &self.facts);
        let is_right = route.team == self.team && self.rule.as_ref().is_none_or(|rule| *rule == route.rule);
        (!is_right).then_some(route)
    }
}

/// The leads that go elsewhere than they must.
pub(crate) fn failures(source: &Source<'_>, compiled: &Compiled) -> Vec<Problem> {
    let failure = |case: &Case| {
        let went = case.failure(&compiled.bundle)?;
        let wanted = case.rule.as_ref().map_or(String::new(), |rule| format!(" by rule `{rule}`"));
        let message = format!(
            "test `{}`: the lead goes to team `{}` by rule `{}`, and must go to team `{}`{wanted}",
            case.name, went.team, went.rule, case.team
        );
        let fix = "change the rules so that it does; or, if it is right as it is, change what the test says";
        Some(source.problem_on(case.line, message, fix))
    };
    compiled.cases.iter().filter_map(failure).collect()
}

/// What the other files say, that tests speak of.
pub(crate) struct Known<'a> {
    pub forms: &'a [Form],
    pub territories: &'a Territories,
    pub teams: &'a Teams,
    pub rules: &'a [Rule],
}

/// Reads the tests.
pub(crate) fn read(page: &mut Page<'_>, known: &Known<'_>) -> Vec<Case> {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    sections::listed(page, WORD, MOST_CASES, FIELDS, |mut reader| {
        let line = reader.source.line(reader.at);
        let name = reader.text("name", rules::label).unwrap_or_default();
        if let Some(first) = names.get(&name).filter(|_| !name.is_empty()) {
            let why = format!("and the test on line {first} has that name already");
            reader.refuse("name", &why, "say what this one shows and the other does not");
        }
        names.entry(name.clone()).or_insert(line);
        if !name.is_empty() {
            reader.label = format!("test `{}`", shown(&name));
        }
        let facts = facts(&mut reader, known);
        let team =
            reader.text("team", |team| known_team(team, known.teams.known.as_ref())).unwrap_or_default();
        let rule = reader.text("rule", |_| Ok(()));
        if let Some(fix) = rule.as_ref().and_then(|rule| in_place_of_unknown(rule, known.rules)) {
            reader.refuse("rule", "and no rule of routing.toml has that id", fix);
        }
        Case { name, line, facts, team, rule }
    })
}

/// What to do about a rule that is not there; nothing of one that is.
fn in_place_of_unknown(id: &str, all: &[Rule]) -> Option<String> {
    let own = [beeline::routing::FORM, beeline::routing::FALLBACK];
    let ids: Vec<&str> = all.iter().map(|rule| rule.id.as_str()).chain(own).collect();
    let instead = || match closest(id, ids.iter().copied()) {
        Some(near) => format!("rule = {}", quoted(near)),
        None => "delete the line, if it does not matter which rule decides".to_owned(),
    };
    // A rule whose id is wrong is told there, and may be the one that is meant.
    (!ids.contains(&id) && !ids.contains(&"")).then(instead)
}

/// What is known of a test's lead.
fn facts(reader: &mut Reader<'_>, known: &Known<'_>) -> Facts {
    let mut example = Example::new(known.forms, known.territories);
    let Some((_, entry)) = reader.find("lead") else { return Facts::default() };
    let Some(said) = reader.settings(entry) else { return Facts::default() };
    let mut all = Vec::new();
    flatten("", said, &mut all);
    for (name, entry) in all {
        let label = format!("{}: in its lead, `{}`", reader.label, shown(&name));
        let Some(text) = text_of(&entry.value) else {
            let message = format!("{label} must be one text in quotes, or a number");
            reader.report(entry.value_span.start, message, "write one answer");
            continue;
        };
        if let Err((why, fix)) = example.learn(&name, &text) {
            reader.report(entry.value_span.start, format!("{label} {why}"), fix);
        }
    }
    example.facts().unwrap_or_else(|(why, fix)| {
        reader.report(entry.at, format!("{}: its lead {why}", reader.label), fix);
        Facts::default()
    })
}

fn flatten<'a>(prefix: &str, entries: &'a [Entry], all: &mut Vec<(String, &'a Entry)>) {
    for entry in entries {
        let name = format!("{prefix}{}", entry.key);
        match &entry.value {
            Value::Section(inner) => flatten(&format!("{name}."), inner, all),
            _ => all.push((name, entry)),
        }
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Whole(Some(number)) => Some(number.to_string()),
        Value::Truth(true) => Some("yes".to_owned()),
        Value::Truth(false) => Some("no".to_owned()),
        _ => None,
    }
}
