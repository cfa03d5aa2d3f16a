//! The keys that webhooks are signed with.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::encoding::BASE64;

/// What a symmetric key's text begins with.
const PREFIX: &str = "whsec_";
/// The shortest and the longest key (Standard Webhooks, "Signature scheme"): 192 to 512 bits.
const MIN_KEY_BYTES: usize = 24;
const MAX_KEY_BYTES: usize = 64;

/// A key shared with one sender. It never shows itself.
#[derive(Clone)]
pub struct WebhookSecret(Vec<u8>);

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadSecret {
    /// It begins with `whsk_` or `whpk_`: a key of the asymmetric scheme, which is not read.
    Asymmetric,
    /// Not base64 after `whsec_`.
    NotBase64,
    /// Fewer than 24 bytes, or more than 64.
    Length,
}

impl fmt::Display for BadSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Asymmetric => "the key is an asymmetric one: set up the sender with a whsec_ secret",
            Self::NotBase64 => "the secret is not whsec_ and base64: copy it whole from the sender",
            Self::Length => "the secret is not 24 to 64 bytes long: copy it whole from the sender",
        })
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

impl WebhookSecret {
    /// Takes a secret's text: base64, with or without `whsec_` before it.
    pub fn new(text: &str) -> Result<Self, BadSecret> {
        let text = text.trim();
        if text.starts_with("whsk_") || text.starts_with("whpk_") {
            return Err(BadSecret::Asymmetric);
        }
        let key = base64(text.strip_prefix(PREFIX).unwrap_or(text)).ok_or(BadSecret::NotBase64)?;
        if (MIN_KEY_BYTES..=MAX_KEY_BYTES).contains(&key.len()) {
            Ok(Self(key))
        } else {
            Err(BadSecret::Length)
        }
    }

    /// HMAC-SHA256 over the parts as if they were one. `None` never happens: an HMAC takes a
    /// key of any length (RFC 2104, section 2).
    pub(crate) fn sign(&self, parts: &[&[u8]]) -> Option<[u8; 32]> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).ok()?;
        parts.iter().for_each(|part| mac.update(part));
        Some(mac.finalize().into_bytes().into())
    }
}

/// The bytes of standard base64 (RFC 4648, section 4), with or without its padding.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let padding = text.len() - text.trim_end_matches('=').len();
    let is_padded_right = padding == 0 || (padding < 3 && text.len().is_multiple_of(4));
    if !is_padded_right {
        return None;
    }
    BASE64.decode(text.trim_end_matches('='))
}
