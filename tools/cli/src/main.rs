//! `cargo beeline`: checks, tests and explains `routing-config/`, with the code that decides at
//! the edge.
//!
//! Exit codes: 0 all is well, 1 the files are wrong or a lead goes elsewhere than it must, 2 the
//! command itself cannot be carried out.

mod check;
mod command;
mod coverage;
mod message;
mod why;

use std::process::ExitCode;

use beeline_compiler::words;
use clap::Parser;

use command::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = match &arguments.command {
        Command::Check => check::check(&arguments),
        Command::Test { fail_under } => coverage::test(&arguments, *fail_under),
        Command::Why { lead } => why::why(&arguments, lead),
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
