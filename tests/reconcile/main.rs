//! Whether a destination holds what the ledger says it does.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

mod pages;
mod place;
mod storm;
mod watch;
