//! Forms that were made for another system, and are sent here without being touched.
//!
//! What has a place among Beeline's names goes there; what has none keeps its own name in
//! lower case, so that a form's contract can name it. Nothing is dropped but what only
//! steers the other system.

pub mod hubspot;
mod renaming;
mod return_url;
pub mod web_to_lead;

pub use return_url::{MAX_URL_BYTES, safe_return_url};
