//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::{check, decisions, plan, test, why};

/// Checks, tests and explains routing-config/.
#[derive(Debug, Parser)]
#[command(name = "beeline", version, about, max_term_width = 100)]
pub struct Arguments {
    /// The folder with forms.toml, routing.toml and the other files
    #[arg(long, global = true, value_name = "FOLDER", default_value = "routing-config")]
    pub folder: PathBuf,
    /// Print JSON for programs
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say everything that is wrong with the files
    Check(check::Wish),
    /// Try the leads of tests.toml, and say which rules and conditions they try
    Test(test::Wish),
    /// Write the decisions on record of a Beeline that runs, one a line
    Decisions(decisions::Wish),
    /// Say what the files would have changed about leads that were decided about before
    Plan(plan::Wish),
    /// Say where a lead goes or went, why, and what would have had to be different
    Why(why::Wish),
}
