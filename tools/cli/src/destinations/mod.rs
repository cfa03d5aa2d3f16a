//! `beeline destinations`: what leaves for each CRM, what happens to it there, and what cannot be
//! promised.

mod built;
mod example;
mod said;
mod shown;

use anyhow::Result;
use clap::Args;
use serde_json::{Value, json};

use crate::check;
use crate::command::Arguments;
use shown::Shown;

/// What `destinations` can be told.
#[derive(Clone, Debug, Args)]
pub struct Wish {
    /// Print what would be sent for a lead, such as: name="Ada Lovelace" email=ada@example.com
    #[arg(long, value_name = "NAME=VALUE", num_args = 1..)]
    lead: Vec<String>,
}

/// Prints what leaves for each destination; whether the files are right.
pub fn destinations(arguments: &Arguments, wish: &Wish) -> Result<bool> {
    let Some(compiled) = check::compiled(arguments)? else { return Ok(false) };
    let built = built::all(&compiled.destinations)?;
    if !wish.lead.is_empty() {
        let item = said::item(&compiled.hash, &wish.lead)?;
        let all: Vec<Value> = built.iter().map(|built| example::requests(built, &item)).collect();
        let all = json!({ "destinations": all });
        if arguments.json {
            println!("{all}")
        } else {
            println!("{all:#}")
        }
        return Ok(true);
    }
    let all: Vec<Shown<'_>> = built.iter().map(Shown::of).collect();
    if arguments.json {
        let all: Vec<Value> = all.iter().map(Shown::json).collect();
        println!("{}", json!({ "destinations": all }));
        return Ok(true);
    }
    all.iter().for_each(Shown::print);
    println!("inbox: Beeline's own, where its leads are kept whole. It has no settings.");
    Ok(true)
}
