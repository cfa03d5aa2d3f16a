//! Bundles that are published: what is believed, what is in force, and who decides.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod canary;
mod forgeries;
mod in_force;
mod manifest;
mod shadow;
mod world;
