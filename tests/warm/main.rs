//! What is found out about a lead besides what its visitor said: one file per behaviour.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test that cannot go on has failed

mod asking_again;
mod company_answers;
mod company_cache;
mod company_domains;
mod cost_caps;
mod duplicate_rows;
mod duplicate_suggestions;
mod findings_as_facts;
mod frozen;
mod jobs;
mod kept;
mod lead_score;
mod mail_records;
mod memory_rows;
mod phone_lines;
mod questions;
mod rerouting;
mod support;
mod traces;
mod waterfall;
mod writing_back;
