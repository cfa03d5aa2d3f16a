//! `cargo beeline`: checks, tests and explains `routing-config/`, with the code that decides at
//! the edge.
//!
//! Exit codes: 0 all is well, 1 the files are wrong or a lead goes elsewhere than it must, 2 the
//! command itself cannot be carried out.

mod check;
mod command;
mod coverage;
mod grid;
mod message;
mod today;
mod week;
mod why;
mod why_not;
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
