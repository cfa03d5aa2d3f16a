//! Rules that ask about what is found out later: a lead is decided about before that, and moved
//! afterwards only by a rule that says so.

use beeline::routing::{Known, Rule, Subject};
use beeline::warm::enriched::NAMES;

use super::lint::Lint;
use super::model::Model;
use super::{Checked, Remark};
use crate::proof::Region;

/// What is to be said of single rules.
pub(super) fn remarks(checked: &Checked<'_>) -> Vec<Remark> {
    let rules = checked.bundle.rules();
    let mut remarks = Vec::new();
    for (place, rule) in rules.iter().enumerate() {
        let line = checked.lines.rule(place);
        remarks.extend(too_late(rule, line));
        remarks.extend(never_found(rule, line));
        let is_asked = rules.iter().take(place + 1).any(|rule| asked(rule).next().is_some());
        if rule.after_enrichment && !is_asked {
            remarks.push(waits_for_nothing(rule, line));
        }
    }
    remarks
}

/// The leads of which something was found out: nobody's when they come. They are with a team
/// already, and stay there unless a rule moves them.
pub(super) fn after_enrichment(model: &Model<'_>) -> Vec<Region> {
    let rules = model.bundle.rules();
    let mut subjects: Vec<&Subject> = rules.iter().flat_map(asked).collect();
    subjects.sort();
    subjects.dedup();
    let known = |subject: &Subject| {
        let (column, atoms) = model.where_answer(subject, |known| known != Known::Nothing)?;
        Some(Region::any().with(column, atoms))
    };
    subjects.into_iter().filter_map(known).collect()
}

fn asked(rule: &Rule) -> impl Iterator<Item = &Subject> {
    let subjects = rule.when.iter().map(|condition| &condition.subject);
    subjects.filter(|subject| matches!(subject, Subject::Enriched(_)))
}

/// It fits no lead that comes, and moves none later.
fn too_late(rule: &Rule, line: usize) -> Option<Remark> {
    let is_late = |subject: &Subject| matches!(subject, Subject::Enriched(_));
    let mut late = rule.when.iter().filter(|condition| is_late(&condition.subject) && !condition.unknown);
    let subject = late.next().filter(|_| !rule.after_enrichment).map(|condition| &condition.subject)?;
    let message = format!(
        "rule `{}` never decides: `{subject}` is not known when a lead comes, and the rule may not move one later",
        rule.id
    );
    let fix = "add the line after_enrichment = true, or \"unknown\" to the condition";
    Some(Remark::on_rules(Lint::TooLate, line, message, fix))
}

fn waits_for_nothing(rule: &Rule, line: usize) -> Remark {
    let message = format!(
        "rule `{}` says `after_enrichment`, and moves no lead: neither it nor a rule above it asks about `enriched.…`",
        rule.id
    );
    Remark::on_rules(Lint::WaitsForNothing, line, message, "delete the line")
}

fn never_found(rule: &Rule, line: usize) -> Option<Remark> {
    let is_stranger =
        |subject: &&Subject| matches!(subject, Subject::Enriched(name) if !NAMES.contains(&name.as_str()));
    let stranger = asked(rule).find(is_stranger)?;
    let message = format!("rule `{}` asks about `{stranger}`, which nothing finds out", rule.id);
    let names = NAMES.map(|name| format!("enriched.{name}")).join(", ");
    Some(Remark::on_rules(Lint::NeverFound, line, message, &format!("ask about one of {names}")))
}
