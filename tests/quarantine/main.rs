//! What could not be delivered, and what people do about it: one file per behaviour.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // a test that cannot go on has failed

mod classes;
mod corrections;
mod dry_run;
mod endings;
#[path = "../support/html.rs"]
mod html;
mod masking;
mod page;
mod pages;
mod records;
mod requests;
