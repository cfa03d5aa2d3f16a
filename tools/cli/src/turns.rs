//! Who has a lead and why: what the pools of its teams have on record.

use anyhow::{Result, bail};
use beeline::page::time::stamp;
use beeline::pool::{How, Line, Load, Outcome, Reply, Standing};
use serde::Serialize;

use crate::remote::Remote;

/// What one team's pool made of a lead.
#[derive(Debug, Serialize)]
pub struct TurnOf {
    /// The team.
    team: String,
    /// What became of the lead there.
    outcome: Outcome,
}

/// What the pools of these teams made of a lead, those that were asked about it.
pub fn of(lead_id: &str, teams: &[&str], url: &str) -> Result<Vec<TurnOf>> {
    let remote = Remote::new(url)?;
    let mut turns = Vec::new();
    for team in teams {
        let Some(text) = remote.json(&format!("/v1/ops/pools/{team}/turns/{lead_id}"))? else { continue };
        match serde_json::from_str(&text) {
            Ok(Reply::Turn(outcome)) => turns.push(TurnOf { team: (*team).to_owned(), outcome }),
            _ => bail!("{url} tells the turn in a way that is not known here: is it of this version?"),
        }
    }
    Ok(turns)
}

/// Prints them: who has it, and of every rep of the team why or why not.
pub fn print(turns: &[TurnOf]) {
    for TurnOf { team, outcome } in turns {
        let table: &[Line] = match outcome {
            Outcome::Assigned { rep, name, how, table, .. } => {
                let how = match how {
                    How::Turn => "it was their turn",
                    How::SamePerson => "they had this person's last lead",
                };
                println!("\n{name} (`{rep}`) of team `{team}` has it: {how}.");
                table
            }
            Outcome::Backlogged { until_ms, table } => {
                let until = until_ms.map_or(String::new(), |at_ms| format!(" until {}", stamp(at_ms)));
                println!("\nIt waits in team `{team}`{until}.");
                table
            }
            Outcome::NobodyNow { table } => {
                println!("\nNobody of team `{team}` could take it.");
                table
            }
            Outcome::Withdrawn => {
                println!(
                    "\nIt is not team `{team}`'s any more: it went to another, and costs nobody here a turn."
                );
                &[]
            }
        };
        table.iter().for_each(print_line);
    }
}

fn print_line(line: &Line) {
    let Line { rep, name, weight, taken_today, daily_cap, standing, due, .. } = line;
    let cap = daily_cap.map_or(String::new(), |cap| format!(" of {cap}"));
    let mark = if *standing == Standing::Chosen { "✓" } else { " " };
    println!("{mark} {name} (`{rep}`), weight {weight}, {taken_today}{cap} today: {}", in_words(standing));
    if matches!(standing, Standing::Chosen | Standing::InLine | Standing::HadItsShare) {
        println!("    next lead due in {due} rounds");
    }
}

fn in_words(standing: &Standing) -> String {
    let until =
        |until_ms: &Option<i64>| until_ms.map_or(String::new(), |at_ms| format!(" until {}", stamp(at_ms)));
    match standing {
        Standing::Chosen => "the lowest number was due first".to_owned(),
        Standing::InLine => "could have taken it".to_owned(),
        Standing::HadItsShare => "had had its share, and this lead's too".to_owned(),
        Standing::Engaged { load, since_ms } => {
            let what = match load {
                Load::OnCall => "on a call",
                Load::Busy | Load::Idle => "busy",
            };
            format!("{what} since {}, and others were free", stamp(*since_ms))
        }
        Standing::LoadUnknown { .. } => "nobody knew whether they were busy, and others were free".to_owned(),
        Standing::Closed { why, until_ms } => format!("{why}{}", until(until_ms)),
        Standing::CapReached { until_ms } => format!("had all the leads of a day{}", until(until_ms)),
        Standing::GaveItBack => "gave it back".to_owned(),
        Standing::Inactive => "not active".to_owned(),
    }
}
