//! Replacing the bundle without a deploy: what a publication is, when it is believed, and which
//! bundle decides about a lead.
//!
//! A [`Publication`] is a small signed text that names bundles by hash and digest; their bytes
//! lie beside it, each under a key of its own that is never written twice. [`InForce`] is what an
//! isolate works with: the bundle that is in force, and the candidate that is on trial, if any.
//! The highest sequence wins, be it a deploy's or a publication's.

mod candidate;
mod in_force;
mod publication;
mod refusal;
mod seal;

pub use candidate::{Candidate, Share, Trial, Tried};
pub use in_force::{AtHand, InForce, Issued};
pub use publication::{Base, MAX_BUNDLE_BYTES, Mode, Publication, Reference};
pub use refusal::Refusal;
pub use seal::{MAX_PUBLICATION_BYTES, Sealer};

/// Where the publication in force is kept.
pub const CURRENT_KEY: &str = "current";

/// What the keys of the history begin with.
pub const HISTORY_PREFIX: &str = "publication:";

/// Where a bundle's bytes are kept, for good.
pub fn bundle_key(hash: &str) -> String {
    format!("bundle:{hash}")
}

/// Where a publication stays on record: keys are listed in ascending order, and the newest comes
/// first.
pub fn history_key(sequence: i64) -> String {
    /// Later than any clock, in as many digits as every key has.
    const END_MS: i64 = 99_999_999_999_999;
    format!("{HISTORY_PREFIX}{:014}", END_MS.saturating_sub(sequence).clamp(0, END_MS))
}
