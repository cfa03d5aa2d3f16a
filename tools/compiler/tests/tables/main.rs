//! What the tables say, and what is said of them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::string_slice)]

mod damaged_codes;
mod encodings;
mod foreign_files;
mod headers;
mod households;
mod limits;
mod mixed_separators;
mod overlaps;
mod places;
mod positions;
mod postal_ranges;
mod quotes;
mod right_files;
mod robustness;
mod round_trip;
mod spreadsheets;
mod support;
mod widths;
