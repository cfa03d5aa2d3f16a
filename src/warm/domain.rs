//! Whose domain an address is at, and whether asking about it makes sense.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::lead::Lead;
use crate::whereabouts::Flag;

/// A domain name in its ASCII form (RFC 1035, 2.3.1 and RFC 5890), in small letters. Nothing in
/// it needs escaping in a URL.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Domain(String);

/// Text that is no domain name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADomain;

impl fmt::Display for NotADomain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not a domain name")
    }
}

/// The longest name and the longest label, in bytes (RFC 1035, 2.3.4).
const MOST_BYTES: usize = 253;
const MOST_LABEL_BYTES: usize = 63;

impl Domain {
    /// Reads a name of two labels or more.
    pub fn new(text: &str) -> Result<Self, NotADomain> {
        let is_label = |label: &str| {
            (1..=MOST_LABEL_BYTES).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let top = text.rsplit_once('.').map(|(_, top)| top).ok_or(NotADomain)?;
        let is_address = top.bytes().all(|byte| byte.is_ascii_digit());
        if text.len() > MOST_BYTES || is_address || !text.split('.').all(is_label) {
            return Err(NotADomain);
        }
        Ok(Self(text.to_ascii_lowercase()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Domain> for String {
    fn from(domain: Domain) -> Self {
        domain.0
    }
}

impl TryFrom<String> for Domain {
    type Error = NotADomain;
    fn try_from(text: String) -> Result<Self, NotADomain> {
        Self::new(&text)
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Why no provider is asked about a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoCompany {
    /// A mail provider's: it says nothing of where somebody works.
    FreeMail,
    /// Of disposable mailboxes.
    Disposable,
    /// Nothing that somebody could have registered.
    NotRegistrable,
}

impl NoCompany {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::FreeMail => "free_mail",
            Self::Disposable => "disposable",
            Self::NotRegistrable => "not_registrable",
        }
    }
}

/// The domain to ask about, of a lead: the registrable one of its address, so that every office of
/// a company is one question. `Ok(None)` for a lead without an address.
pub fn company_domain(lead: &Lead) -> Result<Option<Domain>, NoCompany> {
    if lead.email.is_none() {
        return Ok(None);
    }
    if lead.flags.contains(&Flag::DisposableMail) {
        return Err(NoCompany::Disposable);
    }
    if lead.flags.contains(&Flag::FreeMail) {
        return Err(NoCompany::FreeMail);
    }
    let domain = lead.company_domain.as_deref().ok_or(NoCompany::NotRegistrable)?;
    Domain::new(domain).map(Some).map_err(|NotADomain| NoCompany::NotRegistrable)
}
