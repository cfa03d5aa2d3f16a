//! `beeline why`: where a lead goes, every rule on the way, and what would have changed it.

use anyhow::{Result, bail};
use beeline::routing::{ConditionCheck, RuleCheck, checks, counterfactuals, route};
use beeline_compiler::{Compiled, lead};
use serde_json::json;

use crate::check;
use crate::command::Arguments;
use crate::words;

/// Explains where a lead goes.
pub fn why(arguments: &Arguments, said: &[String]) -> Result<bool> {
    let Some(compiled) = check::compiled(arguments)? else { return Ok(false) };
    let pairs: Vec<(&str, &str)> = said.iter().map(|pair| split(pair)).collect::<Result<_>>()?;
    let facts = match lead(&compiled.bundle, &pairs) {
        Ok(facts) => facts,
        Err(problems) => bail!(problems.join("\n")),
    };
    let bundle = &compiled.bundle;
    let Some(form) = bundle.form(&facts.form) else { bail!("no form is called `{}`", facts.form) };
    let (route, checks) = (route(bundle, form, &facts), checks(bundle, &facts));
    let otherwise = counterfactuals(bundle, form, &facts);
    if arguments.json {
        let told = json!({
            "bundle": compiled.hash, "facts": facts, "team": route.team, "rule": route.rule,
            "rules": checks, "otherwise": otherwise,
        });
        println!("{told}");
        return Ok(true);
    }
    println!("Team `{}` ({}), by {}.\n", route.team, route.team_name, decided_by(&route.rule));
    checks.iter().for_each(print);
    skipped(&compiled, checks.len());
    if !otherwise.is_empty() {
        println!("\nIt would have gone elsewhere, all else being the same:");
    }
    for other in otherwise {
        println!(
            "  to `{}` (rule `{}`), if {}",
            other.team,
            other.rule,
            words::alternatives(&other.subject, &other.answers)
        );
    }
    println!("\nBundle {}", compiled.hash);
    Ok(true)
}

/// A pair of what is said of a lead.
pub fn split(pair: &str) -> Result<(&str, &str)> {
    match pair.split_once('=') {
        Some((name, value)) => Ok((name.trim(), value.trim())),
        None => bail!("`{pair}` has no equals sign: write NAME=VALUE, such as country=DE"),
    }
}

fn decided_by(rule: &str) -> String {
    match rule {
        beeline::routing::FORM => "the form's own team, because no rule fits".to_owned(),
        beeline::routing::FALLBACK => "the fallback, because no rule fits".to_owned(),
        rule => format!("rule `{rule}`"),
    }
}

fn print(check: &RuleCheck) {
    println!("{} {:<28} to {}", mark(check.fits), check.rule, check.team);
    for condition in &check.conditions {
        print_condition(condition);
    }
}

fn print_condition(check: &ConditionCheck) {
    let from = check.from.map_or(String::new(), |source| {
        format!(
            " (from {})",
            serde_json::to_value(source)
                .ok()
                .and_then(|word| word.as_str().map(str::to_owned))
                .unwrap_or_default()
        )
    });
    let known = words::known(&check.subject, check.known.as_ref());
    println!(
        "    {} {} is {known}{from}; wanted: {}",
        mark(check.fits),
        check.subject,
        words::wanted(&check.wanted)
    );
}

const fn mark(fits: bool) -> &'static str {
    if fits { "✓" } else { "✗" }
}

fn skipped(compiled: &Compiled, told: usize) {
    let rest = compiled.bundle.rules().len().saturating_sub(told);
    if rest > 0 {
        println!("  … {rest} more rules below it were not asked");
    }
}
