//! Keys, and the one keyed hash everything is signed and digested with.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// The shortest key accepted, in bytes.
const MIN_KEY_BYTES: usize = 32;

/// A secret from a binding. It never shows itself.
#[derive(Clone)]
pub struct Secret(Vec<u8>);

/// The configured secret is too short to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeakSecret;

impl fmt::Display for WeakSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a secret needs at least {MIN_KEY_BYTES} characters")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

impl Secret {
    /// Takes a secret's text; its bytes are the key as they are.
    pub fn new(text: &str) -> Result<Self, WeakSecret> {
        if text.len() < MIN_KEY_BYTES { Err(WeakSecret) } else { Ok(Self(text.as_bytes().to_vec())) }
    }

    /// HMAC-SHA256 (RFC 2104) over the parts, each closed by a zero byte so that no two
    /// lists of parts share a preimage. Parts never contain a zero byte themselves:
    /// they are our own names, numbers and normalized text without control characters.
    pub fn digest(&self, parts: &[&str]) -> [u8; 32] {
        let mut preimage = Vec::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
        for part in parts {
            preimage.extend_from_slice(part.as_bytes());
            preimage.push(0);
        }
        self.sign(&preimage)
    }

    /// HMAC-SHA256 over raw bytes.
    pub fn sign(&self, message: &[u8]) -> [u8; 32] {
        // An HMAC takes a key of any length (RFC 2104, section 2), so this cannot fail;
        // were it to, an all-zero signature would match nothing.
        Hmac::<Sha256>::new_from_slice(&self.0).map_or([0; 32], |mut mac| {
            mac.update(message);
            mac.finalize().into_bytes().into()
        })
    }

    /// A key of its own for one purpose: what is made with it tells nothing of this one, and nothing that
    /// is made with this one is of use there.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> Self {
        Self(self.digest(&["derived key", purpose]).to_vec())
    }

    /// Whether `signature` is ours for `message`, in time that does not depend on it.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.sign(message).ct_eq(signature).into()
    }

    /// Whether `candidate` is this secret, in time that does not depend on where they differ.
    pub fn matches(&self, candidate: &str) -> bool {
        // Compared as digests, so that not even the length shows; as messages, not as keys,
        // because an HMAC takes a key followed by zero bytes for the key itself.
        self.sign(&self.0).ct_eq(&self.sign(candidate.as_bytes())).into()
    }
}
