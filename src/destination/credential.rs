//! A vendor's token or key.

use std::fmt;

/// A secret text that goes into a header. It never shows itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential(String);

impl Credential {
    /// Wraps a secret. Control characters and blanks at its ends are taken off: a binding pasted
    /// with a line's end would otherwise be no header value.
    pub fn new(text: &str) -> Self {
        Self(text.chars().filter(|letter| !letter.is_control()).collect::<String>().trim().to_owned())
    }

    /// The secret. For headers and form bodies only.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The header value for `Authorization`.
    pub(super) fn bearer(&self) -> String {
        format!("Bearer {}", self.0)
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}
