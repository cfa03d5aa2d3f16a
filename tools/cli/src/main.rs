//! `cargo beeline`: checks, tests and explains `routing-config/`, with the code that decides at
//! the edge.
//!
//! Exit codes: 0 all is well, 1 the files are wrong or a lead goes elsewhere than it must, 2 the
//! command itself cannot be carried out.

mod check;
mod command;
mod coverage;
mod examples;
mod fmt;
mod message;
mod schema;
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
        Command::Examples { write } => examples::examples(&arguments, *write),
        Command::Fmt { check } => fmt::fmt(&arguments, *check),
        Command::Schema { write } => schema::schema(&arguments, *write),
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
