//! An input, taken apart.

use std::borrow::Cow;

/// What is left of an input.
pub struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self(data)
    }

    /// The next line without its line feed; empty when there are no more. Headers reach the
    /// domain as text, so what is not UTF-8 is replaced.
    pub fn line(&mut self) -> Cow<'a, str> {
        let mut parts = self.0.splitn(2, |byte| *byte == b'\n');
        let line = parts.next().unwrap_or_default();
        self.0 = parts.next().unwrap_or_default();
        String::from_utf8_lossy(line)
    }

    /// A line that is a number, or else this one.
    pub fn number(&mut self, otherwise: i64) -> i64 {
        self.line().parse().unwrap_or(otherwise)
    }

    /// Every line that is left, without empty ones.
    pub fn lines(mut self) -> impl Iterator<Item = Cow<'a, str>> {
        std::iter::from_fn(move || (!self.0.is_empty()).then(|| self.line())).filter(|line| !line.is_empty())
    }

    /// All that is left.
    pub fn rest(self) -> &'a [u8] {
        self.0
    }
}
