//! `beeline published`: what is in force, and what was.

use anyhow::Result;
use beeline::live::{Mode, Publication};
use jiff::Timestamp;
use serde_json::json;

use crate::command::{Arguments, Target};
use crate::deployment::Deployment;

/// Lists the latest publications.
pub fn published(arguments: &Arguments, most: usize, target: &Target) -> Result<bool> {
    let deployment = Deployment::of(target)?;
    let (current, history) = (deployment.current()?, deployment.history(most)?);
    if arguments.json {
        let history: Vec<_> = history.into_iter().flatten().collect();
        println!("{}", json!({ "current": current, "history": history }));
        return Ok(true);
    }
    match &current {
        None => println!("Nothing is published: what was deployed is in force."),
        Some(current) => println!(
            "Bundle {} ({}) is published, since {}.\nIf the system was deployed after that, what was deployed is in force: /healthz says which.\n",
            current.bundle.hash,
            way(current.mode),
            time(current.sequence)
        ),
    }
    for publication in history {
        match publication {
            Ok(publication) => println!("{}", line(&publication)),
            Err(refusal) => println!("  one that this key cannot open: {refusal}"),
        }
    }
    Ok(true)
}

fn line(publication: &Publication) -> String {
    let Publication { sequence, mode, bundle, by, .. } = publication;
    format!("  {}  {}  {:<12} by {by}", time(*sequence), bundle.hash, way(*mode))
}

fn way(mode: Mode) -> String {
    match mode {
        Mode::Canary { percent } => format!("canary {percent} %"),
        mode => mode.word().to_owned(),
    }
}

/// In UTC, so that two readers see the same.
fn time(sequence: i64) -> String {
    Timestamp::from_millisecond(sequence)
        .map_or_else(|_| sequence.to_string(), |at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}
