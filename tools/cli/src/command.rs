//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{check, decisions, destinations, plan, quarantine, test, why};

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
    /// List what could not be delivered, and send it again, edit it, let it go or dismiss it
    Quarantine(quarantine::Wish),
    /// Put the files in force without a deploy, if they are right and their tests pass
    Publish(Publishing),
    /// Put a bundle in force again that was published before
    Rollback {
        /// Its name, as `beeline published` lists it
        #[arg(value_name = "BUNDLE")]
        hash: String,
        /// Who does it, for the record; without it, the name of this user
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// Where
        #[command(flatten)]
        target: Target,
    },
    /// Say what is published, and what was
    Published {
        /// How many of the latest publications to list
        #[arg(long, value_name = "NUMBER", default_value = "10")]
        most: usize,
        /// Where
        #[command(flatten)]
        target: Target,
    },
    /// Say what leaves for each CRM, and what cannot be promised there
    Destinations(destinations::Wish),
    /// Make tests for what no test tries yet: a lead for each rule, and on both sides of its edges
    Examples {
        /// Add them to tests.toml, after what stands there
        #[arg(long)]
        write: bool,
    },
    /// Say how many points a lead has by score.toml, and what for
    Score {
        /// What is known of the lead, such as: form=demo employees=150. Or the name of a test of
        /// tests.toml; without either, all of them
        #[arg(value_name = "NAME=VALUE|TEST")]
        lead: Vec<String>,
    },
    /// Lay the files out, without changing what they mean
    Fmt {
        /// Change nothing, and fail if a file is not laid out as it should be
        #[arg(long)]
        check: bool,
    },
    /// Print the JSON Schemas by which editors complete and check the files
    Schema {
        /// Write them into the folder's folder schema
        #[arg(long)]
        write: bool,
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

/// What is published how.
#[derive(Args, Debug)]
pub struct Publishing {
    /// live: for every lead. canary: for some persons. shadow: for none, only recorded
    #[arg(long, value_enum, default_value = "live")]
    pub mode: Way,
    /// Of how many of a hundred persons a canary decides
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=99))]
    pub percent: Option<u8>,
    /// Who does it, for the record; without it, the name of this user
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Where
    #[command(flatten)]
    pub target: Target,
}

/// How a bundle is put in force.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Way {
    Live,
    Canary,
    Shadow,
}

/// Where to: Cloudflare, as the environment says, or this machine.
#[derive(Args, Debug)]
pub struct Target {
    /// The system that `cargo xtask dev` runs on this machine
    #[arg(long)]
    pub dev: bool,
    /// Its port
    #[arg(long, value_name = "PORT", default_value = "8787", requires = "dev")]
    pub port: u16,
}
