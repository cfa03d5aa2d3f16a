//! One JSON object per line, so that Workers Logs can index the fields. Nothing personal:
//! ids, words from closed lists and numbers only.

use serde_json::{Map, Value};
use worker::{console_error, console_log};

/// A line under construction.
pub struct Line {
    fields: Map<String, Value>,
    failed: bool,
}

/// Starts a line about `event`, a word such as `lead.accepted`.
pub fn event(event: &str) -> Line {
    let mut fields = Map::new();
    fields.insert("event".into(), event.into());
    Line { fields, failed: false }
}

/// Starts a line that somebody on call should see.
pub fn failure(name: &str) -> Line {
    Line { failed: true, ..event(name) }
}

impl Line {
    /// Adds a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fields.insert(name.into(), value.into());
        self
    }

    /// Adds a field that shows itself by `Display`.
    #[must_use]
    pub fn show(self, name: &str, value: impl std::fmt::Display) -> Self {
        self.with(name, value.to_string())
    }

    /// Writes the line.
    pub fn write(self) {
        let text = Value::Object(self.fields).to_string();
        if self.failed {
            console_error!("{text}");
        } else {
            console_log!("{text}");
        }
    }
}
