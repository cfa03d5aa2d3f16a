//! What is sent to a CRM, and what its answers mean: one file per behaviour.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

mod batch;
mod common;
mod conformance;
mod dry_run;
mod golden;
mod hubspot;
mod listing;
mod mapping;
mod pipedrive;
mod run;
mod salesforce;
mod salesforce_token;
mod settings;
mod webhook;
