//! A plan's numbers and reasons, as sentences.

use beeline::page::time::stamp;
use beeline::replay::{Balance, Breach, Change, Difference, Plan, Summary};
use beeline::routing::ConditionCheck;

use crate::words;

/// What was tried, and what comes of it.
pub fn outcome(summary: &Summary) -> Vec<String> {
    let Summary { leads, changed, changed_percent, .. } = summary;
    let mut said = vec![format!(
        "{} decided about again{}: {} another team ({changed_percent} %).",
        words::leads(*leads),
        period(summary),
        goes(*changed, "goes to", "go to"),
    )];
    if summary.same_team_other_rule > 0 {
        let goes = goes(summary.same_team_other_rule, "goes", "go");
        said.push(format!("{goes} to the same team by another rule."));
    }
    said.push(fallback(summary.fallback));
    said.extend(left_out(summary));
    said.extend(idle_rules(summary));
    said
}

/// The rules that none of the leads needs, the first of them by name.
fn idle_rules(summary: &Summary) -> Option<String> {
    const NAMED: usize = 20;
    let named = summary.idle_rules.iter().take(NAMED).map(|rule| format!("`{rule}`"));
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match summary.idle_rules.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {} more", words::count(more as u64)),
    };
    (!named.is_empty()).then(|| format!("Rules that decided none of these leads: {named}{more}."))
}

fn period(summary: &Summary) -> String {
    let (Some(from_ms), Some(to_ms)) = (summary.from_ms, summary.to_ms) else { return String::new() };
    let bundles = match summary.decided_by.as_slice() {
        [one] => format!("bundle {}", one.name),
        several => format!("{} bundles", several.len()),
    };
    format!(", accepted {} to {} and decided by {bundles}", stamp(from_ms), stamp(to_ms))
}

fn goes(leads: u64, one: &str, several: &str) -> String {
    format!("{} {}", words::leads(leads), if leads == 1 { one } else { several })
}

fn fallback(fallback: Balance) -> String {
    let Balance { before, after, gained, .. } = fallback;
    let newly = if gained > 0 { format!(", {} of them newly", words::count(gained)) } else { String::new() };
    format!("The fallback had {} and has {}{newly}.", words::leads(before), words::count(after))
}

/// What the numbers are not about.
fn left_out(summary: &Summary) -> Vec<String> {
    let mut said = Vec::new();
    for form in &summary.forms_gone {
        said.push(format!(
            "Left out: {} of form `{}`, which these files do not have.",
            words::leads(form.leads),
            form.name
        ));
    }
    if summary.synthetic > 0 {
        said.push(format!("Left out: {} of monitors.", words::leads(summary.synthetic)));
    }
    if summary.superseded > 0 {
        let decisions = words::count(summary.superseded);
        said.push(format!(
            "Left out: {decisions} decisions that a later one of the same lead takes the place of."
        ));
    }
    said
}

/// Whether that is allowed.
pub fn verdict(breaches: &[Breach]) -> Vec<String> {
    breaches.iter().map(|breach| format!("Not allowed: {breach}.")).collect()
}

/// The lead, and when it was accepted.
pub fn lead(change: &Change) -> String {
    format!("{}, accepted {}, form {}", change.lead_id, stamp(change.at_ms), change.form)
}

/// Where it went and where it goes.
pub fn way(change: &Change) -> String {
    let Change { before, after, .. } = change;
    format!("{} → {}", words::decided(&before.team, &before.rule), words::decided(&after.team, &after.rule))
}

/// Why, one reason each.
pub fn reasons(change: &Change) -> Vec<String> {
    let rule = &change.before.rule;
    let mut said: Vec<String> = change
        .derived
        .iter()
        .map(|derived| {
            let known = |fact| words::known(&derived.subject, fact);
            format!(
                "{} was {}, and is {} by these files",
                derived.subject,
                known(derived.before.as_ref()),
                known(derived.after.as_ref())
            )
        })
        .collect();
    said.push(match &change.difference {
        Difference::RuleGone => format!("rule `{rule}` is gone"),
        Difference::NoLongerFits { conditions } => {
            format!("rule `{rule}` does not fit: {}", listed(conditions))
        }
        Difference::Overtaken => format!("rule `{rule}` would fit, and a rule above it comes first"),
        Difference::OtherTeam => format!("rule `{rule}` names another team"),
        Difference::RuleFits => "no rule had fitted it".to_owned(),
        Difference::OtherDefault => "no rule fits it, and what takes such leads is another team".to_owned(),
    });
    if !words::is_rule(&change.after.rule) {
        said.extend((change.difference != Difference::OtherDefault).then(|| "no rule fits it".to_owned()));
    } else if change.fits.is_empty() {
        said.push(format!("rule `{}` fits every lead", change.after.rule));
    } else {
        said.push(format!("rule `{}` fits: {}", change.after.rule, listed(&change.fits)));
    }
    said
}

fn listed(conditions: &[ConditionCheck]) -> String {
    conditions.iter().map(words::condition).collect::<Vec<_>>().join("; and ")
}

/// What is said in place of leads that are not shown.
pub fn more(all: u64, shown: usize) -> Option<String> {
    let rest = all.saturating_sub(shown as u64);
    (rest > 0).then(|| format!("… and {} more (all of them with --json)", words::count(rest)))
}

/// The leads that are told one by one, under what they have in common, and how many there are.
pub fn told<'a>(plan: &'a Plan<'_>) -> [(&'static str, u64, Box<dyn Iterator<Item = Change> + 'a>); 2] {
    [
        ("The same files decide otherwise", plan.summary.drifted, Box::new(plan.drifts())),
        ("To another team", plan.summary.changed, Box::new(plan.changes())),
    ]
}
