//! What a repeat may change of a lead, and what only its own sender may.
//!
//! Whoever knows somebody's address can fill in a form with it. Such a repeat is kept, but it
//! does not change whom a rep calls: name, email, phone and consents stay as they were, and
//! what the repeat says of them stands beside them.

use serde_json::{Map, Value};

use crate::storage::StorageError;

/// The fields of a stored lead that say who it is and what was consented to.
const PROTECTED: [&str; 4] = ["name", "email", "phone", "consent"];
/// The form's own fields, among which another tool's consents are.
const EXTRA: &str = "extra";
/// How the names of those consents begin.
const CONSENT_PREFIX: &str = "consent.";
/// Where a stored lead keeps what a repeat without proof says of them.
const UNPROVED: &str = "unproved";

/// The payload to deliver for a repeat without proof: what `said` says, by whom `known` is.
pub fn without_proof(known: &str, said: &str) -> Result<String, StorageError> {
    let (mut known, mut said) = (object(known)?, object(said)?);
    let mut unproved = Map::new();
    for field in PROTECTED {
        let (before, now) = (known.remove(field), said.remove(field));
        match (&before, now) {
            (Some(before), Some(now)) if *before == now => {}
            (_, Some(now)) => {
                unproved.insert(field.to_owned(), now);
            }
            (_, None) => {}
        }
        if let Some(before) = before {
            said.insert(field.to_owned(), before);
        }
    }
    let refused = keep_consents(&mut known, &mut said);
    if !refused.is_empty() {
        unproved.insert(EXTRA.to_owned(), Value::Object(refused));
    }
    if !unproved.is_empty() {
        said.insert(UNPROVED.to_owned(), Value::Object(unproved));
    }
    written(said)
}

/// Consents among the form's own fields stay as they were: none is added, changed or taken
/// away. What the repeat says of them otherwise.
fn keep_consents(known: &mut Map<String, Value>, said: &mut Map<String, Value>) -> Map<String, Value> {
    let before = consents_of(known);
    let mut now = consents_of(said);
    now.retain(|name, value| before.get(name) != Some(value));
    if !before.is_empty()
        && let Value::Object(extra) = said.entry(EXTRA).or_insert_with(|| Value::Object(Map::new()))
    {
        extra.extend(before);
    }
    now
}

/// Takes the consents out of a lead's own fields.
fn consents_of(lead: &mut Map<String, Value>) -> Map<String, Value> {
    let Some(Value::Object(extra)) = lead.get_mut(EXTRA) else { return Map::new() };
    let (consents, others) =
        std::mem::take(extra).into_iter().partition(|(name, _)| name.starts_with(CONSENT_PREFIX));
    *extra = others;
    consents
}

/// A payload with another value for one of its fields.
pub fn with_field(payload: &str, name: &str, value: Value) -> Result<String, StorageError> {
    let mut object = object(payload)?;
    object.insert(name.to_owned(), value);
    written(object)
}

fn object(payload: &str) -> Result<Map<String, Value>, StorageError> {
    serde_json::from_str(payload).map_err(|error| StorageError(format!("stored lead: {error}")))
}

fn written(object: Map<String, Value>) -> Result<String, StorageError> {
    serde_json::to_string(&object).map_err(|error| StorageError(error.to_string()))
}
