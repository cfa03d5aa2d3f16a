//! What nothing else speaks of: teams without leads, territories without rules, rules without
//! tests, tests that say the same.

use std::collections::BTreeSet;

use beeline::routing::{Answers, Subject};

use super::lint::Lint;
use super::{Checked, Remark};
use crate::coverage::Coverage;

/// So many are named.
const MOST_NAMED: usize = 5;

/// Teams that no rule, no form and no other team names, and that are not the fallback.
pub(super) fn idle_teams(checked: &Checked<'_>) -> Vec<Remark> {
    let bundle = checked.bundle;
    let by_rules = bundle.rules().iter().map(|rule| rule.team.as_str());
    let by_forms = bundle.forms().iter().filter_map(|form| form.team.as_deref());
    let by_teams = bundle.teams().iter().filter_map(|team| team.overflow.as_deref());
    let fallback = bundle.fallback().id.as_str();
    let busy: BTreeSet<&str> = by_rules.chain(by_forms).chain(by_teams).chain([fallback]).collect();
    let idle = bundle.teams().iter().filter(|team| !busy.contains(team.id.as_str()));
    idle.map(|team| {
        let message =
            format!("team `{}` never gets a lead: no rule, no form and no `overflow` names it", team.id);
        let line = checked.lines.teams.get(&team.id).copied().unwrap_or(1);
        Remark::on_rules(Lint::IdleTeam, line, message, "name it in a rule, or delete it")
    })
    .collect()
}

/// Territories that no rule names, if any is named.
pub(super) fn unused_territories(checked: &Checked<'_>) -> Option<Remark> {
    let rules = checked.bundle.rules();
    let asked = || rules.iter().flat_map(|rule| &rule.when).filter(|one| one.subject == Subject::Territory);
    let named: BTreeSet<&String> = asked()
        .flat_map(|condition| match &condition.answers {
            Answers::OneOf(words) | Answers::NoneOf(words) => words.as_slice(),
            Answers::Within(_) | Answers::During(_) => &[],
        })
        .collect();
    let unused: Vec<&str> = checked
        .bundle
        .territories()
        .names()
        .iter()
        .filter(|name| !named.contains(name))
        .map(String::as_str)
        .collect();
    if unused.is_empty() || asked().next().is_none() {
        return None;
    }
    let rule = rules.iter().position(|rule| rule.when.iter().any(|one| one.subject == Subject::Territory));
    let message = format!("no rule names {} of territories.csv", list(&unused));
    let fix = "nothing, if rules for the rest are meant for them; else name them in a rule";
    Some(Remark::on_rules(Lint::UnusedTerritory, checked.lines.rule(rule.unwrap_or_default()), message, fix))
}

/// Rules that decide about no lead of `tests.toml`, if there are tests.
pub(super) fn untested_rules(checked: &Checked<'_>) -> Option<Remark> {
    if checked.cases.is_empty() {
        return None;
    }
    let coverage = Coverage::of(checked.bundle, checked.cases.iter().map(|case| &case.facts));
    let rules = checked.bundle.rules();
    let untried: Vec<(usize, &str)> = (0..)
        .zip(rules)
        .filter(|(place, _)| !coverage.decided(*place))
        .map(|(place, rule)| (place, rule.id.as_str()))
        .collect();
    let (first, _) = *untried.first()?;
    let ids: Vec<&str> = untried.iter().map(|(_, id)| *id).collect();
    let tried = rules.len() - ids.len();
    let message = format!("tests.toml tries {tried} of {} rules, and not {}", rules.len(), list(&ids));
    let fix = "let `cargo beeline examples --write` add a test for each";
    Some(Remark::on_rules(Lint::Untested, checked.lines.rule(first), message, fix))
}

/// Tests whose lead is the lead of a test above.
pub(super) fn repeated_tests(checked: &Checked<'_>) -> Vec<Remark> {
    let cases = checked.cases.iter().enumerate();
    let repeated = cases.filter_map(|(place, case)| {
        let first = checked.cases.iter().take(place).find(|first| first.facts == case.facts)?;
        let message = format!(
            "test `{}` tries the same lead as test `{}` (line {})",
            case.name, first.name, first.line
        );
        Some(Remark {
            lint: Lint::SameTest,
            line: case.line,
            is_of_tests: true,
            message,
            fix: "delete one of the two".to_owned(),
        })
    });
    repeated.collect()
}

/// Names in a sentence: the first of them, and how many more there are.
pub(super) fn list(names: &[&str]) -> String {
    let named: Vec<String> = names.iter().take(MOST_NAMED).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(MOST_NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
