//! What the tests share.

#![allow(dead_code, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

pub mod calendar;
pub mod desk;
#[path = "../../support/sqlite.rs"]
pub mod sqlite;
pub mod world;
