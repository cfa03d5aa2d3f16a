//! What a ledger object does with commands, over SQLite and a clock: one file per behaviour.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

mod attempts;
mod batch_time;
mod card_leases;
mod card_overlaps;
mod cards;
mod claims;
mod conservation;
mod decisions;
mod dispatch;
mod expected;
mod frozen;
mod header_keys;
mod held;
mod migrations;
mod moves;
mod moves_and_reps;
mod plans;
mod preview;
mod proof;
mod properties;
mod quarantine;
mod reps;
mod settlements;
mod spill;
mod still_owed;
#[path = "../support/mod.rs"]
mod support;
mod sweep;
mod trials;
mod unreadable;
mod warm;
