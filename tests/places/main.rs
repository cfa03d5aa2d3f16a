//! Where a lead is, and what follows from it: one file per behaviour.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

#[path = "../support/subdivisions.rs"]
mod listed;
mod place;
mod postal_codes;
mod residency;
mod residency_by_country;
mod subdivision_names;
mod subdivisions;
#[path = "../support/mod.rs"]
mod support;
mod territories;
mod time_zones;
mod whereabouts;
