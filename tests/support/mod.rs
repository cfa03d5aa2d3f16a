//! What the ledger's tests share: SQLite as the ledger's port, one ledger object with a
//! clock, claims with defaults, and the books that must balance.

#![allow(dead_code)] // each test file uses its part
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

pub mod books;
pub mod claims;
pub mod consumer;
pub mod ledger;
pub mod moves;
pub mod sqlite;
pub mod world;
