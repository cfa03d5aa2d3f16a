//! `beeline plan`: recorded decisions, taken again by the files here.

mod json;
mod markdown;
mod says;
mod text;

pub use says::{reasons, way};

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::{Result, bail};
use beeline::replay::{Breach, Hundredths, Plan, Policy, Replay};
use clap::Args;

use crate::check;
use crate::command::Arguments;
use crate::decisions_file;

/// What `plan` can be told.
#[derive(Clone, Debug, Args)]
pub struct Wish {
    /// Recorded decisions, as `beeline decisions` writes them; - is the standard input
    #[arg(long, value_name = "FILE")]
    decisions: PathBuf,
    /// Fail if more than so many of a hundred leads go to another team
    #[arg(long, value_name = "PERCENT")]
    max_changed: Option<Hundredths>,
    /// Fail if so many more leads reach the fallback, and one more
    #[arg(long, value_name = "N")]
    max_fallback_increase: Option<u64>,
    /// Print Markdown, for a comment on a change
    #[arg(long)]
    markdown: bool,
}

/// Says what the files would have changed; whether that is within the policy.
pub fn plan(arguments: &Arguments, wish: &Wish) -> Result<bool> {
    if wish.markdown && arguments.json {
        bail!("choose one of --json and --markdown");
    }
    let Some(compiled) = check::compiled(arguments)? else { return Ok(false) };
    let mut replay = Replay::new(&compiled.bundle, &compiled.hash);
    decisions_file::read(&wish.decisions, |recorded| replay.add(recorded))?;
    let plan = replay.finish();
    if plan.summary.decisions == 0 {
        bail!("{} has no decision: nothing was tried", wish.decisions.display());
    }
    let policy = Policy { max_changed: wish.max_changed, max_fallback_increase: wish.max_fallback_increase };
    let breaches = policy.breaches(&plan.summary);
    print(arguments, wish, &plan, &breaches)?;
    Ok(breaches.is_empty())
}

fn print(arguments: &Arguments, wish: &Wish, plan: &Plan<'_>, breaches: &[Breach]) -> Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    if arguments.json {
        json::write(&mut output, plan, breaches)?;
    } else if wish.markdown {
        output.write_all(markdown::shown(plan, breaches).as_bytes())?;
    } else {
        output.write_all(text::shown(plan, breaches).as_bytes())?;
    }
    Ok(output.flush()?)
}
