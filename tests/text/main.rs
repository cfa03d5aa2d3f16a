//! What is done with typed text: one file per behaviour.

#![allow(clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

mod domain_names;
mod folded;
mod lead_text;
mod scripts;
mod shown;
#[path = "../support/tricky_text.rs"]
mod tricky_text;
