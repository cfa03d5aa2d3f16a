//! `cargo beeline`: checks, tests and explains `routing-config/`, with the code that decides at
//! the edge.
//!
//! Exit codes: 0 all is well, 1 the files are wrong or a lead goes elsewhere than it must, 2 the
//! command itself cannot be carried out.

mod changes;
mod check;
mod command;
mod coverage;
mod deployment;
mod message;
mod publish;
mod published;
mod store;
mod why;
mod words;

use std::process::ExitCode;

use clap::Parser;

use command::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Check => check::check(&arguments),
        Command::Test { fail_under } => coverage::test(&arguments, *fail_under),
        Command::Why { lead } => why::why(&arguments, lead),
        Command::Publish(publishing) => publish::publish(&arguments, publishing),
        Command::Rollback { hash, by, target } => publish::rollback(&arguments, hash, by.as_deref(), target),
        Command::Published { most, target } => published::published(&arguments, *most, target),
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
