//! The rules of `routing.toml`, in order.

use std::collections::BTreeMap;

use beeline::routing::Rule;

use crate::answers::Vocabulary;
use crate::conditions;
use crate::forms::known_team;
use crate::page::Page;
use crate::reader::Field;
use crate::rules;
use crate::sections;
use crate::suggest::{quoted, slug};
use crate::teams::Teams;

/// How a rule's heading is written: `[[rule]]`.
pub(crate) const WORD: &str = "rule";

/// A file may have this many rules.
pub(crate) const MOST_RULES: usize = 10_000;

/// What a rule may have.
pub(crate) const FIELDS: &[Field] = &[
    Field::required("id", "\"dach-enterprise\""),
    Field::required("team", "\"sales\""),
    Field::optional("when", "{ country = [\"DE\", \"AT\"] }"),
    Field::optional("after_enrichment", "true"),
    Field::optional("note", "\"why this rule is here\""),
];

/// The names that decisions without a rule have.
const TAKEN: [&str; 2] = [beeline::routing::FORM, beeline::routing::FALLBACK];

/// Reads the rules, each with the line that it begins on.
pub(crate) fn read(page: &mut Page<'_>, teams: &Teams, vocabulary: &Vocabulary<'_>) -> Vec<(Rule, usize)> {
    let mut lines: BTreeMap<String, usize> = BTreeMap::new();
    sections::listed(page, WORD, MOST_RULES, FIELDS, |mut reader| {
        let id = reader.text("id", rule_id).unwrap_or_default();
        let line = reader.source.line(reader.at);
        if let Some(first) = lines.get(&id).filter(|_| !id.is_empty()) {
            let why = format!("and the rule on line {first} has that id already");
            reader.refuse("id", &why, "give one of the two another id");
        }
        lines.entry(id.clone()).or_insert(line);
        if !id.is_empty() {
            reader.label = format!("rule `{id}`");
        }
        let team = reader.text("team", |team| known_team(team, teams.known.as_ref())).unwrap_or_default();
        reader.text("note", rules::sentences);
        let when = match reader.find("when") {
            Some((_, entry)) => match reader.settings(entry) {
                Some(entries) => conditions::read(&mut reader, entries, vocabulary),
                None => Vec::new(),
            },
            None => Vec::new(),
        };
        let after_enrichment = reader.truth("after_enrichment").unwrap_or(false);
        (Rule { id, team, when, after_enrichment }, line)
    })
}

fn rule_id(id: &str) -> Result<(), rules::Refusal> {
    if TAKEN.contains(&id) {
        let instead = quoted(&slug(&format!("{id}-rule")));
        return rules::refuse("which is the name of a decision without a rule", instead);
    }
    rules::id(id).map_err(|(why, instead)| (why, quoted(&instead)))
}
