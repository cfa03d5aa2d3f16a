//! The JSON Schema of `destinations.toml`.

use beeline::destination::Field as Ours;
use serde_json::{Value, json};

use super::{TOP, hubspot, leaving, pipedrive, salesforce, webhook};
use crate::reader::Field;
use crate::schema::{section, words};

pub(crate) fn schema() -> Value {
    section(TOP, &|name| {
        let (fields, entry) = match name {
            hubspot::NAME => (hubspot::FIELDS, leaving::FIELDS),
            salesforce::NAME => (salesforce::FIELDS, leaving::FIELDS),
            pipedrive::NAME => (pipedrive::FIELDS, leaving::FIELDS),
            webhook::NAME => (webhook::FIELDS, leaving::FIELDS_UNSEEN),
            _ => return None,
        };
        Some(section(fields, &|name| special(name, entry)))
    })
}

fn special(name: &str, entry: &[Field]) -> Option<Value> {
    Some(match name {
        "duplicates" => words(&salesforce::DUPLICATES),
        "proof" => words(&webhook::PROOFS),
        "record" => words(&webhook::RECORDS),
        "success" | "duplicate" => json!({ "type": "array", "items": { "type": "integer" } }),
        "fields" => json!({ "type": "array", "items": section(entry, &of_entry) }),
        _ => return None,
    })
}

fn of_entry(name: &str) -> Option<Value> {
    Some(match name {
        "from" => {
            let names: Vec<&str> = Ours::names().collect();
            json!({ "anyOf": [{ "enum": names }, { "type": "string", "pattern": r"^(utm|extra)\..+" }] })
        }
        "on_repeat" => words(&leaving::ON_REPEAT),
        _ => return None,
    })
}
