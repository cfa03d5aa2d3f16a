//! From the bytes of a request to a normalized lead.

mod body;
mod charset;
mod disposition;
mod email;
mod fields;
pub(crate) mod json;
mod malformed;
mod multipart;
mod parameters;
mod submission;
mod urlencoded;

pub use crate::contract::{FieldCode, FieldError};
pub use body::{BodyKind, MAX_BODY_BYTES, UnsupportedBody};
pub use charset::{Charset, Decoder, Utf8Only};
pub use email::Email;
pub use fields::{Fields, MAX_FIELDS, MAX_LIST_ITEMS, MAX_NAME_BYTES, MAX_VALUE_BYTES, Scalar};
pub use json::MAX_DEPTH;
pub use malformed::Malformed;
pub use submission::{Client, Consent, Page, Submission};
