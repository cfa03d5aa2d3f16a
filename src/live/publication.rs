//! What is published: which bundle, how, and by whom.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::refusal::Refusal;
use crate::encoding::BASE64URL;
use crate::routing::{Bundle, BundleError, bundle_hash};

/// The largest bundle that is published, in bytes: reading a larger one would hold up an isolate.
pub const MAX_BUNDLE_BYTES: usize = 8_000_000;

/// What a published bundle may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// It is in force: forms, pages and decisions.
    Live,
    /// It decides where the leads of a share of persons go; all else stays the base's.
    Canary {
        /// How many of a hundred persons.
        percent: u8,
    },
    /// It decides beside the base, and what it would have done is recorded.
    Shadow,
}

impl Mode {
    /// The mode as one word, for logs and pages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Canary { .. } => "canary",
            Self::Shadow => "shadow",
        }
    }
}

/// A bundle, by its name and the digest of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Its name.
    pub hash: String,
    /// SHA-256 of its bytes (FIPS 180-4), as base64url.
    pub sha256: String,
}

/// What stays in force beside a candidate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    /// Which.
    pub bundle: Reference,
    /// When that was published: a later deploy is the base instead.
    pub sequence: i64,
}

/// One publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Milliseconds since 1970 when it was published, and more than the one before.
    pub sequence: i64,
    /// What its bundle may do.
    pub mode: Mode,
    /// The bundle.
    pub bundle: Reference,
    /// What stays in force beside a candidate; absent: what was deployed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Base>,
    /// Who published it.
    pub by: String,
}

impl Reference {
    /// Names a bundle's bytes.
    pub fn to(bytes: &[u8]) -> Self {
        Self { hash: bundle_hash(bytes), sha256: BASE64URL.encode(&Sha256::digest(bytes)) }
    }

    /// Reads the bundle from bytes, if they are the ones that were signed for.
    pub fn read(&self, bytes: &[u8]) -> Result<Bundle, Refusal> {
        if bytes.len() > MAX_BUNDLE_BYTES || Self::to(bytes) != *self {
            return Err(Refusal::WrongBytes(self.hash.clone()));
        }
        Bundle::read(bytes).map_err(|error| match error {
            BundleError::UnknownSchema(schema) => Refusal::UnknownSchema(schema),
            error => Refusal::NotABundle(error.to_string()),
        })
    }
}

impl Publication {
    /// The sequence of a publication at `now_ms` that comes after `last`.
    pub fn sequence_after(last: Option<i64>, now_ms: i64) -> i64 {
        last.map_or(now_ms, |last| now_ms.max(last.saturating_add(1)))
    }

    /// The base, unless a deploy of `deployed_at_ms` has taken its place.
    pub fn base_after(&self, deployed_at_ms: i64) -> Option<&Base> {
        self.base.as_ref().filter(|base| self.mode != Mode::Live && base.sequence > deployed_at_ms)
    }

    /// Every bundle that has to be at hand to put it in force where `deployed_at_ms` is the deploy.
    pub fn references(&self, deployed_at_ms: i64) -> impl Iterator<Item = &Reference> {
        std::iter::once(&self.bundle).chain(self.base_after(deployed_at_ms).map(|base| &base.bundle))
    }

    /// What stays in force, should another bundle be tried beside this publication.
    pub fn as_base(&self) -> Option<Base> {
        match self.mode {
            Mode::Live => Some(Base { bundle: self.bundle.clone(), sequence: self.sequence }),
            Mode::Canary { .. } | Mode::Shadow => self.base.clone(),
        }
    }
}
