//! What is compared of a lead, as digests that nobody can make without the key.

use super::Trace;
use super::name::{company_key, name_key};
use crate::encoding::BASE64URL;
use crate::lead::Lead;
use crate::personal::Personal;
use crate::secret::Secret;
use crate::text::folded;
use crate::warm::domain::company_domain;

/// What the key is for.
const PURPOSE: &str = "which leads may be the same";
/// Bytes of a digest that are kept: enough that no two people share one by chance.
const KEPT_BYTES: usize = 16;

/// Makes traces with a key of their own. With another key, leads of before and after are not compared.
#[derive(Clone, Debug)]
pub struct Tracer {
    key: Secret,
}

impl Tracer {
    /// With a key derived from this secret.
    pub fn new(secret: &Secret) -> Self {
        Self { key: secret.derived(PURPOSE) }
    }

    /// The trace of a lead. A company is compared by its domain unless that is a mail provider's, and by
    /// its name.
    pub fn trace(&self, lead_id: String, accepted_at_ms: i64, lead: &Lead) -> Trace {
        let email = lead.email.as_ref().map(|email| email.expose().normalized.as_str());
        let phone = lead.phone.as_ref().and_then(|phone| phone.expose().e164.as_deref());
        let name = lead.name.as_ref().and_then(|name| name_key(&folded(name.expose())));
        Trace {
            lead_id,
            accepted_at_ms,
            email: email.map(|email| self.digest("email", email)),
            phone: phone.map(|phone| self.digest("phone", phone)),
            name: name.map(|name| self.digest("name", name.expose())),
            domain: company_domain(lead).ok().flatten(),
            company: lead.company.as_deref().and_then(|company| company_key(&folded(company))),
        }
    }

    fn digest(&self, what: &str, value: &str) -> Personal<String> {
        let digest = self.key.digest(&[what, value]);
        let kept: Vec<u8> = digest.into_iter().take(KEPT_BYTES).collect();
        Personal::new(BASE64URL.encode(&kept))
    }
}
