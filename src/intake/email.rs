//! Email addresses: one spelling for one mailbox, and nothing clever beyond that.

use serde::{Deserialize, Serialize};

/// A lead's email address.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Email {
    /// As typed, without surrounding blanks.
    pub raw: String,
    /// Lower case, the domain as its ASCII (IDNA) form. Plus-tags and dots stay: they are
    /// distinct mailboxes to everybody but their provider.
    pub normalized: String,
    /// The ASCII domain.
    pub domain: String,
}

impl Email {
    /// Normalizes an address that has passed the contract; `None` if it has no domain.
    pub fn normalize(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        let (local, domain) = raw.rsplit_once('@')?;
        let ascii = idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_lowercase());
        let domain = ascii.trim_end_matches('.').to_owned();
        if local.is_empty() || domain.is_empty() {
            return None;
        }
        let normalized = format!("{}@{domain}", local.to_lowercase());
        Some(Self { raw: raw.to_owned(), normalized, domain })
    }
}
