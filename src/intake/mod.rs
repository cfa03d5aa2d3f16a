//! From the bytes of a request to a normalized lead.

mod body;
mod email;
mod fields;
mod submission;

pub use body::{BodyKind, MAX_BODY_BYTES};
pub use email::Email;
pub use fields::{Fields, MAX_DEPTH, MAX_FIELDS, Malformed, Scalar};
pub use submission::{Client, Consent, FieldCode, FieldError, Page, Submission};
