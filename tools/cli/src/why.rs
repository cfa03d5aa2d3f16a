//! `beeline why`: where a lead goes, every rule on the way, and what would have changed it.

use std::path::PathBuf;

use anyhow::{Result, bail};
use beeline::identity::LEAD_ID_PREFIX;
use beeline::routing::{Facts, Form, RuleCheck, Subject, checks, counterfactuals, route};
use beeline_compiler::{Compiled, lead};
use clap::Args;
use serde_json::{Value, json};

use crate::command::Arguments;
use crate::moved::Moved;
use crate::recorded::Record;
use crate::{check, recorded, words};

/// What `why` can be told.
#[derive(Clone, Debug, Args)]
pub struct Wish {
    /// What is known of the lead, such as: form=demo country=DE employees=150. Or a lead's id
    #[arg(required = true, value_name = "NAME=VALUE|LEAD_ID")]
    lead: Vec<String>,
    /// Recorded decisions, as `beeline decisions` writes them, where the lead's is to be found
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    decisions: Option<PathBuf>,
    /// Where Beeline runs that has the lead; the ops token is read from BEELINE_OPS_TOKEN
    #[arg(long, value_name = "URL")]
    from: Option<String>,
}

/// Explains where a lead goes.
pub fn why(arguments: &Arguments, wish: &Wish) -> Result<bool> {
    let record = match (&wish.decisions, &wish.from) {
        (Some(path), _) => Some(Record::File(path)),
        (None, Some(url)) => Some(Record::Url(url)),
        (None, None) => None,
    };
    match (wish.lead.as_slice(), record) {
        ([id], Some(record)) => match id.parse() {
            Ok(lead_id) => recorded::why(arguments, lead_id, &record),
            Err(wrong) => bail!("`{id}` is {wrong}"),
        },
        (_, Some(_)) => bail!("say one lead's id, such as ld_040gfafankn8sr68a3ro2h00"),
        ([id], None) if id.starts_with(LEAD_ID_PREFIX) => {
            bail!("say where its decision is on record: --decisions FILE or --from URL")
        }
        (said, None) => made_up(arguments, said),
    }
}

/// A lead of which this is said.
fn made_up(arguments: &Arguments, said: &[String]) -> Result<bool> {
    let Some(compiled) = check::compiled(arguments)? else { return Ok(false) };
    let pairs: Vec<(&str, &str)> = said.iter().map(|pair| split(pair)).collect::<Result<_>>()?;
    let facts = match lead(&compiled.bundle, &pairs) {
        Ok(facts) => facts,
        Err(problems) => bail!(problems.join("\n")),
    };
    let Some(form) = compiled.bundle.form(&facts.form) else { bail!("no form is called `{}`", facts.form) };
    if arguments.json {
        println!("{}", as_json(&compiled, form, &facts));
    } else {
        let is_hour_said = pairs.iter().any(|(name, _)| *name == Subject::Hours.to_string());
        print(&compiled, form, &facts, is_hour_said);
    }
    Ok(true)
}

/// The explanation for programs.
pub fn as_json(compiled: &Compiled, form: &Form, facts: &Facts) -> Value {
    let bundle = &compiled.bundle;
    let route = route(bundle, form, facts);
    let mut told = json!({
        "bundle": compiled.hash, "facts": facts, "team": route.team, "rule": route.rule,
        "rules": checks(bundle, facts), "otherwise": counterfactuals(bundle, form, facts),
    });
    if let (Value::Object(told), Some(moved)) = (&mut told, Moved::of(compiled, form, facts)) {
        told.insert("first".to_owned(), moved.as_json());
    }
    told
}

/// The explanation for people. A lead of which no hour is said comes on Monday at 00:00.
pub fn print(compiled: &Compiled, form: &Form, facts: &Facts, is_hour_said: bool) {
    let bundle = &compiled.bundle;
    let (route, checks) = (route(bundle, form, facts), checks(bundle, facts));
    println!("To {}: {}.", words::decided(&route.team, &route.rule), route.team_name);
    if let Some(moved) = Moved::of(compiled, form, facts) {
        println!("{}", moved.in_words());
    }
    println!();
    checks.iter().for_each(|check| print_rule(check, is_hour_said));
    skipped(compiled, checks.len());
    let otherwise = counterfactuals(bundle, form, facts);
    if !otherwise.is_empty() {
        println!("\nIt would have gone elsewhere, all else being the same:");
    }
    for other in otherwise {
        println!(
            "  to {}, if {}",
            words::decided(&other.team, &other.rule),
            words::alternatives(&other.subject, &other.answers)
        );
    }
    println!("\nBundle {}", compiled.hash);
}

/// A pair of what is said of a lead.
pub fn split(pair: &str) -> Result<(&str, &str)> {
    match pair.split_once('=') {
        Some((name, value)) => Ok((name.trim(), value.trim())),
        None => bail!("`{pair}` has no equals sign: write NAME=VALUE, such as country=DE"),
    }
}

fn print_rule(check: &RuleCheck, is_hour_said: bool) {
    println!("{} {:<28} to {}", mark(check.fits), check.rule, check.team);
    for condition in &check.conditions {
        let is_supposed = condition.subject == Subject::Hours && !is_hour_said;
        let words = if is_supposed { words::supposed(condition) } else { words::condition(condition) };
        println!("    {} {words}", mark(condition.fits));
    }
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
