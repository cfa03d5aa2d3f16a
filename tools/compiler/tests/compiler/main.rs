//! Marketing ops' mistakes, and what the compiler says to each: one file per behaviour.

mod bundle;
mod conditions;
mod consents;
mod drop_ins;
mod embedding;
mod field_limits;
mod fields;
mod files;
mod form_settings;
mod form_values;
mod headings;
mod missing;
mod overflows;
mod proofs;
mod references;
mod repetition;
mod repository;
mod residency;
mod robustness;
mod rosters;
mod support;
mod syntax;
mod team_values;
mod types;
mod unknown;
