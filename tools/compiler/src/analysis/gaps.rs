//! Leads that no rule decides when they come.

use std::collections::BTreeSet;

use beeline::routing::{Known, Subject};

use super::column::Atom;
use super::enrichment;
use super::example;
use super::lint::Lint;
use super::model::Model;
use super::{Checked, Remark};
use crate::proof::{AtomSet, Misfit, Proof, Region};

/// So many examples are told.
const MOST_TOLD: usize = 3;

/// What no rule decides: what is not known first, then the rest.
pub(super) fn of(checked: &Checked<'_>, model: &Model<'_>) -> Vec<Remark> {
    let unknown = untested_unknowns(model);
    let told = unknown.iter().map(|(subject, _)| {
        let asks = |rule: &beeline::routing::Rule| rule.when.iter().any(|one| one.subject == *subject);
        let rule = checked.bundle.rules().iter().position(asks).unwrap_or_default();
        let message = format!(
            "every rule asks about `{subject}`, and none says \"unknown\": a lead of which it is not known goes to a \
             form's own team or the fallback, whatever else is known of it"
        );
        let fix = format!("nothing, if that is meant; else add \"unknown\" to `{subject}` where it belongs");
        Remark::on_rules(Lint::UnknownUntested, checked.lines.rule(rule), message, &fix)
    });
    let mut remarks: Vec<Remark> = told.collect();
    let Ok(gaps) = largest(model, unknown.into_iter().map(|(_, region)| region).collect()) else {
        return remarks;
    };
    if !gaps.is_empty() {
        let examples: Vec<String> = gaps.iter().map(example::in_words).collect();
        let message = format!(
            "some leads are decided by no rule, and go to their form's own team or to `{}`: {}",
            checked.bundle.fallback().id,
            examples.join("; ")
        );
        let fix = "nothing, if that is meant; else add a rule for them";
        remarks.push(Remark::on_rules(Lint::Gap, checked.lines.fallback, message, fix));
    }
    remarks
}

/// Questions that every rule needs an answer to, and the leads without one.
fn untested_unknowns(model: &Model<'_>) -> Vec<(Subject, Region)> {
    let asked: BTreeSet<&Subject> =
        model.bundle.rules().iter().flat_map(|rule| &rule.when).map(|condition| &condition.subject).collect();
    let untested = |subject: &Subject| {
        let (column, atoms) = model.where_answer(subject, |known| known == Known::Nothing)?;
        let region = Region::any().with(column, atoms);
        let is_decided = region.is_empty() || model.regions().any(|rule| rule.intersects(&region));
        (!is_decided).then(|| (subject.clone(), region))
    };
    asked.into_iter().filter_map(untested).collect()
}

/// Examples of the largest boxes of leads that are in no rule and in none of the boxes known
/// already. Of a lead that comes, nothing is found out yet.
fn largest(model: &Model<'_>, known: Vec<Region>) -> Result<Vec<Atom>, Misfit> {
    let later = enrichment::after_enrichment(model);
    let mut taken: Vec<Region> = model.regions().cloned().chain(known).chain(later).collect();
    let mut found = Vec::new();
    while found.len() < MOST_TOLD {
        let table = model.union_of(taken.iter().cloned())?;
        let Ok(Some(witness)) = Proof::new(&table).uncovered() else { break };
        let answers = trimmed(model, &taken, model.answers(&witness.atoms));
        taken.push(widened(model, &taken, model.region_of(&answers)));
        found.push(answers);
    }
    Ok(found)
}

/// The answers without those that are not needed to be outside of all rules.
fn trimmed(model: &Model<'_>, rules: &[Region], answers: Atom) -> Atom {
    let mut kept = answers;
    let mut tried = kept.len();
    while let Some(last) = tried.checked_sub(1) {
        tried = last;
        let mut fewer = kept.clone();
        fewer.remove(last);
        let region = model.region_of(&fewer);
        if !rules.iter().any(|rule| rule.intersects(&region)) {
            kept = fewer;
        }
    }
    kept
}

/// The region, with as many other answers to the same questions as are outside of all rules too.
fn widened(model: &Model<'_>, rules: &[Region], region: Region) -> Region {
    let dimensions: Vec<usize> = region.sets().iter().map(|(dimension, _)| *dimension).collect();
    dimensions.into_iter().fold(region, |region, dimension| {
        let around = region.replaced(dimension, None);
        let all = model.table.space().dimensions().get(dimension).map_or(0, |dimension| dimension.atoms());
        let meeting = rules.iter().filter(|rule| rule.intersects(&around));
        let sets = meeting.filter_map(|rule| rule.set(dimension));
        let free = sets.fold(AtomSet::all(all), |free, set| free.difference(set));
        region.replaced(dimension, Some(free))
    })
}
