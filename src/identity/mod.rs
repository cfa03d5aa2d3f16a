//! Who a lead is, what it is called, and where it lives.

mod lead_id;
mod shard;

pub use lead_id::{LEAD_ID_PREFIX, LeadId, NotALeadId};
pub use shard::{Home, Jurisdiction, LAYOUT, NotAShard, Region, SHARDS_PER_REGION, Shard};

use std::fmt;

use crate::encoding::{BASE32, BASE64URL};
use serde::{Deserialize, Serialize};

use crate::lead::{Kind, Lead};
use crate::secret::Secret;

/// Names the identity secret inside digests, so that it can be rotated.
const KEY_ID: &str = "1";

/// A person, as a keyed digest: `1.` and 43 characters of base64url.
/// Never a plain hash of an address, which anyone could recompute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonDigest(String);

impl PersonDigest {
    /// The digest's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The lead's idempotency key: what a CRM gets as external id. `bl_` and 32 characters
/// of lower-case base32hex, safe in a URL path and in case-insensitive fields.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LeadKey(String);

impl LeadKey {
    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A keyed digest of what the visitor said: equal for a retry, different for a resubmit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Everything the edge proposes about a submission's identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Who.
    pub person: PersonDigest,
    /// The other digest, when both an email and a phone were given.
    pub person_other: Option<PersonDigest>,
    /// Where the ledger entry lives.
    pub shard: Shard,
    /// The id, if this is the first submission of its window.
    pub lead_id: LeadId,
    /// The key that goes with it.
    pub key: LeadKey,
    /// What was said.
    pub fingerprint: Fingerprint,
}

/// What names one request for good. Anybody can send a header: it never names what a provider
/// has signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdempotencyKey {
    /// The header `Idempotency-Key`.
    Header(String),
    /// The id that a provider gives what it sends, under its signature.
    Provider(String),
}

/// Why a lead has no identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unidentified {
    /// It names nobody. The contract refuses such submissions before.
    Anonymous,
    /// What it says cannot be written down, so that a retry could not be told from news.
    Unwritable,
}

impl fmt::Display for Unidentified {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Anonymous => "the lead names nobody: neither an email nor a phone number",
            Self::Unwritable => "what the lead says cannot be written as JSON",
        })
    }
}

impl std::error::Error for Unidentified {}

/// Computes identities with the deployment's secret.
#[derive(Clone, Debug)]
pub struct Identifier {
    secret: Secret,
}

impl Identifier {
    /// With the secret of binding `IDENTITY_KEY`.
    pub const fn new(secret: Secret) -> Self {
        Self { secret }
    }

    /// Identifies a lead of `form` accepted at `accepted_at_ms`, to be kept in `home`.
    ///
    /// The person is the normalized email; without one, the phone with the folded name (a
    /// switchboard is not one person). A synthetic run is its own person, so that a
    /// monitor's leads do not repeat each other.
    pub fn identify(
        &self,
        lead: &Lead,
        form: &str,
        home: impl Into<Home>,
        accepted_at_ms: i64,
        dedup_window_seconds: u32,
    ) -> Result<Identity, Unidentified> {
        let run = match &lead.kind {
            Kind::Real => "",
            Kind::Synthetic { run } => run.as_str(),
        };
        let by_email = lead.email.as_ref().map(|email| ["email", email.expose().normalized.as_str(), run]);
        let name = lead.name.as_ref().map(|name| fold(name.expose())).unwrap_or_default();
        let by_phone = lead.dialable().map(|phone| ["phone", phone, name.as_str(), run]);
        let by_email = by_email.map(|parts| self.secret.digest(&parts));
        let by_phone = by_phone.map(|parts| self.secret.digest(&parts));
        let digest = by_email.or(by_phone).ok_or(Unidentified::Anonymous)?;
        let person = person_digest(&digest);
        let shard = Shard::of(home, digest.first().copied().unwrap_or(0));
        let window = accepted_at_ms.div_euclid(i64::from(dedup_window_seconds.max(1)) * 1000);
        let (place, window) = (shard.to_string(), window.to_string());
        // With where it is kept: a lead of the same person elsewhere is another record of a CRM.
        let key = self.secret.digest(&["lead-key", "2", person.as_str(), form, &place, &window]);
        let content = lead.content().map_err(|_| Unidentified::Unwritable)?;
        Ok(Identity {
            person_other: by_email.and(by_phone).map(|digest| person_digest(&digest)),
            shard,
            lead_id: LeadId::new(shard, &key),
            key: LeadKey(format!("bl_{}", short(&key))),
            fingerprint: Fingerprint(short(&self.secret.digest(&["fingerprint", &content]))),
            person,
        })
    }

    /// The digest that an idempotency key is claimed under, and the shard that keeps it.
    pub fn idempotency_digest(
        &self,
        form: &str,
        key: &IdempotencyKey,
        home: impl Into<Home>,
    ) -> (String, Shard) {
        let digest = match key {
            IdempotencyKey::Header(key) => self.secret.digest(&["idempotency-key", form, key]),
            IdempotencyKey::Provider(id) => self.secret.digest(&["provider-id", form, id]),
        };
        (short(&digest), Shard::of(home, digest.first().copied().unwrap_or(0)))
    }
}

fn person_digest(digest: &[u8; 32]) -> PersonDigest {
    PersonDigest(format!("{KEY_ID}.{}", BASE64URL.encode(digest)))
}

/// 160 bits as 32 characters.
fn short(digest: &[u8; 32]) -> String {
    let bytes: Vec<u8> = digest.iter().take(20).copied().collect();
    BASE32.encode(&bytes)
}

/// A name without case and spacing differences.
fn fold(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
