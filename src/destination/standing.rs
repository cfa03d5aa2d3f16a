//! What stands at the destination now, before a re-attempt.

use serde_json::{Map, Value as Json};

use super::mapping::{Mapped, OnRepeat};

/// The fields of a record as the destination has them.
#[derive(Clone, Default)]
pub(super) struct Standing(Map<String, Json>);

impl Standing {
    /// From an object of an answer; anything else is a record without fields.
    pub fn new(fields: Option<&Json>) -> Self {
        Self(fields.and_then(Json::as_object).cloned().unwrap_or_default())
    }

    /// What stands in a field; `None` if nothing does.
    pub fn get(&self, field: &str) -> Option<&Json> {
        self.0.get(field).filter(|value| !is_blank(value))
    }

    /// Whether a re-attempt may write this field.
    pub fn leaves_room_for(&self, mapped: &Mapped<'_>) -> bool {
        mapped.on_repeat == OnRepeat::Overwrite || self.get(mapped.to).is_none()
    }
}

fn is_blank(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(values) => values.is_empty(),
        Json::Object(fields) => fields.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}
