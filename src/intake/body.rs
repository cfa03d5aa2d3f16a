//! Which bodies are read, and how large they may be.

use super::fields::{Fields, Malformed};

/// The largest body, counted while reading: 64 KiB.
pub const MAX_BODY_BYTES: usize = 64 * 1024;

/// The media types a lead may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// `application/json`
    Json,
    /// `application/x-www-form-urlencoded`
    UrlEncoded,
}

impl BodyKind {
    /// Reads a `Content-Type` header; parameters such as `charset=utf-8` are allowed.
    /// `None` is a 415.
    pub fn from_content_type(header: &str) -> Option<Self> {
        let mut parts = header.split(';');
        let essence = parts.next()?.trim().to_ascii_lowercase();
        let foreign_charset = parts.filter_map(|part| part.trim().split_once('=')).any(|(name, value)| {
            name.eq_ignore_ascii_case("charset") && !value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        });
        if foreign_charset {
            return None;
        }
        match essence.as_str() {
            "application/json" => Some(Self::Json),
            "application/x-www-form-urlencoded" => Some(Self::UrlEncoded),
            _ => None,
        }
    }

    /// Reads the body's fields.
    pub fn fields(self, body: &[u8]) -> Result<Fields, Malformed> {
        match self {
            Self::Json => Fields::from_json(body),
            Self::UrlEncoded => Fields::from_urlencoded(body),
        }
    }
}
