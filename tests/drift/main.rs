//! Fields that forms send and nobody asked for, or that are missing: one file per behaviour.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

mod advice;
#[path = "../support/contracts.rs"]
mod contracts;
mod episodes;
mod frozen;
mod gathered;
#[path = "../support/html.rs"]
mod html;
mod notice_slack;
mod page;
mod reports;
mod samples;
