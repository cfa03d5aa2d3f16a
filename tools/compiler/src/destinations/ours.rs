//! The names on our side of a list of fields.

use beeline::destination::Field;

use crate::rules::{Refusal, refuse};
use crate::suggest::{closest, quoted};

/// The campaign parameters that analytics programs agree on.
const CAMPAIGN: [&str; 5] = ["utm.source", "utm.medium", "utm.campaign", "utm.term", "utm.content"];

/// The field that a text names, or most likely means.
pub(super) fn meant(text: &str) -> Option<Field> {
    let exact = Field::try_from(text.to_owned()).ok();
    exact.or_else(|| near(text).and_then(|name| Field::try_from(name).ok()))
}

/// Whether a text names a field of ours.
pub(super) fn is_known(text: &str) -> Result<(), Refusal> {
    if Field::try_from(text.to_owned()).is_ok() {
        return Ok(());
    }
    match near(text) {
        Some(name) => refuse("and Beeline has no such field", quoted(&name)),
        None => refuse(
            "and Beeline has no such field; a question of a form's own is called extra. and its name",
            quoted("extra.budget"),
        ),
    }
}

/// The name that was most likely meant. Rules call a form's own question `field.budget`.
fn near(text: &str) -> Option<String> {
    if let Some(own) = text.strip_prefix("field.").filter(|own| !own.is_empty()) {
        return Some(format!("extra.{own}"));
    }
    closest(text, Field::names().chain(CAMPAIGN)).map(str::to_owned)
}
