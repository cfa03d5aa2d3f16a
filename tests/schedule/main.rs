//! When a rep works: one file per behaviour.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod brute_force;
mod calendar;
mod frozen;
mod spans;
mod week;
mod zone;
