//! From the bytes of a request to a normalized lead.

mod body;
mod email;
mod fields;
mod submission;

pub use crate::contract::{FieldCode, FieldError};
pub use body::{BodyKind, MAX_BODY_BYTES};
pub use email::Email;
pub use fields::{Fields, MAX_DEPTH, MAX_FIELDS, Malformed, Scalar};
pub use submission::{Client, Consent, Page, Submission};
