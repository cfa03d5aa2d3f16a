//! The publication as it is stored: `v1.{kid}.{sig}.{payload}`.
//!
//! The payload is base64url JSON; the signature is HMAC-SHA256 over
//! `beeline-publication.v1.{kid}.{payload}`, so that no other signature of the same key passes
//! for one. It covers the digest of the bundle's bytes, and so the bytes. A test freezes it.

use std::fmt;

use super::publication::Publication;
use super::refusal::Refusal;
use crate::encoding::BASE64URL;
use crate::secret::Secret;

/// The longest publication, in bytes: names, digests and numbers are all there is in it.
pub const MAX_PUBLICATION_BYTES: usize = 4_096;
const VERSION: &str = "v1";
const PURPOSE: &str = "beeline-publication";

/// A publication that is too long to be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl fmt::Display for TooLong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a publication has at most {MAX_PUBLICATION_BYTES} bytes")
    }
}

impl std::error::Error for TooLong {}

/// Signs and opens publications.
#[derive(Clone, Debug)]
pub struct Sealer {
    key_id: String,
    secret: Secret,
}

impl Sealer {
    /// With the bindings `BUNDLE_KEY_ID` and `BUNDLE_KEY`.
    pub const fn new(key_id: String, secret: Secret) -> Self {
        Self { key_id, secret }
    }

    /// Signs a publication.
    pub fn seal(&self, publication: &Publication) -> Result<String, TooLong> {
        let payload = serde_json::to_vec(publication).map_err(|_| TooLong)?;
        let payload = BASE64URL.encode(&payload);
        let signature = BASE64URL.encode(&self.secret.sign(signed(&self.key_id, &payload).as_bytes()));
        let sealed = format!("{VERSION}.{}.{signature}.{payload}", self.key_id);
        if sealed.len() > MAX_PUBLICATION_BYTES { Err(TooLong) } else { Ok(sealed) }
    }

    /// Verifies a publication, then reads it.
    pub fn open(&self, sealed: &str) -> Result<Publication, Refusal> {
        let mut parts = sealed.splitn(4, '.');
        let (Some(VERSION), Some(key_id), Some(signature), Some(payload)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Refusal::Shape);
        };
        if sealed.len() > MAX_PUBLICATION_BYTES {
            return Err(Refusal::Shape);
        }
        if key_id != self.key_id {
            return Err(Refusal::UnknownKey);
        }
        let signature = BASE64URL.decode(signature).ok_or(Refusal::Signature)?;
        if !self.secret.verifies(signed(key_id, payload).as_bytes(), &signature) {
            return Err(Refusal::Signature);
        }
        let payload = BASE64URL.decode(payload).ok_or(Refusal::Payload)?;
        serde_json::from_slice(&payload).map_err(|_| Refusal::Payload)
    }
}

fn signed(key_id: &str, payload: &str) -> String {
    format!("{PURPOSE}.{VERSION}.{key_id}.{payload}")
}
