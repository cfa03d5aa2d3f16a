//! A text being read from the left to the right.

use std::ops::Range;

use super::complaint::Complaint;
use super::token::{Kind, Token, tokens};
use crate::problem::shown;

pub(super) struct Cursor<'a> {
    pub text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    /// Whether complaints may repeat the whole text.
    is_public: bool,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, tokens: tokens(text), next: 0, is_public: true }
    }

    /// A text that may say what is nobody's business: complaints repeat only what was understood.
    pub(super) fn private(text: &'a str) -> Self {
        Self { is_public: false, ..Self::new(text) }
    }

    /// The next token but some.
    pub(super) fn ahead(&self, some: usize) -> Option<&Token> {
        self.tokens.get(self.next + some)
    }

    /// What the next token is.
    pub(super) fn kind(&self) -> Option<&Kind> {
        self.ahead(0).map(|token| &token.kind)
    }

    pub(super) fn is_done(&self) -> bool {
        self.ahead(0).is_none()
    }

    pub(super) fn advance(&mut self, tokens: usize) {
        self.next += tokens;
    }

    /// Steps over the next token if it is one of these.
    pub(super) fn take(&mut self, kinds: &[Kind]) -> bool {
        let is_one = self.kind().is_some_and(|kind| kinds.contains(kind));
        self.next += usize::from(is_one);
        is_one
    }

    /// Steps over all that separates.
    pub(super) fn skip_separators(&mut self) {
        while self.take(&[Kind::Semicolon, Kind::Comma]) {}
    }

    /// The word that comes next.
    pub(super) fn word(&self) -> Option<&str> {
        word_of(self.ahead(0))
    }

    /// The digits that come next.
    pub(super) fn number(&self) -> Option<&str> {
        number_of(self.ahead(0))
    }

    /// Whether the next tokens follow each other without a blank.
    pub(super) fn is_tight(&self, tokens: usize) -> bool {
        (1..tokens).all(|later| match (self.ahead(later - 1), self.ahead(later)) {
            (Some(before), Some(after)) => before.at.end == after.at.start,
            _ => false,
        })
    }

    /// Where the next token stands, or the end of the text.
    pub(super) fn here(&self) -> Range<usize> {
        self.ahead(0).map_or(self.text.len()..self.text.len(), |token| token.at.clone())
    }

    /// From a place up to what was read last.
    pub(super) fn since(&self, start: usize) -> Range<usize> {
        let last = self.next.checked_sub(1).and_then(|index| self.tokens.get(index));
        start..last.map_or(start, |token| token.at.end.max(start))
    }

    /// A complaint whose fix is the text with something else at that place; or that alone if the
    /// text is private, long or of several lines.
    pub(super) fn replacing(&self, at: Range<usize>, message: impl Into<String>, with: &str) -> Complaint {
        let before = self.text.get(..at.start).unwrap_or_default();
        let after = self.text.get(at.end..).unwrap_or_default();
        let whole = format!("{before}{with}{after}");
        let whole = whole.trim();
        let fix = if self.is_public && shown(whole) == whole { whole } else { with };
        Complaint::new(at, message, format!("write {fix}"))
    }

    /// What is written at a place.
    pub(super) fn written(&self, at: &Range<usize>) -> &'a str {
        self.text.get(at.clone()).unwrap_or_default()
    }
}

pub(super) fn word_of(token: Option<&Token>) -> Option<&str> {
    match token.map(|token| &token.kind) {
        Some(Kind::Word(word)) => Some(word),
        _ => None,
    }
}

pub(super) fn number_of(token: Option<&Token>) -> Option<&str> {
    match token.map(|token| &token.kind) {
        Some(Kind::Number(digits)) => Some(digits),
        _ => None,
    }
}
