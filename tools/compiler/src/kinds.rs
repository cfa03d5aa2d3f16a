//! What a field holds: the setting `type`.

use beeline::contract::FieldKind;

use crate::reader::Reader;
use crate::rules::{self, Refusal};
use crate::suggest::quoted;

/// The kinds of fields, as they are written.
pub(crate) const TYPES: [(&str, FieldKind); 8] = [
    ("email", FieldKind::Email),
    ("phone", FieldKind::Phone),
    ("country", FieldKind::Country),
    ("text", FieldKind::Text),
    ("number", FieldKind::Number),
    ("choice", FieldKind::Choice),
    ("boolean", FieldKind::Boolean),
    ("date", FieldKind::Date),
];

/// What people call a type elsewhere.
const HABITS: [(&str, &str); 15] = [
    ("string", "text"),
    ("textarea", "text"),
    ("int", "number"),
    ("integer", "number"),
    ("float", "number"),
    ("tel", "phone"),
    ("select", "choice"),
    ("dropdown", "choice"),
    ("radio", "choice"),
    ("enum", "choice"),
    ("multiselect", "choice"),
    ("bool", "boolean"),
    ("checkbox", "boolean"),
    ("datetime", "date"),
    ("day", "date"),
];

/// What a field holds, if that is written and there is such a type.
pub(crate) fn read(reader: &mut Reader<'_>) -> Option<FieldKind> {
    let written = reader.text("type", a_type)?;
    TYPES.iter().find(|(word, _)| *word == written).map(|(_, kind)| *kind)
}

fn a_type(written: &str) -> Result<(), Refusal> {
    let words: Vec<&str> = TYPES.iter().map(|(word, _)| *word).collect();
    let habit = HABITS.iter().find(|(habit, _)| habit.eq_ignore_ascii_case(written.trim()));
    rules::one_of("type", written, &words)
        .map_err(|(why, near)| (why, habit.map_or(near, |(_, meant)| quoted(meant))))
}
