//! How bodies are read, whatever is sent: one file per behaviour.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::string_slice, clippy::unwrap_used)] // a test that cannot go on has failed

#[path = "../support/bodies.rs"]
mod bodies;
mod body_round_trips;
mod content_types;
mod encoding;
mod hostile_bodies;
mod json;
mod json_oracle;
mod multipart;
mod urlencoded;
