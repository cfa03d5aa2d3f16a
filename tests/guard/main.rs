//! When a destination is called, how often and for how long: one file per behaviour.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

mod budget;
mod circuit;
mod desk;
mod frozen;
mod headers;
mod lanes;
mod patience;
mod properties;
mod time;
mod unguarded;
