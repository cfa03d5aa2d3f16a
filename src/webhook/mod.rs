//! Leads that another system's server sends: form tools, landing pages, schedulers.
//!
//! [`verify`] says whether a webhook is who it claims to be and fresh (Standard Webhooks), a
//! [`FieldMap`] reads the lead out of whatever shape it has, and the id it was delivered under,
//! or one in its payload, keeps it from being two leads.

mod map;
mod path;
mod secret;
mod signature;

pub use map::{FieldMap, MAX_PAYLOAD_DEPTH, Payload};
pub use path::{BadPath, Path, PathProblem};
pub use secret::{BadSecret, WebhookSecret};
pub use signature::{SignedHeaders, TOLERANCE_MS, WebhookId, WebhookRefusal, verify};
