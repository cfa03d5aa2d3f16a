//! `beeline why ld_…`: why a lead went where it went, from the record of its decision, and, of a
//! Beeline that runs, who has it and why.

use std::path::Path;

use anyhow::{Result, bail};
use beeline::identity::LeadId;
use beeline::page::time::stamp;
use beeline::replay::{Change, again};
use beeline::routing::Recorded;
use beeline_compiler::Compiled;
use serde_json::{Value, json};

use crate::command::Arguments;
use crate::remote::Remote;
use crate::turns::TurnOf;
use crate::{check, decisions_file, plan, turns, why, words};

/// Where decisions are on record.
pub enum Record<'a> {
    /// In a file.
    File(&'a Path),
    /// At a Beeline that runs.
    Url(&'a str),
}

/// Explains the latest decision about a lead; whether these files, if they are the ones that
/// decided, still decide the same.
pub fn why(arguments: &Arguments, lead_id: LeadId, record: &Record<'_>) -> Result<bool> {
    let found = match record {
        Record::File(path) => in_file(lead_id, path)?,
        Record::Url(url) => at(lead_id, url)?,
    };
    let Some(recorded) = found else { bail!("no decision about {lead_id} is on record there") };
    let Some(compiled) = check::compiled(arguments)? else { return Ok(false) };
    let change = Change::of(&compiled.bundle, &recorded);
    let is_drift = change.is_some() && recorded.bundle == compiled.hash;
    let turns = match record {
        Record::File(_) => Vec::new(),
        Record::Url(url) => {
            let asked = compiled.bundle.asked_for_a_rep(&recorded.team);
            let teams: Vec<&str> = asked.iter().map(|roster| roster.team.as_str()).collect();
            turns::of(&lead_id.to_string(), &teams, url)?
        }
    };
    if arguments.json {
        let told = as_json(&compiled, &recorded, change.as_ref());
        println!("{}", with_turns(told, &turns));
    } else {
        print(&compiled, &recorded, change.as_ref());
        turns::print(&turns);
    }
    Ok(!is_drift)
}

fn in_file(lead_id: LeadId, path: &Path) -> Result<Option<Recorded>> {
    let mut latest: Option<Recorded> = None;
    decisions_file::read(path, |recorded| {
        let is_newer = latest.as_ref().is_none_or(|known| known.revision < recorded.revision);
        if recorded.lead_id == lead_id && is_newer && !recorded.not_followed {
            latest = Some(recorded);
        }
    })?;
    Ok(latest)
}

fn at(lead_id: LeadId, url: &str) -> Result<Option<Recorded>> {
    let Some(answer) = Remote::new(url)?.lines(&format!("/v1/ops/decisions/{lead_id}"))? else {
        return Ok(None);
    };
    // The latest is told first.
    for line in answer.lines.lines() {
        match Recorded::read(line.as_bytes()) {
            Ok(recorded) if recorded.not_followed => {}
            Ok(recorded) => return Ok(Some(recorded)),
            Err(why) => bail!("the answered line {why}"),
        }
    }
    bail!("the decision about {lead_id} was taken before decisions were recorded")
}

fn print(compiled: &Compiled, recorded: &Recorded, change: Option<&Change>) {
    let Recorded { lead_id, revision, bundle, team, rule, .. } = recorded;
    let when = stamp(recorded.at_ms);
    let (form, decided) = (&recorded.form, words::decided(team, rule));
    match &recorded.moved_from {
        None => {
            println!("Lead {lead_id}, submission {revision}, accepted {when} through form `{form}`.");
            println!("It went to {decided}, by bundle {bundle}.");
        }
        Some(from) => {
            println!("Lead {lead_id}, submission {revision}, which came through form `{form}`.");
            println!("It was moved from team `{from}` to {decided}, by bundle {bundle}, {when}.");
        }
    }
    let are_the_same = *bundle == compiled.hash;
    match (are_the_same, change) {
        (true, None) => println!("The files here are the ones that decided."),
        (true, Some(_)) => println!(
            "The files here are the ones that decided, and decide otherwise. The same files must decide the \
             same: nothing you wrote, show this to an engineer."
        ),
        (false, _) => println!(
            "The files here are not the ones that decided: they make bundle {}. What follows is by the files \
             here.",
            compiled.hash
        ),
    }
    let Some((facts, _)) = again(&compiled.bundle, recorded) else {
        println!("They have no form `{}`, so that they decide nothing about it.", recorded.form);
        return;
    };
    match change {
        Some(change) => {
            println!("\nThe difference: {}", plan::way(change));
            plan::reasons(change).iter().for_each(|reason| println!("  {reason}"));
        }
        None if !are_the_same => println!("They decide the same."),
        None => {}
    }
    println!();
    if let Some(form) = compiled.bundle.form(&facts.form) {
        why::print(compiled, form, &facts, true);
    }
}

fn with_turns(mut told: Value, turns: &[TurnOf]) -> Value {
    if let Some(fields) = told.as_object_mut() {
        fields.insert("turns".to_owned(), json!(turns));
    }
    told
}

fn as_json(compiled: &Compiled, recorded: &Recorded, change: Option<&Change>) -> Value {
    let by_files_here = again(&compiled.bundle, recorded)
        .and_then(|(facts, _)| Some(why::as_json(compiled, compiled.bundle.form(&facts.form)?, &facts)));
    let are_the_same = recorded.bundle == compiled.hash;
    json!({
        "recorded": recorded, "bundle": compiled.hash, "same_files": are_the_same, "change": change,
        "by_files_here": by_files_here,
    })
}
