//! `cargo beeline`: checks, tests and explains `routing-config/`, with the code that decides at
//! the edge, and asks a Beeline that runs.
//!
//! Exit codes: 0 all is well, 1 the files are wrong, a lead goes elsewhere than it must or a
//! change does more than it may, 2 the
//! command itself cannot be carried out.

mod changes;
mod check;
mod command;
mod decisions;
mod decisions_file;
mod deployment;
mod destinations;
mod examples;
mod fmt;
mod grid;
mod junit;
mod markdown;
mod message;
mod moved;
mod plan;
mod progress;
mod publish;
mod published;
mod quarantine;
mod recorded;
mod remote;
mod schema;
mod score;
mod store;
mod test;
mod today;
mod turns;
mod week;
mod why;
mod why_not;

use std::process::ExitCode;

use beeline_compiler::words;
use clap::Parser;

use command::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Check(wish) => check::check(&arguments, wish),
        Command::Test(wish) => test::test(&arguments, wish),
        Command::Decisions(wish) => decisions::decisions(wish),
        Command::Plan(wish) => plan::plan(&arguments, wish),
        Command::Why(wish) => why::why(&arguments, wish),
        Command::Quarantine(wish) => quarantine::quarantine(&arguments, wish),
        Command::Publish(publishing) => publish::publish(&arguments, publishing),
        Command::Rollback { hash, by, target } => publish::rollback(&arguments, hash, by.as_deref(), target),
        Command::Published { most, target } => published::published(&arguments, *most, target),
        Command::Destinations(wish) => destinations::destinations(&arguments, wish),
        Command::Examples { write } => examples::examples(&arguments, *write),
        Command::Fmt { check } => fmt::fmt(&arguments, *check),
        Command::Score { lead } => score::score(&arguments, lead),
        Command::Schema { write } => schema::schema(&arguments, *write),
        Command::Week { lead, on } => week::week(&arguments, lead, on.as_deref()),
        Command::WhyNot { rep, at } => why_not::why_not(&arguments, rep, at.as_deref()),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}
