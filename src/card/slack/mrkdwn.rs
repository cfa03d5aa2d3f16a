//! Slack's markup, and the only ways to write it.

use serde::Serialize;

use crate::card::link::Link;
use crate::card::text::{fit_by, one_line, width};

/// Text that Slack will parse. It is made of our own literals, of escaped text and of our
/// own links, so that nothing a visitor types is markup.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Mrkdwn(String);

impl Mrkdwn {
    /// Our own words, markup included.
    pub fn ours(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Anybody's text on one line: cut so that its escaped form takes at most `room`, then
    /// escaped. `&`, `<` and `>` are the three characters Slack asks to escape; mentions,
    /// channels and links all need one of them.
    pub fn escaped(text: &str, room: usize) -> Self {
        let cut = fit_by(&one_line(text), room, escaped_width);
        Self(escape(&cut))
    }

    /// A link of ours with anybody's text as its label, at most `room` wide.
    pub fn link(url: &Link, label: &str, room: usize) -> Self {
        let label: String = label.chars().filter(|character| *character != '|').collect();
        let Self(label) = Self::escaped(&label, room);
        let label = if label.is_empty() { "lead" } else { &label };
        Self(format!("<{}|{label}>", escape(url.as_str())))
    }

    /// A member of the workspace, who is told of it; nothing of what is no member's id
    /// (<https://api.slack.com/reference/surfaces/formatting#mentioning-users>).
    pub fn mention(member_id: &str) -> Option<Self> {
        let is_id = member_id.starts_with(['U', 'W'])
            && member_id.len() <= 32
            && member_id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        is_id.then(|| Self(format!("<@{member_id}>")))
    }

    /// Anybody's lines as a block of code, cut so that all of it takes at most `room`. A
    /// backtick would end the block: it becomes an apostrophe.
    pub fn code(text: &str, room: usize) -> Self {
        const MARKS: usize = "```\n\n```".len();
        let plain: String = text.trim_end().chars().map(|it| if it == '`' { '\'' } else { it }).collect();
        let cut = fit_by(&plain, room.saturating_sub(MARKS), escaped_width);
        Self(format!("```\n{}\n```", escape(&cut)))
    }

    /// Both, one after the other.
    #[must_use]
    pub fn then(mut self, next: &Self) -> Self {
        self.0.push_str(&next.0);
        self
    }

    /// The room it takes.
    pub fn width(&self) -> usize {
        width(&self.0)
    }
}

/// Character by character, so that no `&` of an escape is escaped again.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match entity(character) {
            Some(entity) => escaped.push_str(entity),
            None => escaped.push(character),
        }
    }
    escaped
}

fn escaped_width(character: char) -> usize {
    entity(character).map_or_else(|| character.len_utf16(), str::len)
}

const fn entity(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        _ => None,
    }
}
