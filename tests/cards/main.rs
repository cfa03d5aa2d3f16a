//! What a card says, and how Slack is told: one file per behaviour.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::string_slice, clippy::unwrap_used)] // a test that cannot go on has failed

#[path = "../support/cards.rs"]
mod cards;
mod channels;
mod content;
mod gathered;
mod injection;
mod messages;
mod pace;
mod slack_answers;
mod slack_history;
#[path = "../support/mod.rs"]
mod support;
