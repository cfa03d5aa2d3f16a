//! Personal data, wrapped so that it cannot slip into a log line or an error.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A value that belongs to a person.
///
/// `Debug` and `Display` show nothing of it. It serializes as the bare value,
/// because storage and destinations need it; reading it in code takes
/// [`expose`](Self::expose), which is easy to search for.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal<T>(T);

impl<T> Personal<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Never hand it to a log, an error or a URL.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// Unwraps the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for Personal<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[personal]")
    }
}

impl<T> fmt::Display for Personal<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[personal]")
    }
}
