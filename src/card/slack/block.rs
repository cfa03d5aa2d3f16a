//! The part of Block Kit that cards use, with the limits Slack states for it.

use serde::Serialize;

use super::mrkdwn::Mrkdwn;
use crate::card::link::Link;
use crate::card::text::{fit, one_line};

/// Longest text of a header.
pub const HEADER_ROOM: usize = 150;
/// Longest text of a section.
pub const SECTION_ROOM: usize = 3_000;

/// A text object. Never empty: Slack refuses that.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Text {
    /// Shown as it is.
    PlainText {
        /// The text.
        text: String,
        /// Whether `:name:` becomes an emoji; not in what a visitor typed.
        emoji: bool,
    },
    /// Parsed.
    Mrkdwn {
        /// The text.
        text: Mrkdwn,
        /// Whether bare addresses and names are left alone.
        verbatim: bool,
    },
}

impl Text {
    /// Anybody's text on one line, cut to `room`.
    pub fn plain(text: &str, room: usize) -> Self {
        Self::PlainText { text: fit(&one_line(text), room), emoji: false }
    }

    /// A labelled line. The only line break is ours, so no value can pose as a field.
    pub fn labelled(label: &'static str, value: &str, room: usize) -> Self {
        Self::PlainText { text: format!("{label}\n{}", fit(&one_line(value), room)), emoji: false }
    }

    /// Labelled lines, all but the label's behind a bar, so that none can pose as a field.
    pub fn quoted<'a>(label: &'static str, lines: impl Iterator<Item = &'a str>, room: usize) -> Self {
        let quoted: Vec<String> = lines.map(|line| format!("│ {}", one_line(line))).collect();
        Self::PlainText { text: format!("{label}\n{}", fit(&quoted.join("\n"), room)), emoji: false }
    }

    /// Markup.
    pub const fn mrkdwn(text: Mrkdwn) -> Self {
        Self::Mrkdwn { text, verbatim: true }
    }
}

/// A button that opens an address of ours.
#[derive(Serialize)]
pub struct Button {
    #[serde(rename = "type")]
    kind: &'static str,
    text: Text,
    url: String,
    action_id: &'static str,
}

impl Button {
    /// A button with our own words on it (at most 75 characters).
    pub fn open(action_id: &'static str, words: &'static str, url: &Link) -> Self {
        Self { kind: "button", text: Text::plain(words, 75), url: url.as_str().to_owned(), action_id }
    }
}

/// One block. A message has at most 50.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// A heading.
    Header {
        /// Plain text, at most [`HEADER_ROOM`].
        text: Text,
    },
    /// Text or fields.
    Section {
        /// At most [`SECTION_ROOM`].
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<Text>,
        /// At most ten, of 2,000 each; two columns.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        fields: Vec<Text>,
    },
    /// Small print.
    Context {
        /// At most ten.
        elements: Vec<Text>,
    },
    /// Buttons.
    Actions {
        /// At most 25.
        elements: Vec<Button>,
    },
}

impl Block {
    /// A section of one text.
    pub const fn section(text: Text) -> Self {
        Self::Section { text: Some(text), fields: Vec::new() }
    }
}
