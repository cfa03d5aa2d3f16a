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

/// The longest local part and label (RFC 5321, section 4.5.3.1; RFC 1035, section 2.3.4).
const MAX_LOCAL: usize = 64;
const MAX_LABEL: usize = 63;
const MAX_DOMAIN: usize = 255;

impl Email {
    /// Whether the text is an address by the rule that browsers use (HTML, "valid e-mail
    /// address"), the domain in any script.
    pub fn is_address(text: &str) -> bool {
        let Some((local, domain)) = text.rsplit_once('@') else { return false };
        is_local(local)
            && (is_domain(domain) || idna::domain_to_ascii(domain).is_ok_and(|ascii| is_domain(&ascii)))
    }

    /// An address by the same rule, with its domain in ASCII: read without the tables that other
    /// scripts take.
    pub fn ascii(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        let (local, domain) = raw.rsplit_once('@')?;
        let domain = domain.to_ascii_lowercase();
        let normalized = format!("{}@{domain}", local.to_ascii_lowercase());
        (is_local(local) && is_domain(&domain)).then(|| Self { raw: raw.to_owned(), normalized, domain })
    }

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

fn is_local(text: &str) -> bool {
    let atom = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    (1..=MAX_LOCAL).contains(&text.len()) && text.bytes().all(atom)
}

/// Labels of letters, digits and inner hyphens, joined by dots.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=MAX_LABEL).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= MAX_DOMAIN && text.split('.').all(label)
}
