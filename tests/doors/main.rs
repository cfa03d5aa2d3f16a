//! The other ways in, and what they ask of a sender: one file per behaviour.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::string_slice, clippy::unwrap_used)] // a test that cannot go on has failed

mod access;
#[path = "../support/bodies.rs"]
mod bodies;
mod hubspot_answers;
mod hubspot_forms;
mod return_urls;
mod turnstile;
mod web_to_lead;
mod webhook_fields;
mod webhook_signatures;
