//! What `quarantine` can be told.

use clap::{Args, Subcommand};

use crate::decisions::HERE;

/// What is to be done, and where.
#[derive(Clone, Debug, Args)]
pub struct Wish {
    /// What is to be done.
    #[command(subcommand)]
    pub deed: Deed,
    /// Where Beeline runs; the ops token is read from BEELINE_OPS_TOKEN
    #[arg(long, global = true, value_name = "URL", default_value = HERE)]
    pub from: String,
}

/// What can be done.
#[derive(Clone, Debug, Subcommand)]
pub enum Deed {
    /// The leads in quarantine, newest first
    List {
        /// Only those of one class, as `classes` names it
        #[arg(long, value_name = "CLASS")]
        class: Option<String>,
        /// Where the list before this one said that it goes on
        #[arg(long, value_name = "CURSOR")]
        cursor: Option<String>,
    },
    /// Why leads are in quarantine: each reason with what to do, and how many there are
    Classes,
    /// One lead: what is stuck, what it says, what happened to it
    Show {
        /// The lead's id
        #[arg(value_name = "LEAD_ID")]
        lead_id: String,
    },
    /// What would be sent of a lead now, masked; nothing is sent
    DryRun(Draft),
    /// Send a lead, or a whole class, again as it is
    Replay(ReplayWish),
    /// Write what a lead should have said, and send that
    Amend(Amendment),
    /// Let go of a lead that is held because it looks like nobody's
    Release(OfLead),
    /// Say that nobody will deliver a lead
    Dismiss(OfLead),
    /// Who did what, the last first
    Audit {
        /// Only what was before this number
        #[arg(long, value_name = "NUMBER")]
        before: Option<i64>,
    },
    /// Messages that were not believed, and those that no handler could take
    Messages,
}

/// What would be sent.
#[derive(Args, Clone, Debug)]
pub struct Draft {
    /// The lead's id
    #[arg(value_name = "LEAD_ID")]
    pub lead_id: String,
    /// With an edit of this revision, as `show` told it
    #[arg(long, value_name = "NUMBER", requires = "set")]
    pub of_revision: Option<u32>,
    /// A field's new value, as for `amend`. May be said several times
    #[arg(long, value_name = "NAME=VALUE", requires = "of_revision")]
    pub set: Vec<String>,
}

/// What is sent again.
#[derive(Args, Clone, Debug)]
pub struct ReplayWish {
    /// The lead's id
    #[arg(value_name = "LEAD_ID", conflicts_with = "class")]
    pub lead_id: Option<String>,
    /// All of a class, as `classes` names it
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    /// Why, for the audit: 3 to 200 characters, and nobody's name
    #[arg(long, value_name = "WORDS")]
    pub why: String,
    /// How many a second become due, up to 50
    #[arg(long, value_name = "NUMBER", default_value = "5")]
    pub per_second: u32,
    /// How many at most, up to 1000
    #[arg(long, value_name = "NUMBER", default_value = "1000")]
    pub limit: usize,
    /// Where the replay before this one said that it goes on
    #[arg(long, value_name = "CURSOR")]
    pub cursor: Option<String>,
}

/// What a lead should have said.
#[derive(Args, Clone, Debug)]
pub struct Amendment {
    /// The lead's id
    #[arg(value_name = "LEAD_ID")]
    pub lead_id: String,
    /// The revision that `show` told: if there is another since, nothing is written
    #[arg(long, value_name = "NUMBER")]
    pub of_revision: u32,
    /// A field's new value; without a value the field is taken away. May be said several times
    #[arg(long, value_name = "NAME=VALUE", required = true)]
    pub set: Vec<String>,
    /// Why, for the audit: 3 to 200 characters, and nobody's name
    #[arg(long, value_name = "WORDS")]
    pub why: String,
}

/// What is done to one lead.
#[derive(Args, Clone, Debug)]
pub struct OfLead {
    /// The lead's id
    #[arg(value_name = "LEAD_ID")]
    pub lead_id: String,
    /// Why, for the audit: 3 to 200 characters, and nobody's name
    #[arg(long, value_name = "WORDS")]
    pub why: String,
}
