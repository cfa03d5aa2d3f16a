//! Whose turn it is: one file per behaviour.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

mod adjustments;
mod asking;
mod backlog;
mod calibration;
mod fairness;
mod frozen;
mod hours;
mod load;
mod migrations;
mod properties;
mod release;
mod roster;
mod storage;
mod support;
mod sweep;
mod table;
mod takes;
mod withdraw;
