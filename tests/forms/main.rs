//! Forms, their contracts and their pages: one file per behaviour.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

mod consent;
mod contract_answers;
mod contract_properties;
#[path = "../support/contracts.rs"]
mod contracts;
mod description;
#[path = "../support/form_pages.rs"]
mod form_pages;
#[path = "../support/html.rs"]
mod html;
mod page;
mod page_errors;
mod stylesheet;
mod thank_you;
mod tokens;
mod translated_limits;
mod unknown_fields;
mod unseen_fields;
