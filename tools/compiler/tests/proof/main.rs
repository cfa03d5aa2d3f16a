//! What is proved about a table is true of every point: one file per question.

#![allow(dead_code, clippy::indexing_slicing, clippy::unwrap_used, clippy::panic)] // each test uses a part; what fails, fails the test

mod atoms;
mod boundary;
mod counterfactual;
mod coverage;
mod overlap;
mod redundancy;
mod region;
mod steps;
mod support;
mod table;
mod twins;
