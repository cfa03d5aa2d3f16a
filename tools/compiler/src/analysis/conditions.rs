//! Conditions that are probably not what was meant, each by itself.

use std::collections::BTreeSet;

use beeline::domain_name::is_free_mail;
use beeline::routing::{Answers, Condition, Subject};

use super::lint::Lint;
use super::model::Model;
use super::{Checked, Remark};
use crate::calendar_text::printed_minute;

/// A condition that every lead fits.
pub(super) fn that_fit_everything(checked: &Checked<'_>, model: &Model<'_>) -> Vec<Remark> {
    let fits_all = |condition: &Condition| {
        let fits = |known: beeline::routing::Known<'_>| condition.fits(known);
        model.where_answer(&condition.subject, fits).is_some_and(|(_, atoms)| atoms.is_full())
    };
    each(checked, |rule, condition| {
        fits_all(condition).then(|| {
            let message = format!("rule `{rule}`: every lead fits its condition on `{}`", condition.subject);
            (Lint::FitsEverything, message, "delete the condition, or say less".to_owned())
        })
    })
}

/// Mail providers where a company is meant.
pub(super) fn about_free_mail(checked: &Checked<'_>) -> Vec<Remark> {
    each(checked, |rule, condition| {
        let (Subject::Enriched(_), Answers::OneOf(words)) = (&condition.subject, &condition.answers) else {
            return None;
        };
        let provider = words.iter().find(|word| word.contains('.') && is_free_mail(word))?;
        let message = format!(
            "rule `{rule}`: `{}` is asked about {provider}, where anybody may have an address: that is no company",
            condition.subject
        );
        Some((Lint::FreeMail, message, format!("delete \"{provider}\" there")))
    })
}

fn each(
    checked: &Checked<'_>,
    remark: impl Fn(&str, &Condition) -> Option<(Lint, String, String)>,
) -> Vec<Remark> {
    let rules = checked.bundle.rules().iter().enumerate();
    let conditions = rules.flat_map(|(place, rule)| rule.when.iter().map(move |one| (place, rule, one)));
    conditions
        .filter_map(|(place, rule, condition)| {
            let (lint, message, fix) = remark(&rule.id, condition)?;
            Some(Remark::on_rules(lint, checked.lines.rule(place), message, &fix))
        })
        .collect()
}

/// The stretches that one rule names: where each begins, where it has ended, and the rule.
type Stretches = Vec<(i64, i64, usize)>;

/// A number or minute that is missing between what rules name.
pub(super) fn missing_steps(checked: &Checked<'_>) -> Vec<Remark> {
    let rules = checked.bundle.rules();
    let asked: BTreeSet<&Subject> =
        rules.iter().flat_map(|rule| &rule.when).map(|condition| &condition.subject).collect();
    let steps = asked.into_iter().flat_map(|subject| {
        let steps = missing(stretches(checked, subject));
        steps.into_iter().map(move |(step, before, after)| (subject, step, before, after))
    });
    steps
        .filter_map(|(subject, step, before, after)| {
            let (before, after) = (rules.get(before)?, (after, rules.get(after)?));
            let said = match u16::try_from(step).ok().filter(|_| *subject == Subject::Hours) {
                Some(minute) => printed_minute(minute),
                None => step.to_string(),
            };
            let message = format!(
                "no rule that asks about `{subject}` fits {said}: `{}` ends just before it, and `{}` begins just \
                 after",
                before.id, after.1.id
            );
            let fix = format!("move one of the two ends by one, so that {said} is in one of them");
            Some(Remark::on_rules(Lint::MissingStep, checked.lines.rule(after.0), message, &fix))
        })
        .collect()
}

fn stretches(checked: &Checked<'_>, subject: &Subject) -> Stretches {
    let rules = checked.bundle.rules().iter().enumerate();
    let asked = rules.flat_map(|(place, rule)| rule.when.iter().map(move |condition| (place, condition)));
    asked
        .filter(|(_, condition)| condition.subject == *subject)
        .flat_map(|(place, condition)| match &condition.answers {
            Answers::Within(spans) => {
                let end = |to: Option<i64>| to.map_or(i64::MAX, |to| to.saturating_add(1));
                spans.iter().map(|span| (span.from, end(span.to), place)).collect::<Stretches>()
            }
            Answers::During(spans) => {
                spans.iter().map(|(from, to)| (i64::from(*from), i64::from(*to), place)).collect()
            }
            Answers::OneOf(_) | Answers::NoneOf(_) => Stretches::new(),
        })
        .collect()
}

/// Each step that is in no stretch, while those beside it are in some: with the two rules.
fn missing(mut stretches: Stretches) -> Vec<(i64, usize, usize)> {
    stretches.sort_unstable();
    let mut found = Vec::new();
    let mut last: Option<(i64, usize)> = None;
    for (from, end, rule) in stretches {
        if let Some((ended, before)) = last
            && ended.checked_add(1) == Some(from)
        {
            found.push((ended, before, rule));
        }
        if last.is_none_or(|(ended, _)| end > ended) {
            last = Some((end, rule));
        }
    }
    found
}
