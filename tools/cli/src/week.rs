//! `beeline week`: where leads go at every minute of a week, and how many reps work then.

use anyhow::{Context, Result, bail};
use beeline::routing::Subject;
use beeline::schedule::Span;
use beeline_compiler::calendar_text;
use beeline_compiler::staffing::Time;
use beeline_compiler::week::{Stretch, span_of_week, week as stretches};
use beeline_compiler::{Compiled, lead};
use serde_json::{Value, json};

use crate::command::Arguments;
use crate::{check, grid, today, why};

/// Prints a week of leads of which this is said: an ordinary one, or the one of a day.
pub fn week(arguments: &Arguments, said: &[String], on: Option<&str>) -> Result<bool> {
    let Some(compiled) = check::compiled(arguments)? else { return Ok(false) };
    let bundle = &compiled.bundle;
    let pairs: Vec<(&str, &str)> = said.iter().map(|pair| why::split(pair)).collect::<Result<_>>()?;
    if pairs.iter().any(|(name, _)| *name == Subject::Hours.to_string()) {
        bail!("`hours` means nothing here: a week has every hour. Leave it out, or ask `cargo beeline why`");
    }
    let facts = match lead(bundle, &pairs) {
        Ok(facts) => facts,
        Err(problems) => bail!(problems.join("\n")),
    };
    let Some(form) = bundle.form(&facts.form) else { bail!("no form is called `{}`", facts.form) };
    let (time, at_ms) = match on {
        Some(day) => (Time::Actual, today::named(day, &compiled.zone)?),
        None => (Time::Ordinary, today::now_ms()?),
    };
    let window = span_of_week(&compiled.zone, at_ms).context("no calendar reaches that week")?;
    let stretches = stretches(bundle, &compiled.zone, (form, &facts), time, window);
    if arguments.json {
        println!("{}", as_json(&compiled, time, window, &stretches));
        return Ok(true);
    }
    let said: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let monday = calendar_text::printed_day(&compiled.zone, window.from_ms());
    let week = match time {
        Time::Ordinary => format!("in an ordinary week, by the clocks of the week of {monday}"),
        Time::Actual => format!("in the week of {monday}, with holidays and days out of office"),
    };
    println!("Leads with {} {week} ({}).\n", said.join(" "), compiled.zone_name);
    grid::print(&compiled.zone, window, &stretches);
    println!("\nBundle {}", compiled.hash);
    Ok(true)
}

fn as_json(compiled: &Compiled, time: Time, window: Span, stretches: &[Stretch]) -> Value {
    let stretch = |stretch: &Stretch| {
        let at_work: Vec<Value> =
            stretch.at_work.iter().map(|team| json!({ "team": team.team, "reps": team.reps })).collect();
        json!({
            "from_ms": stretch.span.from_ms(), "until_ms": stretch.span.until_ms(),
            "from_minute": stretch.from_minute, "team": stretch.team, "rule": stretch.rule,
            "at_work": at_work, "gap": stretch.is_gap(),
        })
    };
    json!({
        "bundle": compiled.hash, "time_zone": compiled.zone_name, "ordinary": time == Time::Ordinary,
        "from_ms": window.from_ms(), "until_ms": window.until_ms(),
        "stretches": stretches.iter().map(stretch).collect::<Vec<_>>(),
    })
}
