//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

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
    Check,
    /// Try the leads of tests.toml, and say which rules and conditions they try
    Test {
        /// Fail if fewer than so many percent of the rules and conditions are tried
        #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
        fail_under: Option<u8>,
    },
    /// Say where a lead goes, why, and what would have had to be different
    Why {
        /// What is known of the lead, such as: form=demo country=DE employees=150
        #[arg(required = true, value_name = "NAME=VALUE")]
        lead: Vec<String>,
    },
    /// Say where leads go at every minute of a week, and how many reps work then
    Week {
        /// What is known of the leads, such as: form=demo country=DE employees=150
        #[arg(value_name = "NAME=VALUE")]
        lead: Vec<String>,
        /// The week of this day, with its holidays and days out of office
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
    /// Say why a rep gets no leads, or few
    WhyNot {
        /// The rep's id, as in roster.csv
        #[arg(value_name = "REP")]
        rep: String,
        /// When, by the clock of the files; without it, now
        #[arg(long, value_name = "DATE TIME")]
        at: Option<String>,
    },
}
