//! Whether a destination holds what the ledger says it does.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

#[path = "../support/html.rs"]
mod html;
mod page;
mod pages;
mod place;
mod storm;
mod watch;
