//! `beeline score`: how many points a lead has, and what for.

use anyhow::{Result, anyhow, bail};
use beeline::routing::{ConditionCheck, Facts};
use beeline::warm::score::{Reason, Score, Sheet};
use beeline_compiler::{Case, Compiled, SCORE, TESTS, closest, lead};
use serde_json::json;

use crate::command::Arguments;
use crate::why::split;
use crate::{check, words};

/// Says the points of a lead, or of every lead of `tests.toml`.
pub fn score(arguments: &Arguments, said: &[String]) -> Result<bool> {
    let Some(compiled) = check::compiled(arguments)? else { return Ok(false) };
    let Some(sheet) = &compiled.score else {
        bail!("{} has no {SCORE}: README.md shows what stands in it", arguments.folder.display())
    };
    if said.is_empty() {
        every_test(arguments, sheet, &compiled.cases);
        return Ok(true);
    }
    let facts = facts(&compiled, said)?;
    let score = Score::of(sheet, &facts);
    if arguments.json {
        println!("{}", json!({ "facts": facts, "score": score }));
    } else {
        print(sheet, &score, &facts);
    }
    Ok(true)
}

/// A line for each lead of `tests.toml`.
fn every_test(arguments: &Arguments, sheet: &Sheet, cases: &[Case]) {
    let scores = cases.iter().map(|case| (case, Score::of(sheet, &case.facts)));
    if arguments.json {
        let tests: Vec<_> =
            scores.map(|(case, score)| json!({ "test": case.name, "score": score })).collect();
        println!("{}", json!({ "tests": tests }));
        return;
    }
    for (case, score) in scores {
        println!("{:>6} of {}  {}", score.points, score.most, case.name);
    }
    if cases.is_empty() {
        println!("{TESTS} has no lead. Say what is known of one, such as: form=demo employees=150");
    }
}

/// The lead of a test, or one of which this is said.
fn facts(compiled: &Compiled, said: &[String]) -> Result<Facts> {
    if let [name] = said {
        if let Some(case) = compiled.cases.iter().find(|case| case.name == *name) {
            return Ok(case.facts.clone());
        }
        if !name.contains('=') {
            let near = closest(name, compiled.cases.iter().map(|case| case.name.as_str()));
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            bail!("no test of {TESTS} is called `{name}`{near}");
        }
    }
    let pairs: Vec<(&str, &str)> = said.iter().map(|pair| split(pair)).collect::<Result<_>>()?;
    lead(&compiled.bundle, &pairs).map_err(|problems| anyhow!(problems.join("\n")))
}

/// The points, every line that counted with what it asked for, and what is not known.
fn print(sheet: &Sheet, score: &Score, facts: &Facts) {
    println!("{} of {}", score.points, score.most);
    for reason in &score.reasons {
        println!("  {:>+6}  {:<32} {}", reason.points, reason.reason, counted(sheet, reason, facts));
    }
    if score.sum != score.points {
        println!("The lines sum up to {}, and a lead has {} to {}.", score.sum, sheet.least(), sheet.most());
    }
    if !score.unknown.is_empty() {
        let unknown: Vec<String> = score.unknown.iter().map(ToString::to_string).collect();
        println!("Not known: {}", unknown.join(", "));
    }
}

/// What made a line count: `employees is 500; wanted: 200 or more`.
fn counted(sheet: &Sheet, reason: &Reason, facts: &Facts) -> String {
    let place = usize::try_from(reason.line).ok().and_then(|line| line.checked_sub(1));
    let line = place.and_then(|place| sheet.lines().get(place));
    line.map_or(String::new(), |line| {
        let subject = line.condition.subject.clone();
        let known = facts.known(&subject).fact();
        words::condition(&ConditionCheck {
            subject,
            wanted: line.condition.clone(),
            known,
            from: None,
            fits: true,
        })
    })
}
