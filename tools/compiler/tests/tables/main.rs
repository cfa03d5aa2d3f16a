//! What the tables say, and what is said of them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)]

mod contacts;
mod damaged_codes;
mod encodings;
mod foreign_files;
mod headers;
mod holidays;
mod households;
mod limits;
mod mixed_separators;
mod numbers;
mod overlaps;
mod people;
mod places;
mod positions;
mod postal_ranges;
mod quotes;
mod regions;
mod right_files;
mod robustness;
mod round_trip;
mod spreadsheets;
mod support;
mod widths;
