//! `beeline publish` and `beeline rollback`: rules change without a deploy.

use std::env;

use anyhow::{Context, Result, bail};
use beeline::live::{MAX_BUNDLE_BYTES, Mode, Publication, Reference};
use beeline::routing::Bundle;
use beeline_compiler::{Problem, Severity};
use serde_json::json;

use crate::changes::changes;
use crate::check;
use crate::command::{Arguments, Publishing, Target, Way};
use crate::deployment::Deployment;
use crate::today;

/// Publishes the files, once they are checked and tested.
pub fn publish(arguments: &Arguments, publishing: &Publishing) -> Result<bool> {
    let mode = mode(publishing)?;
    let Some(compiled) = check::right(arguments)? else { return Ok(false) };
    remark(arguments, &compiled.remarks);
    if compiled.bytes.len() > MAX_BUNDLE_BYTES {
        bail!(
            "the compiled files have {} bytes, at most {MAX_BUNDLE_BYTES} can be published",
            compiled.bytes.len()
        );
    }
    let deployment = Deployment::of(&publishing.target)?;
    let current = deployment.current()?;
    let base = current.as_ref().and_then(Publication::as_base);
    let is_live = base.as_ref().is_some_and(|base| base.bundle.hash == compiled.hash);
    if is_live && mode != Mode::Live {
        bail!("these files are live already: change them first, there is nothing to try");
    }
    let before = base.as_ref().map(|base| deployment.bundle(&base.bundle.hash)).transpose()?.flatten();
    let before = before.as_deref().and_then(|bytes| Bundle::read(bytes).ok());
    let lines = before.map(|before| changes(&before, &compiled.bundle));
    let publication = Publication {
        sequence: Publication::sequence_after(current.map(|current| current.sequence), today::now_ms()?),
        mode,
        bundle: Reference::to(&compiled.bytes),
        base: base.filter(|_| mode != Mode::Live),
        by: by(publishing.by.as_deref()),
    };
    deployment.publish(&publication, &compiled.bytes)?;
    tell(arguments, &publication, lines.as_deref());
    Ok(true)
}

/// Publishes a bundle again that was published before.
pub fn rollback(arguments: &Arguments, hash: &str, by_whom: Option<&str>, target: &Target) -> Result<bool> {
    let deployment = Deployment::of(target)?;
    let current = deployment.current()?;
    let Some(bytes) = deployment.bundle(hash)? else {
        bail!(
            "bundle {hash} was never published here: `cargo beeline published` lists those that were. \
             To go back to files that were only deployed, check them out and publish them"
        );
    };
    let reference = Reference::to(&bytes);
    if reference.hash != hash {
        bail!("what is stored as bundle {hash} is something else: somebody wrote over it");
    }
    reference.read(&bytes).context("this version of the code cannot read that bundle")?;
    let publication = Publication {
        sequence: Publication::sequence_after(current.map(|current| current.sequence), today::now_ms()?),
        mode: Mode::Live,
        bundle: reference,
        base: None,
        by: by(by_whom),
    };
    deployment.publish(&publication, &bytes)?;
    tell(arguments, &publication, None);
    Ok(true)
}

/// Shows what can hardly be meant, before it is in force, and counts the rest.
fn remark(arguments: &Arguments, remarks: &[Problem]) {
    let (warnings, notes): (Vec<Problem>, Vec<Problem>) =
        remarks.iter().cloned().partition(|remark| remark.severity == Severity::Warning);
    if !arguments.json {
        check::tell(arguments, &warnings);
    }
    check::count(arguments, &notes);
}

fn mode(publishing: &Publishing) -> Result<Mode> {
    match (publishing.mode, publishing.percent) {
        (Way::Canary, Some(percent)) => Ok(Mode::Canary { percent }),
        (Way::Canary, None) => bail!("of how many persons? Write --mode canary --percent 10"),
        (_, Some(_)) => bail!("--percent belongs to --mode canary"),
        (Way::Live, None) => Ok(Mode::Live),
        (Way::Shadow, None) => Ok(Mode::Shadow),
    }
}

fn by(name: Option<&str>) -> String {
    let from_environment = || env::var("USER").or_else(|_| env::var("USERNAME")).ok();
    name.map(str::to_owned).or_else(from_environment).unwrap_or_else(|| "unknown".to_owned())
}

fn tell(arguments: &Arguments, publication: &Publication, changes: Option<&[String]>) {
    let Publication { sequence, mode, bundle, .. } = publication;
    if arguments.json {
        println!(
            "{}",
            json!({ "bundle": bundle.hash, "sequence": sequence, "mode": mode, "changes": changes })
        );
        return;
    }
    match changes {
        None => {}
        Some([]) => println!("Nothing is different from what is published."),
        Some(lines) => lines.iter().for_each(|line| println!("  {line}")),
    }
    let doing = match mode {
        Mode::Live => "It decides about every lead".to_owned(),
        Mode::Canary { percent } => {
            format!("It decides about the leads of {percent} % of persons, always the same")
        }
        Mode::Shadow => "It decides about no lead; what it would have done is recorded".to_owned(),
    };
    println!("Published bundle {} ({}), sequence {sequence}.", bundle.hash, mode.word());
    println!("{doing}, within about a minute (routing-config/README.md, \"Putting a change live\").");
}
